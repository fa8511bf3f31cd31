"""Keeps open pages up to date: one reader of the database for all of them, and only while anybody looks."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress

from atrium.garage.errors import GarageNotInitialised
from atrium.garage.moving import StoreKeeper
from atrium.garage.services import GarageServices
from prismstack.errors import PrismstackError

from .render import RenderedPage, render_page
from .snapshot import take_snapshot

__all__ = ["LiveFeed", "TooManyViewers"]

_log = logging.getLogger("atrium.web")

#: Changes made through this process show at once, but no more often than this.
_SHORTEST_PAUSE = 0.5

#: Changes made by other processes show after at most so many seconds.
_LONGEST_PAUSE = 5.0

#: After a refresh the feed rests so many times as long as that took: a busy day must not slow the gates down.
_REST_FACTOR = 9

_MAX_VIEWERS = 200
_RETRY_MILLISECONDS = 2000


class TooManyViewers(Exception):
    """So many pages are open that another one has to reload by itself."""


class LiveFeed:
    """Renders the page when something changed and hands the difference to everybody who listens."""

    def __init__(self, services: GarageServices, keeper: StoreKeeper | None = None) -> None:
        self._services = services
        self._keeper = keeper
        self._changed = asyncio.Event()
        self._viewers: set[asyncio.Queue[str | None]] = set()
        self._page: RenderedPage | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the application is ending."""
        return self._closed

    async def render(self) -> RenderedPage:
        """The page as it is now."""
        store = self._keeper.status() if self._keeper else None
        return render_page(await take_snapshot(self._services, store))

    def notify(self) -> None:
        """Something was written through this process."""
        self._changed.set()

    async def listen(self, version: str) -> AsyncGenerator[str]:
        """Server-sent events for a page that shows ``version``.

        Raises:
            TooManyViewers: at the first step, when too many pages are open.
        """
        if len(self._viewers) >= _MAX_VIEWERS:
            raise TooManyViewers
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._viewers.add(queue)
        try:
            yield f"retry: {_RETRY_MILLISECONDS}\n\n"
            if self._closed:
                return
            self._start()
            if self._page is not None:
                stale = self._page.version != version
                yield _event(self._page.version, self._page.sections if stale else {})
            while (message := await queue.get()) is not None:
                yield message
        finally:
            self._viewers.discard(queue)

    def close(self) -> None:
        """End every stream; nobody new is served."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
        self._send(None)

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._page = None
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._viewers:
            self._changed.clear()
            started = time.perf_counter()
            await self._refresh()
            rest = max(_SHORTEST_PAUSE, _REST_FACTOR * (time.perf_counter() - started))
            await asyncio.sleep(rest)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), max(0.0, _LONGEST_PAUSE - rest))

    async def _refresh(self) -> None:
        try:
            page = await self.render()
        except GarageNotInitialised:
            self._page = None
            self._send("event: reload\ndata: {}\n\n")
        except PrismstackError as error:
            _log.error("live page: %s", error)
            self._send("event: trouble\ndata: {}\n\n")
        else:
            changes = _difference(self._page, page)
            self._page = page
            # A heartbeat, even without changes: it tells viewers that the figures are current.
            self._send(_event(page.version, changes))

    def _send(self, message: str | None) -> None:
        for queue in self._viewers:
            queue.put_nowait(message)


def _difference(known: RenderedPage | None, page: RenderedPage) -> Mapping[str, str]:
    if known is None:
        return page.sections
    return {name: text for name, text in page.sections.items() if known.sections.get(name) != text}


def _event(version: str, sections: Mapping[str, str]) -> str:
    return f"event: sections\ndata: {json.dumps({'version': version, 'sections': sections})}\n\n"
