"""Input of the garage endpoints (envelope E1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fastapi import Request
from typing_extensions import TypedDict

from atrium.garage.models import Floor
from atrium.platform.money import to_cents
from atrium.web.errors import InvalidRequest

from .common import is_number, is_whole

__all__ = [
    "ConfigBody",
    "InitializeBody",
    "RatesBody",
    "parse_config",
    "parse_include_flags",
    "parse_initialization",
    "parse_rates",
]

_FLAGS = {"true": True, "false": False}
_RATES = ("standard", "compact", "oversized", "ev_charging")
_MAX_RATE = 1000
_MAX_NAME = 100
_MAX_FLOOR_NUMBER = 9999
_MAX_BAYS = 50
_MAX_SPOTS_PER_BAY = 100
_MAX_CAPACITY = 10_000


class FloorBody(TypedDict):
    number: int
    bays: int
    spotsPerBay: int


class InitializeBody(TypedDict):
    name: str
    floors: list[FloorBody]


class RatesBody(TypedDict, total=False):
    standard: float
    compact: float
    oversized: float
    ev_charging: float


class ConfigBody(TypedDict, total=False):
    name: str


def parse_include_flags(request: Request) -> tuple[bool, bool]:
    """``includeStats`` and ``includeSpots``: exactly ``true`` or ``false``."""
    flags: list[bool] = []
    errors: list[str] = []
    for name in ("includeStats", "includeSpots"):
        text = request.query_params.get(name, "false")
        if text not in _FLAGS:
            errors.append(f"{name} must be 'true' or 'false'")
        flags.append(_FLAGS.get(text, False))
    if errors:
        raise InvalidRequest("Invalid query parameters", errors)
    return flags[0], flags[1]


def parse_initialization(body: Mapping[str, object]) -> tuple[str, list[Floor]]:
    """Name and floors; other fields are ignored."""
    name = body.get("name")
    errors = _name_errors(name)
    floors = body.get("floors")
    parsed: list[Floor] = []
    if not isinstance(floors, list) or not floors:
        errors.append("Floors must be a non-empty array")
    else:
        for position, floor in enumerate(cast("list[object]", floors), start=1):
            found = _floor_errors(floor)
            errors += [f"Floor {position}: {text}" for text in found]
            if not found:
                parsed.append(_floor(cast("Mapping[str, float]", floor)))
        errors += _layout_errors(parsed)
    if errors:
        raise InvalidRequest("Invalid garage initialization data", errors)
    return str(name).strip(), parsed


def parse_rates(body: Mapping[str, object]) -> dict[str, int]:
    """New rates in cents per hour; at least one."""
    errors = [f"Invalid rate type: {name}. Valid types: {', '.join(_RATES)}" for name in body if name not in _RATES]
    given = {name: body[name] for name in _RATES if name in body}
    if not given:
        errors.append("At least one rate must be provided")
    errors += [
        f"Rate for {name} must be a number between 0 and {_MAX_RATE}"
        for name, value in given.items()
        if not is_number(value) or not 0 <= cast("float", value) <= _MAX_RATE
    ]
    if errors:
        raise InvalidRequest("Invalid rate update data", errors)
    return {name: to_cents(cast("float", value)) for name, value in given.items()}


def parse_config(body: Mapping[str, object]) -> str | None:
    """The new name, or None when nothing is to change."""
    errors = [f"Invalid field: {field}. Only name can be updated" for field in body if field != "name"]
    if "name" in body:
        errors += _name_errors(body["name"])
    if errors:
        raise InvalidRequest("Invalid garage configuration data", errors)
    return str(body["name"]).strip() if "name" in body else None


def _name_errors(name: object) -> list[str]:
    if not isinstance(name, str) or not name.strip():
        return ["Garage name is required and must be a non-empty string"]
    return [f"Garage name must be at most {_MAX_NAME} characters"] if len(name.strip()) > _MAX_NAME else []


def _floor_errors(floor: object) -> list[str]:
    if not isinstance(floor, dict):
        return ["must be an object with number, bays and spotsPerBay"]
    fields = cast("dict[str, object]", floor)
    limits = (("number", _MAX_FLOOR_NUMBER), ("bays", _MAX_BAYS), ("spotsPerBay", _MAX_SPOTS_PER_BAY))
    return [
        f"{name} must be a whole number between 1 and {high}"
        for name, high in limits
        if not is_whole(fields.get(name), 1, high)
    ]


def _floor(fields: Mapping[str, float]) -> Floor:
    return Floor(number=int(fields["number"]), bays=int(fields["bays"]), spots_per_bay=int(fields["spotsPerBay"]))


def _layout_errors(floors: list[Floor]) -> list[str]:
    numbers = [floor.number for floor in floors]
    repeated = sorted({number for number in numbers if numbers.count(number) > 1})
    errors = [f"Duplicate floor number: {number}" for number in repeated]
    total = sum(floor.capacity for floor in floors)
    if total > _MAX_CAPACITY:
        errors.append(f"Total capacity must not exceed {_MAX_CAPACITY} spots, not {total}")
    return errors
