"""The routes that the front end knows."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from prismstack.engines import artifact_path
from prismstack.studio._bff import BadRequest, UnknownProcedure, answer
from prismstack.studio._guard import Address, Guard
from prismstack.studio._page import page
from prismstack.studio._session import Session

__all__ = ["MAX_BODY", "application"]

#: The largest request taken, in bytes; a whole table of edited cells stays far below.
MAX_BODY: Final = 32 * 1024 * 1024


def application(session: Session, adapter: str, address: Address) -> Starlette:
    """The web application of one Studio; ``adapter`` is the front end's name of the database."""

    async def index(_: Request) -> Response:
        return HTMLResponse(page(adapter))

    async def bff(request: Request) -> Response:
        return await _bff(session, request)

    return Starlette(
        routes=[
            Route("/", index),
            Route("/studio.js", _script),
            Route("/studio.css", _style),
            Route("/favicon.ico", _nothing),
            Route("/bff", bff, methods=["POST"]),
            # What the front end reports about its use ends here.
            Route("/telemetry", _nothing, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, address=address)],
    )


async def _script(_: Request) -> Response:
    return FileResponse(artifact_path("studio.js"), media_type="text/javascript")


async def _style(_: Request) -> Response:
    return FileResponse(artifact_path("studio.css"), media_type="text/css")


async def _nothing(_: Request) -> Response:
    return Response(status_code=204)


async def _bff(session: Session, request: Request) -> Response:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("the content type must be application/json", status_code=415)
    body = await _body(request)
    if body is None:
        return PlainTextResponse(f"a request may have {MAX_BODY} bytes", status_code=413)
    try:
        found = await _while_wanted(request, session, body)
    except BadRequest as error:
        return PlainTextResponse(str(error), status_code=400)
    except UnknownProcedure as error:
        return PlainTextResponse(str(error), status_code=500)
    return Response(json.dumps(found), media_type="application/json")


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too long."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


async def _while_wanted(request: Request, session: Session, body: bytes) -> list[Any]:
    """The answer, worked on for as long as the browser waits: it drops searches that take too long."""
    work = asyncio.ensure_future(answer(session, body))
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return work.result()
    finally:
        for task in (work, gone):
            task.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
