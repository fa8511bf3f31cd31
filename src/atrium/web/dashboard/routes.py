"""The page and its stream of updates."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from starlette.datastructures import State

from atrium.garage.errors import GarageNotInitialised
from atrium.web.pages import html
from prismstack.errors import PrismstackError

from .feed import LiveFeed, TooManyViewers

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_page(request: Request) -> HTMLResponse:
    """The whole page; it needs no script to be read."""
    try:
        page = await _feed(request).render()
    except GarageNotInitialised:
        return html("no_garage.html", base=str(request.base_url))
    except PrismstackError:
        return html("trouble.html", status_code=503)
    return html("dashboard.html", page=page, snapshot=page.snapshot)


@router.get("/events")
async def stream_updates(request: Request) -> Response:
    """Sections of the page as they change, as server-sent events."""
    stream = _feed(request).listen(request.query_params.get("version", ""))
    try:
        first = await anext(stream)
    except TooManyViewers:
        return Response(status_code=503, headers={"Retry-After": "60"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_with_first(first, stream), media_type="text/event-stream", headers=headers)


async def _with_first(first: str, rest: AsyncGenerator[str]) -> AsyncGenerator[str]:
    try:
        yield first
        async for message in rest:
            yield message
    finally:
        await rest.aclose()


def _feed(request: Request) -> LiveFeed:
    state: State = request.app.state
    return state.feed
