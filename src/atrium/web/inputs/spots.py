"""Input of the spot endpoints (envelope E3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeVar, cast

from fastapi import Request
from typing_extensions import TypedDict

from atrium.garage.interfaces import SpotFilter, SpotSort, SpotUpdates
from atrium.garage.models import Feature, SpotStatus, SpotType, is_spot_id
from atrium.garage.services import SpotQuery, parse_search
from atrium.web.errors import InvalidRequest

from .common import lower_query, whole_parameter

__all__ = ["SpotUpdateBody", "parse_spot_id", "parse_spot_query", "parse_spot_search", "parse_spot_update"]

_INCLUDES = ("metadata", "features", "occupancy")
_ORDERS = ("asc", "desc")
_UPDATABLE = ("status", "type", "features")
_SETTABLE_STATUSES = (SpotStatus.AVAILABLE, SpotStatus.OCCUPIED)
_MAX_PLACE = 999_999_999
_ID_EXAMPLES = ["F1-B1-S001", "F2-B3-S015"]
_SEARCH_EXAMPLES = ["floor:1", "f:1 b:2", "type:compact", "status:available", "available standard", "f1-b2"]

Member = TypeVar("Member", bound=StrEnum)


class SpotUpdateBody(TypedDict, total=False):
    status: Literal["available", "occupied"]
    type: Literal["compact", "standard", "oversized"]
    features: list[Literal["ev_charging", "handicap"]]


def parse_spot_query(request: Request, forced: SpotStatus | None = None) -> SpotQuery:
    """Paging, filters and order of a list; ``forced`` is the status of the lists that fix it."""
    paging = _paging(request)
    where = _filters(request, forced)
    _check_includes(request)
    return SpotQuery(
        where=where, sort=_sort(request), descending=_descending(request), limit=paging[0], offset=paging[1]
    )


def parse_spot_search(request: Request) -> SpotQuery:
    """As ``parse_spot_query``, with the filters of the search text."""
    text = request.query_params.get("query", "").strip()
    if not text:
        raise InvalidRequest("Search query is required", examples=_SEARCH_EXAMPLES)
    limit, offset = _paging(request)
    _check_includes(request)
    return SpotQuery(
        where=parse_search(text), sort=_sort(request), descending=_descending(request), limit=limit, offset=offset
    )


def parse_spot_id(text: str) -> str:
    if not is_spot_id(text):
        raise InvalidRequest("Invalid spot ID format. Expected format: F{floor}-B{bay}-S{spot}", examples=_ID_EXAMPLES)
    return text


def parse_spot_update(body: Mapping[str, object]) -> tuple[SpotUpdates, dict[str, object]]:
    """The update, and the cleaned fields that the answer repeats. Unknown fields are dropped."""
    fields = _clean_update(body)
    if not fields:
        raise InvalidRequest("At least one field must be provided for update", validFields=list(_UPDATABLE))
    errors = _update_errors(fields)
    if errors:
        raise InvalidRequest("Invalid update data", errors)
    updates: SpotUpdates = {}
    if "status" in fields:
        updates["status"] = SpotStatus(str(fields["status"]))
    if "type" in fields:
        updates["type"] = SpotType(str(fields["type"]))
    if "features" in fields:
        updates["features"] = tuple(Feature(name) for name in cast("list[str]", fields["features"]))
    return updates, fields


def _paging(request: Request) -> tuple[int, int]:
    errors: list[str] = []
    limit = whole_parameter(request.query_params.get("limit"), 20, 1, 100)
    if limit is None:
        errors.append("Limit must be a number between 1 and 100")
    offset = whole_parameter(request.query_params.get("offset"), 0, 0)
    if offset is None:
        errors.append("Offset must be a non-negative number")
    if limit is None or offset is None:
        raise InvalidRequest(f"Invalid pagination parameters: {', '.join(errors)}", errors)
    return limit, offset


def _filters(request: Request, forced: SpotStatus | None) -> SpotFilter:
    errors: list[str] = []
    status = _member(request, "status", SpotStatus, errors)
    kind = _member(request, "type", SpotType, errors)
    floor, bay = _place(request, "floor", errors), _place(request, "bay", errors)
    if errors:
        raise InvalidRequest("Invalid query parameters", errors)
    return SpotFilter(status=forced or status, type=kind, floor=floor, bay=bay)


def _member(request: Request, name: str, kind: type[Member], errors: list[str]) -> Member | None:
    text = lower_query(request, name)
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        errors.append(f"Invalid {name}: {text}. Valid values: {', '.join(kind)}")
        return None


def _place(request: Request, name: str, errors: list[str]) -> int | None:
    text = request.query_params.get(name)
    if not text:
        return None
    value = whole_parameter(text, 0, 1, _MAX_PLACE)
    if value is None:
        errors.append(f"{name.capitalize()} must be a positive number")
    return value


def _check_includes(request: Request) -> None:
    """``include`` is validated only: the answer has it all anyway."""
    names = [name.strip() for name in request.query_params.get("include", "").split(",") if name.strip()]
    unknown = [name for name in names if name not in _INCLUDES]
    if unknown:
        raise InvalidRequest(f"Invalid include parameters: {', '.join(unknown)}", validIncludes=list(_INCLUDES))


def _sort(request: Request) -> SpotSort:
    name = request.query_params.get("sort") or SpotSort.ID.value
    try:
        return SpotSort(name)
    except ValueError:
        raise InvalidRequest(f"Invalid sort field: {name}", validSortFields=[each.value for each in SpotSort]) from None


def _descending(request: Request) -> bool:
    name = request.query_params.get("order") or "asc"
    if name.lower() not in _ORDERS:
        raise InvalidRequest(f"Invalid sort order: {name}", validOrders=list(_ORDERS))
    return name.lower() == "desc"


def _clean_update(body: Mapping[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {name: _lower(body[name]) for name in ("status", "type") if name in body}
    features = body.get("features")
    if isinstance(features, list):
        fields["features"] = [_lower(feature) for feature in cast("list[object]", features)]
    return fields


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _update_errors(fields: Mapping[str, object]) -> list[str]:
    errors: list[str] = []
    if "status" in fields and fields["status"] not in _SETTABLE_STATUSES:
        errors.append(f"Invalid status: {fields['status']}. Valid statuses: {', '.join(_SETTABLE_STATUSES)}")
    if "type" in fields and fields["type"] not in list(SpotType):
        errors.append(f"Invalid type: {fields['type']}. Valid types: {', '.join(SpotType)}")
    features = cast("list[object]", fields.get("features", []))
    unknown = [feature for feature in features if feature not in list(Feature)]
    errors += [f"Invalid feature: {feature}. Valid features: {', '.join(Feature)}" for feature in unknown]
    if not unknown and len(set(features)) != len(features):
        errors.append("Features must not repeat")
    return errors
