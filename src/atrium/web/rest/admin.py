"""What only an administrator may ask for: the whole store as a file."""

from __future__ import annotations

import hmac
import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask

from atrium.garage.moving import ModeChangeRefused, SwitchingStore, write_snapshot
from atrium.web.answers import garage_of, settings_of, timestamp
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import Forbidden

__all__ = ["ADMIN_HEADER", "require_admin", "router"]

router = APIRouter(prefix="/api/admin", tags=["Administration"])

ADMIN_HEADER = "X-Admin-Key"
_KEY: tuple[Query, ...] = ((ADMIN_HEADER, {"type": "string"}, "The administrator's key"),)


@router.get("/garage/snapshot", responses=answers(dict[str, object], 403, 503), openapi_extra=takes(headers=_KEY))
async def export_snapshot(request: Request) -> FileResponse:
    """Everything the store holds, as of one moment: one JSON value a line."""
    require_admin(request)
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


@router.post(
    "/garage/reconcile", responses=answers(dict[str, object], 403, 409, 503), openapi_extra=takes(headers=_KEY)
)
async def reconcile(request: Request) -> JSONResponse:
    """Compare the second store with the first, value by value, and mend it."""
    require_admin(request)
    store = garage_of(request).store
    if not isinstance(store, SwitchingStore):
        raise ModeChangeRefused("There is no second store")
    found = await store.reconcile()
    answer = {
        "success": True,
        "mode": store.mode.value,
        "compared": sum(found.compared.values()),
        "differences": dict(found.counts()),
        "examples": [f"{each.kind.value} {each.key}: {each.reason}" for each in found.differences[:20]],
        "waiting": store.waiting,
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


def _discard(path: Path) -> None:
    path.unlink(missing_ok=True)


def require_admin(request: Request) -> None:
    """Raises Forbidden unless the request carries the administrator's key."""
    key = request.headers.get(ADMIN_HEADER, "")
    if not hmac.compare_digest(key.encode(), settings_of(request).admin_key.encode()):
        raise Forbidden(f"Invalid admin key in {ADMIN_HEADER}")
