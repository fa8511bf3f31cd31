"""``/api/sessions``: stays as lists, figures and files; ending, cancelling, extending."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from typing_extensions import TypedDict

from atrium.garage.interfaces import SessionRange, SessionSort
from atrium.garage.models import SessionStatus
from atrium.garage.services import ListedSession
from atrium.web.answers import ACTOR, garage_of, timestamp
from atrium.web.bodies import read_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import InvalidRequest
from atrium.web.inputs.common import lower_query
from atrium.web.inputs.sessions import (
    DATE_RANGES,
    ExtendBody,
    ReasonBody,
    parse_extension,
    parse_reason,
    parse_session_id,
    parse_session_range,
    parse_since,
)
from atrium.web.views.sessions import (
    SessionFiguresView,
    SessionListView,
    SessionView,
    sessions_as_csv,
    view_session,
    view_session_figures,
    view_session_page,
)

from .envelopes import StampedData
from .session_analytics import ANALYTICS

__all__ = ["router"]

router = APIRouter(prefix="/api/sessions", tags=["Sessions"])

_LARGEST_FILE = 100_000
_PERIOD: dict[str, object] = {"type": "string", "enum": list(DATE_RANGES), "default": "all"}
_FILTERS: tuple[Query, ...] = (
    ("status", {"type": "string", "enum": ["all", *SessionStatus], "default": "all"}, "Only these"),
    ("dateRange", _PERIOD, "Only those that came within it"),
    ("search", {"type": "string"}, "A part of the plate or of the spot"),
    ("sort", {"type": "string", "enum": list(SessionSort), "default": "createdAt"}, "Field to sort by"),
    ("order", {"type": "string", "enum": ["asc", "desc"], "default": "desc"}, "Direction"),
)
_LIST: tuple[Query, ...] = (
    *_FILTERS,
    ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}, "Sessions per page"),
    ("offset", {"type": "integer", "minimum": 0, "default": 0}, "Where the page begins"),
)


class ChangedAnswer(TypedDict):
    success: bool
    message: str
    data: SessionView
    timestamp: str


@router.get("", responses=answers(StampedData[SessionListView], 400), openapi_extra=takes(query=_LIST))
async def list_sessions(request: Request) -> JSONResponse:
    """A page of the stays that match."""
    services = garage_of(request)
    page = await services.sessions.page(parse_session_range(request, services.clock.now()))
    return JSONResponse({"success": True, "data": view_session_page(page), "timestamp": timestamp()})


@router.get(
    "/stats",
    responses=answers(StampedData[SessionFiguresView], 400),
    openapi_extra=takes(query=(("period", _PERIOD, "Only those that came within it"),)),
)
async def find_session_stats(request: Request) -> JSONResponse:
    """How many stays there are, what they brought, how long they were."""
    services = garage_of(request)
    figures = await services.sessions.figures(parse_since(request, "period", services.clock.now()))
    return JSONResponse({"success": True, "data": view_session_figures(figures), "timestamp": timestamp()})


@router.get(
    "/analytics",
    responses=answers(StampedData[dict[str, object]], 400),
    openapi_extra=takes(
        query=(
            ("type", {"type": "string", "enum": list(ANALYTICS), "default": "revenue"}, "What is counted"),
            ("period", _PERIOD, "Only what happened within it"),
        )
    ),
)
async def analyse_sessions(request: Request) -> JSONResponse:
    """Revenue, durations, peak hours or trends of a period."""
    kind = lower_query(request, "type") or "revenue"
    if kind not in ANALYTICS:
        raise InvalidRequest("Invalid query parameters", [f"Type must be one of {', '.join(ANALYTICS)}"])
    services = garage_of(request)
    since = parse_since(request, "period", services.clock.now())
    data = {"type": kind, "period": lower_query(request, "period") or "all", **await ANALYTICS[kind](services, since)}
    return JSONResponse({"success": True, "data": data, "timestamp": timestamp()})


@router.get("/export/csv", responses=answers(dict[str, object], 400), openapi_extra=takes(query=_FILTERS))
async def export_sessions(request: Request) -> Response:
    """The stays that match as a CSV file of 14 columns."""
    services = garage_of(request)
    wanted = parse_session_range(request, services.clock.now())
    whole = SessionRange(where=wanted.where, sort=wanted.sort, descending=wanted.descending, take=_LARGEST_FILE)
    page = await services.sessions.page(whole)
    name = f"sessions_{timestamp()[:10]}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(sessions_as_csv(page.sessions), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{session_id}", responses=answers(StampedData[SessionView], 400, 404))
async def find_session(request: Request, session_id: str) -> JSONResponse:
    """One stay."""
    found = await garage_of(request).sessions.find(parse_session_id(session_id))
    return JSONResponse({"success": True, "data": view_session(found), "timestamp": timestamp()})


@router.post("/{session_id}/end", responses=answers(ChangedAnswer, 400, 404), openapi_extra=takes(ReasonBody))
async def end_session(request: Request, session_id: str) -> JSONResponse:
    """Check the vehicle out; what is owed is paid through ``/api/payments``."""
    reason = parse_reason(await read_object(request))
    ended = await garage_of(request).sessions.end(parse_session_id(session_id), reason, actor=ACTOR)
    return _changed("Session ended successfully", ended)


@router.post("/{session_id}/cancel", responses=answers(ChangedAnswer, 400, 404), openapi_extra=takes(ReasonBody))
async def cancel_session(request: Request, session_id: str) -> JSONResponse:
    """End the stay without a charge."""
    reason = parse_reason(await read_object(request))
    cancelled = await garage_of(request).sessions.cancel(parse_session_id(session_id), reason, actor=ACTOR)
    return _changed("Session cancelled successfully", cancelled)


@router.post("/{session_id}/extend", responses=answers(ChangedAnswer, 400, 404), openapi_extra=takes(ExtendBody))
async def extend_session(request: Request, session_id: str) -> JSONResponse:
    """Move the expected end."""
    by = parse_extension(await read_object(request))
    extended = await garage_of(request).sessions.extend(parse_session_id(session_id), by, actor=ACTOR)
    return _changed("Session extended successfully", extended)


def _changed(message: str, listed: ListedSession) -> JSONResponse:
    body: ChangedAnswer = {
        "success": True,
        "message": message,
        "data": view_session(listed),
        "timestamp": timestamp(),
    }
    return JSONResponse(body)
