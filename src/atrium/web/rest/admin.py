"""What only an administrator may ask for: the whole store as a file."""

from __future__ import annotations

import hmac
import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from atrium.garage.moving import write_snapshot
from atrium.web.answers import garage_of, settings_of
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import Forbidden

__all__ = ["ADMIN_HEADER", "router"]

router = APIRouter(prefix="/api/admin", tags=["Administration"])

ADMIN_HEADER = "X-Admin-Key"
_KEY: tuple[Query, ...] = ((ADMIN_HEADER, {"type": "string"}, "The administrator's key"),)


@router.get("/garage/snapshot", responses=answers(dict[str, object], 403, 503), openapi_extra=takes(headers=_KEY))
async def export_snapshot(request: Request) -> FileResponse:
    """Everything the store holds, as of one moment: one JSON value a line."""
    _require_admin(request)
    # Written to a file first: a client that reads slowly must not hold the database's snapshot open.
    with tempfile.NamedTemporaryFile(prefix="garage-", suffix=".jsonl", delete=False) as file:
        path = Path(file.name)
    try:
        await write_snapshot(garage_of(request).store, path)
    except BaseException:
        _discard(path)
        raise
    return FileResponse(
        path,
        media_type="application/jsonl",
        filename="garage-snapshot.jsonl",
        background=BackgroundTask(_discard, path),
    )


def _discard(path: Path) -> None:
    path.unlink(missing_ok=True)


def _require_admin(request: Request) -> None:
    """Raises Forbidden unless the request carries the administrator's key."""
    key = request.headers.get(ADMIN_HEADER, "")
    if not hmac.compare_digest(key.encode(), settings_of(request).admin_key.encode()):
        raise Forbidden(f"Invalid admin key in {ADMIN_HEADER}")
