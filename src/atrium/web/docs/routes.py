"""``/api-docs``: the page, and the OpenAPI document in both spellings."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from atrium.web.pages import html

from .operations import operations_by_tag
from .yaml import to_yaml

__all__ = ["router"]

router = APIRouter(prefix="/api-docs", include_in_schema=False)


@router.get("")
async def show_documentation(request: Request) -> HTMLResponse:
    """Every operation with examples."""
    document = _document(request)
    return html("api_docs.html", info=document["info"], groups=operations_by_tag(document))


@router.get("/swagger.json")
async def find_openapi_json(request: Request) -> JSONResponse:
    """The OpenAPI document."""
    return JSONResponse(_document(request))


@router.get("/openapi.yaml")
async def find_openapi_yaml(request: Request) -> Response:
    """The OpenAPI document as YAML."""
    return Response(to_yaml(_document(request)), media_type="application/yaml")


def _document(request: Request) -> dict[str, Any]:
    app: FastAPI = request.app
    return app.openapi()
