"""What HTML pages share: the template environment, and assets that browsers may keep for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException

from atrium.platform.money import format_cents

__all__ = ["asset_url", "environment", "html", "router"]

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parent / "assets"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@cache
def environment() -> Environment:
    """The templates; everything in them is escaped, and a missing name is an error."""
    # jinja2 does not say what its registries hold.
    made: Any = Environment(
        loader=PackageLoader("atrium.web"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["money"] = format_cents
    made.globals["asset"] = asset_url
    return made


def html(template: str, status_code: int = 200, **values: object) -> HTMLResponse:
    """A page that no cache keeps."""
    text = environment().get_template(template).render(values)
    return HTMLResponse(text, status_code=status_code, headers={"Cache-Control": "no-store"})


def asset_url(name: str) -> str:
    """The address of an asset; it changes with the content."""
    return f"/assets/{name}?v={hashlib.blake2b(_asset(name), digest_size=6).hexdigest()}"


@router.get("/assets/{name}")
async def find_asset(request: Request, name: str) -> Response:
    """One of our own style sheets, scripts and icons."""
    if name not in {path.name for path in _FOLDER.iterdir()}:
        raise HTTPException(404)
    media_type = _TYPES.get(Path(name).suffix, "application/octet-stream")
    return Response(_asset(name), media_type=media_type, headers={"Cache-Control": _FOR_EVER})


@cache
def _asset(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
