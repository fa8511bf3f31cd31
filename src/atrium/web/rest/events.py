"""``/api/events``: what happens in the garage as server-sent events, by topic.

The source is the audit trail, so that a change made by any process shows, and a client that was away goes on
where it stopped (``Last-Event-ID``). A topic is the type of the rows that changed.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.datastructures import State

from atrium.garage.services import GarageServices
from atrium.platform.audit import AuditRecord
from atrium.web.answers import garage_of
from atrium.web.docs.describe import Query, takes
from atrium.web.errors import InvalidRequest
from atrium.web.views.operations import view_audit
from prismstack.errors import PrismstackError

__all__ = ["TOPICS", "EventStream", "router"]

TOPICS = ("customer", "day", "dispute", "garage", "payment", "permit", "reservation", "session", "spot", "ticket")

router = APIRouter(prefix="/api/events", tags=["Events"])

_QUERY: tuple[Query, ...] = (
    ("topics", {"type": "string"}, f"Some of {', '.join(TOPICS)}, joined by commas; default: all"),
)

#: Records may become visible a little out of order; those of so long ago are read again and told once.
_OVERLAP = timedelta(seconds=10)
_PAUSE = 1.0
_HEARTBEAT = 15.0
_BATCH = 500


class EventStream:
    """One client's view of the trail from a moment on."""

    def __init__(self, services: GarageServices, topics: Sequence[str], since: datetime, seen: str | None) -> None:
        self._services = services
        self._topics = topics
        self._since = since
        self._told: deque[str] = deque(maxlen=2 * _BATCH)
        self._skip_to = seen

    async def next_events(self) -> list[AuditRecord]:
        """Records that were not told yet, oldest first."""
        now = self._services.clock.now()
        start = self._since - _OVERLAP
        found = await self._services.trail.find(
            start, now + timedelta(seconds=1), entity_types=self._topics, limit=_BATCH
        )
        fresh = [each for each in reversed(found) if each.id not in self._told]
        if self._skip_to is not None:
            fresh = _after(fresh, self._skip_to)
            self._told.extend(each.id for each in found)
            self._skip_to = None
        self._told.extend(each.id for each in fresh)
        self._since = max([self._since, *(each.at for each in fresh)])
        return fresh


@router.get("", openapi_extra=takes(query=_QUERY))
async def stream_events(request: Request) -> StreamingResponse:
    """Changes as they happen; ``event`` is the topic, ``data`` the record of the trail, ``id`` where to go on."""
    services = garage_of(request)
    topics = [topic for topic in request.query_params.get("topics", "").lower().split(",") if topic]
    unknown = [topic for topic in topics if topic not in TOPICS]
    if unknown:
        raise InvalidRequest(f"Unknown topics: {', '.join(unknown)}", [f"Topics: {', '.join(TOPICS)}"])
    last = request.headers.get("last-event-id", "")
    since, _, seen = last.partition("/")
    stream = EventStream(services, topics or TOPICS, _moment(since, services.clock.now()), seen or None)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_send(request, stream, fresh=not seen), media_type="text/event-stream", headers=headers)


async def _send(request: Request, stream: EventStream, *, fresh: bool) -> AsyncGenerator[str]:
    state: State = request.app.state
    yield "retry: 2000\n\n"
    if fresh:
        # What happened before the client came is not news.
        await stream.next_events()
    silent = 0.0
    while not state.feed.is_closed:
        try:
            records = await stream.next_events()
        except PrismstackError:
            yield "event: trouble\ndata: {}\n\n"
            records = []
        for record in records:
            yield _event(record)
        silent = 0.0 if records else silent + _PAUSE
        if silent >= _HEARTBEAT:
            silent = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_PAUSE)


def _event(record: AuditRecord) -> str:
    data = json.dumps(view_audit(record), separators=(",", ":"))
    return f"id: {record.at.isoformat()}/{record.id}\nevent: {record.entity_type}\ndata: {data}\n\n"


def _after(records: Sequence[AuditRecord], seen: str) -> list[AuditRecord]:
    """The records behind the one that was seen last; all of them when it is not among them."""
    ids = [record.id for record in records]
    return list(records[ids.index(seen) + 1 :]) if seen in ids else list(records)


def _moment(text: str, default: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return default
