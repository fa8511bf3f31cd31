"""``/api/vehicles``: searching vehicles and free spots."""

from __future__ import annotations

import re
from typing import NotRequired

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.errors import VehicleNotFound
from atrium.web.answers import garage_of, timestamp
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.inputs.vehicles import (
    parse_location,
    parse_plate_search,
    parse_spot_search_criteria,
    parse_suggestion,
)
from atrium.web.views.vehicles import (
    AvailableSpotView,
    FoundVehicleView,
    LocatedVehicleView,
    VehicleMatchView,
    view_available_spot,
    view_found_vehicle,
    view_located_vehicle,
    view_match,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/vehicles", tags=["Vehicles"])

_SHORTEST_PART = 2
_CACHE = {"enabled": True, "expiryMs": 30000, "status": "active"}

_NUMBER: dict[str, object] = {"type": "integer", "minimum": 1}
_SEARCH: tuple[Query, ...] = (
    ("search", {"type": "string", "maxLength": 20}, "A part of the license plate"),
    ("mode", {"type": "string", "enum": ["all", "exact", "partial", "fuzzy"], "default": "all"}, "Kind of match"),
    ("threshold", {"type": "number", "minimum": 0, "maximum": 1, "default": 0.6}, "Least similarity of a fuzzy match"),
    ("maxResults", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "At most so many"),
)
_PLACE: tuple[Query, ...] = (("floor", _NUMBER, "On this floor"), ("bay", _NUMBER, "In this bay of the floor"))
_SPOT: Query = ("spotId", {"type": "string"}, "On this spot")
_SUGGESTIONS: tuple[Query, ...] = (
    ("partial", {"type": "string"}, "The first characters of the plate"),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}, "At most so many"),
)
_CRITERIA: tuple[Query, ...] = (
    *_PLACE,
    ("type", {"type": "string", "enum": ["compact", "standard", "oversized"]}, "Of this type"),
    ("features", {"type": "string"}, "Any of ev_charging, handicap, separated by commas"),
)


class SearchAnswer(TypedDict):
    success: bool
    matches: list[VehicleMatchView]
    count: int
    searchTerm: str
    mode: str
    query: dict[str, object]


class LocationAnswer(TypedDict):
    success: bool
    vehicles: list[LocatedVehicleView]
    count: int
    location: dict[str, object]
    timestamp: str


class SuggestionsAnswer(TypedDict):
    success: bool
    suggestions: list[str]
    count: int
    partial: str
    message: NotRequired[str]
    timestamp: str


class AvailableSpotsAnswer(TypedDict):
    success: bool
    availableSpots: list[AvailableSpotView]
    count: int
    criteria: dict[str, object]
    timestamp: str


class CacheView(TypedDict):
    enabled: bool
    expiryMs: int
    status: str


class CacheAnswer(TypedDict):
    success: bool
    cache: CacheView
    timestamp: str


class FoundAnswer(TypedDict):
    success: bool
    found: bool
    vehicle: FoundVehicleView


@router.get("", responses=answers(SearchAnswer, 400), openapi_extra=takes(query=_SEARCH))
async def search_vehicles(request: Request) -> JSONResponse:
    """Parked vehicles whose plate is like the search term, best first."""
    wanted = parse_plate_search(request)
    hits = await garage_of(request).vehicles.search(wanted)
    body: SearchAnswer = {
        "success": True,
        "matches": [view_match(hit) for hit in hits],
        "count": len(hits),
        "searchTerm": re.sub(r"[^A-Z0-9]", "", wanted.term.upper()),
        "mode": wanted.mode.value,
        "query": {
            "search": wanted.term,
            "mode": wanted.mode.value,
            "threshold": wanted.threshold,
            "maxResults": wanted.max_results,
        },
    }
    return JSONResponse(body)


@router.get("/location", responses=answers(LocationAnswer, 400), openapi_extra=takes(query=(_SPOT, *_PLACE)))
async def find_vehicles_at(request: Request) -> JSONResponse:
    """Vehicles parked on a spot, a floor or a bay; without a spot or floor all of them."""
    location = parse_location(request)
    found = await garage_of(request).vehicles.at_location(location)
    body: LocationAnswer = {
        "success": True,
        "vehicles": [view_located_vehicle(each) for each in found],
        "count": len(found),
        "location": _present(spotId=location.spot_id, floor=location.floor, bay=location.bay),
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/suggestions", responses=answers(SuggestionsAnswer, 400), openapi_extra=takes(query=_SUGGESTIONS))
async def suggest_plates(request: Request) -> JSONResponse:
    """Plates of parked vehicles for what was typed so far, from the second character on."""
    part, limit = parse_suggestion(request)
    enough = len(part) >= _SHORTEST_PART
    found = await garage_of(request).vehicles.suggest(part, limit) if enough else []
    body: SuggestionsAnswer = {
        "success": True,
        "suggestions": found,
        "count": len(found),
        "partial": part,
        "timestamp": timestamp(),
    }
    if not enough:
        body["message"] = f"Type at least {_SHORTEST_PART} characters"
    return JSONResponse(body)


@router.get("/spots/available", responses=answers(AvailableSpotsAnswer, 400), openapi_extra=takes(query=_CRITERIA))
async def find_available_spots(request: Request) -> JSONResponse:
    """Free spots by place, type and features."""
    where, features = parse_spot_search_criteria(request)
    spots = await garage_of(request).vehicles.available_spots(where, features)
    kind = where.type.value if where.type else None
    body: AvailableSpotsAnswer = {
        "success": True,
        "availableSpots": [view_available_spot(spot) for spot in spots],
        "count": len(spots),
        "criteria": _present(floor=where.floor, bay=where.bay, type=kind, features=[each.value for each in features]),
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/cache/stats", responses=answers(CacheAnswer))
async def find_cache_stats(request: Request) -> JSONResponse:
    """Constants for old clients: suggestions are always current."""
    return JSONResponse({"success": True, "cache": _CACHE, "timestamp": timestamp()})


@router.post("/cache/clear", responses=answers(CacheAnswer))
async def clear_cache(request: Request) -> JSONResponse:
    """For old clients: there is nothing to clear."""
    body = {"success": True, "message": "Search cache cleared", "cache": _CACHE, "timestamp": timestamp()}
    return JSONResponse(body)


@router.get("/{license_plate}", responses=answers(FoundAnswer, 404))
async def find_vehicle(request: Request, license_plate: str) -> JSONResponse:
    """The latest parking record of a plate."""
    try:
        seen = await garage_of(request).vehicles.find(license_plate)
    except VehicleNotFound as error:
        body = {"success": False, "found": False, "message": error.message, "licensePlate": license_plate.upper()}
        return JSONResponse(body, status_code=404)
    return JSONResponse({"success": True, "found": True, "vehicle": view_found_vehicle(seen)})


def _present(**values: object) -> dict[str, object]:
    """Those that were given."""
    return {name: value for name, value in values.items() if value not in (None, [])}
