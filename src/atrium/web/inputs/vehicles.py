"""Input of the vehicle search (envelope E2)."""

from __future__ import annotations

import re
from typing import TypeVar

from fastapi import Request

from atrium.garage.interfaces import SpotFilter
from atrium.garage.models import Feature, SpotStatus, SpotType
from atrium.garage.services import Location, MatchMode, PlateSearch
from atrium.web.errors import InvalidRequest

from .common import lower_query, whole_parameter

__all__ = ["parse_location", "parse_plate_search", "parse_spot_search_criteria", "parse_suggestion"]

_TERM = re.compile(r"[A-Za-z0-9 \-]+", re.ASCII)
_MAX_TERM = 20
_MAX_PLACE = 999_999_999

Number = TypeVar("Number", int, float)


def parse_plate_search(request: Request) -> PlateSearch:
    term = request.query_params.get("search", "").strip()
    if not term:
        raise InvalidRequest("Search term is required", ["Give a part of the license plate as search"])
    errors: list[str] = []
    if len(term) > _MAX_TERM:
        errors.append(f"Search term must not exceed {_MAX_TERM} characters")
    if not _TERM.fullmatch(term):
        errors.append("Search term may have letters, digits, spaces and hyphens only")
    if errors:
        raise InvalidRequest("Invalid search term", errors)
    return PlateSearch(term=term, mode=_mode(request), threshold=_threshold(request), max_results=_max_results(request))


def parse_location(request: Request) -> Location:
    floor, bay = _place(request, "floor"), _place(request, "bay")
    return Location(spot_id=request.query_params.get("spotId") or None, floor=floor, bay=bay)


def parse_suggestion(request: Request) -> tuple[str, int]:
    """The part and how many plates are wanted."""
    part = request.query_params.get("partial", "").strip()
    if not part:
        raise InvalidRequest("Partial license plate is required", ["Give its first characters as partial"])
    limit = whole_parameter(request.query_params.get("limit"), 10, 1, 50)
    if limit is None:
        raise InvalidRequest("Invalid limit", ["Limit must be a number between 1 and 50"])
    return part, limit


def parse_spot_search_criteria(request: Request) -> tuple[SpotFilter, tuple[Feature, ...]]:
    """Free spots by place, type and features."""
    floor, bay = _place(request, "floor"), _place(request, "bay")
    kind = lower_query(request, "type")
    if kind is not None and kind not in list(SpotType):
        raise InvalidRequest("Invalid spot type", [f"Type must be one of {', '.join(SpotType)}"])
    names = [name.strip() for name in (lower_query(request, "features") or "").split(",") if name.strip()]
    if any(name not in list(Feature) for name in names):
        raise InvalidRequest("Invalid features", [f"Features must be of {', '.join(Feature)}"])
    where = SpotFilter(status=SpotStatus.AVAILABLE, type=SpotType(kind) if kind else None, floor=floor, bay=bay)
    return where, tuple(Feature(name) for name in names)


def _mode(request: Request) -> MatchMode:
    name = lower_query(request, "mode") or MatchMode.ALL.value
    if name not in list(MatchMode):
        raise InvalidRequest("Invalid search mode", [f"Mode must be one of {', '.join(MatchMode)}"])
    return MatchMode(name)


def _threshold(request: Request) -> float:
    text = request.query_params.get("threshold") or "0.6"
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise InvalidRequest("Invalid threshold", ["Threshold must be a number between 0 and 1"])
    return value


def _max_results(request: Request) -> int:
    value = whole_parameter(request.query_params.get("maxResults"), 20, 1, 100)
    if value is None:
        raise InvalidRequest("Invalid maxResults", ["MaxResults must be a number between 1 and 100"])
    return value


def _place(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if not text:
        return None
    value = whole_parameter(text, 0, 1, _MAX_PLACE)
    if value is None:
        raise InvalidRequest(f"Invalid {name}", [f"{name.capitalize()} must be a number from 1"])
    return value
