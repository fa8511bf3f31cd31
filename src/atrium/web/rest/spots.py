"""``/api/spots``: lists, search, one spot, figures."""

from __future__ import annotations

import time
from typing import NotRequired
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.interfaces import SpotSort
from atrium.garage.models import SpotStatus, SpotType
from atrium.garage.services import SpotPage, SpotQuery
from atrium.web.answers import ACTOR, garage_of, timestamp
from atrium.web.bodies import read_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.inputs.spots import (
    SpotUpdateBody,
    parse_spot_id,
    parse_spot_query,
    parse_spot_search,
    parse_spot_update,
)
from atrium.web.views.spots import (
    LinksView,
    PageMetadataView,
    PaginationView,
    SpotStatisticsView,
    SpotView,
    applied_filters,
    view_page_metadata,
    view_pagination,
    view_processing,
    view_spot,
    view_spot_statistics,
)

from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api/spots", tags=["Spots"])

_PAGING: tuple[Query, ...] = (
    ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "Spots per page"),
    ("offset", {"type": "integer", "minimum": 0, "default": 0}, "Where the page begins; past the end: 0"),
    ("sort", {"type": "string", "enum": [each.value for each in SpotSort], "default": "id"}, "Field to sort by"),
    ("order", {"type": "string", "enum": ["asc", "desc"], "default": "asc"}, "Direction"),
    ("include", {"type": "string"}, "Any of metadata, features, occupancy"),
)
_FILTERS: tuple[Query, ...] = (
    ("status", {"type": "string", "enum": [each.value for each in SpotStatus]}, "Only spots in this status"),
    ("type", {"type": "string", "enum": [each.value for each in SpotType]}, "Only spots of this type"),
    ("floor", {"type": "integer", "minimum": 1}, "Only spots on this floor"),
    ("bay", {"type": "integer", "minimum": 1}, "Only spots in this bay"),
)
_SEARCH: Query = ("query", {"type": "string"}, "Terms such as floor:1, b:2, type:compact, available, f1-b2")


class SpotListAnswer(TypedDict):
    success: bool
    data: list[SpotView]
    pagination: PaginationView
    metadata: PageMetadataView
    links: NotRequired[LinksView]


@router.get("", responses=answers(SpotListAnswer, 400), openapi_extra=takes(query=(*_PAGING, *_FILTERS)))
async def list_spots(request: Request) -> JSONResponse:
    """A page of the spots that match."""
    return await _list(request, "/", parse_spot_query(request))


@router.get("/available", responses=answers(SpotListAnswer, 400), openapi_extra=takes(query=(*_PAGING, *_FILTERS)))
async def list_available_spots(request: Request) -> JSONResponse:
    """A page of the free spots."""
    return await _list(request, "/available", parse_spot_query(request, SpotStatus.AVAILABLE))


@router.get("/occupied", responses=answers(SpotListAnswer, 400), openapi_extra=takes(query=(*_PAGING, *_FILTERS)))
async def list_occupied_spots(request: Request) -> JSONResponse:
    """A page of the occupied spots."""
    return await _list(request, "/occupied", parse_spot_query(request, SpotStatus.OCCUPIED))


@router.get("/search", responses=answers(SpotListAnswer, 400), openapi_extra=takes(query=(_SEARCH, *_PAGING)))
async def search_spots(request: Request) -> JSONResponse:
    """A page of the spots that a search text means; unknown terms are ignored."""
    return await _list(request, "/search", parse_spot_search(request))


@router.get("/statistics", responses=answers(StampedData[SpotStatisticsView]))
async def find_spot_statistics(request: Request) -> JSONResponse:
    """Counts by floor, type and feature."""
    started = time.perf_counter()
    counts = await garage_of(request).spots.distribution()
    data = view_spot_statistics(counts, _elapsed_ms(started))
    return JSONResponse({"success": True, "data": data, "timestamp": timestamp()})


@router.get("/{spot_id}", responses=answers(StampedData[SpotView], 400, 404))
async def find_spot(request: Request, spot_id: str) -> JSONResponse:
    """One spot."""
    spot = await garage_of(request).spots.find(parse_spot_id(spot_id))
    return JSONResponse({"success": True, "data": view_spot(spot), "timestamp": timestamp()})


@router.patch("/{spot_id}", responses=answers(StampedData[SpotView], 400, 404), openapi_extra=takes(SpotUpdateBody))
async def update_spot(request: Request, spot_id: str) -> JSONResponse:
    """Change status, type or features by hand; the vehicle on the spot stays noted."""
    started = time.perf_counter()
    updates, changes = parse_spot_update(await _read_after_id_check(request, spot_id))
    spot = await garage_of(request).spots.update(spot_id, updates, actor=ACTOR)
    data = {**view_spot(spot), "metadata": view_processing(_elapsed_ms(started))}
    return JSONResponse({"success": True, "message": "Spot updated successfully", "data": data, "changes": changes})


async def _read_after_id_check(request: Request, spot_id: str) -> dict[str, object]:
    body = await read_object(request)
    parse_spot_id(spot_id)
    return body


async def _list(request: Request, path: str, query: SpotQuery) -> JSONResponse:
    started = time.perf_counter()
    page = await garage_of(request).spots.list_page(query)
    filters = applied_filters(query.where)
    body: SpotListAnswer = {
        "success": True,
        "data": [view_spot(spot) for spot in page.spots],
        "pagination": view_pagination(page),
        "metadata": view_page_metadata(page, filters, _elapsed_ms(started)),
    }
    if page.has_more:
        body["links"] = {"next": _next_link(request, path, page, filters)}
    return JSONResponse(body)


def _next_link(request: Request, path: str, page: SpotPage, filters: dict[str, str | int]) -> str:
    """The next page with the same filters; the order is not carried over."""
    parameters: dict[str, str | int] = {"limit": page.limit, "offset": page.next_offset or 0}
    if path == "/search":
        parameters["query"] = request.query_params.get("query", "")
    else:
        parameters |= filters
    return f"/api/spots{path}?{urlencode(parameters)}"


def _elapsed_ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000
