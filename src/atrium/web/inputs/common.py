"""Checks that several endpoints share. Each returns what it found wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal

from fastapi import Request

from atrium.garage.models import RateType, VehicleType

__all__ = [
    "clean_text",
    "clean_upper",
    "decimal_amount",
    "is_number",
    "is_whole",
    "lower_query",
    "one_of",
    "plate_errors",
    "truthy",
    "unknown_fields",
    "whole_parameter",
]

_PLATE_LENGTHS = range(2, 11)

#: Above this an amount no longer fits the database's integer cents.
_MAX_AMOUNT = Decimal(10_000_000)


def clean_text(value: object) -> object:
    """A string trimmed, anything else as it is."""
    return value.strip() if isinstance(value, str) else value


def clean_upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def plate_errors(plate: object) -> list[str]:
    if plate is None or plate == "":
        return ["License plate is required"]
    if not isinstance(plate, str):
        return ["License plate must be a string"]
    if len(plate) not in _PLATE_LENGTHS:
        return ["License plate must be between 2 and 10 characters"]
    return []


def unknown_fields(body: Mapping[str, object], known: Iterable[str]) -> list[str]:
    """One complaint that names every unknown field."""
    valid = list(known)
    unknown = [name for name in body if name not in valid]
    return [f"Invalid fields: {', '.join(unknown)}. Valid fields: {', '.join(valid)}"] if unknown else []


def one_of(kind: type[VehicleType | RateType], value: object, label: str) -> list[str]:
    """``label`` is as in ``Invalid vehicle type: van. Valid types: …``."""
    if isinstance(value, str) and value in {member.value for member in kind}:
        return []
    return [f"Invalid {label}: {value}. Valid types: {', '.join(kind)}"]


def truthy(value: object) -> bool:
    """Whether the value counts as true in the contract: everything but false, null, 0 and the empty string."""
    return value is not None and value is not False and value != 0 and value != ""


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_whole(value: object, low: int, high: int) -> bool:
    """A whole number within the bounds, also when it was written with a decimal point."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return low <= value <= high and value == int(value)


def decimal_amount(value: object) -> Decimal | None:
    """An amount of money with at most two decimals; None when the value is none, or is out of range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) > _MAX_AMOUNT or exact != round(exact, 2):
        return None
    return exact


def lower_query(request: Request, name: str) -> str | None:
    """A query parameter in lower case; an empty one counts as absent."""
    return request.query_params.get(name, "").strip().lower() or None


def whole_parameter(text: str | None, default: int, low: int, high: int | None = None) -> int | None:
    """A whole number from the query, or None when it is none or out of range."""
    if text is None or text == "":
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        return None
    value = int(text)
    return value if value >= low and (high is None or value <= high) else None
