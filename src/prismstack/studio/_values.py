"""Values as JSON carries them to the front end, where the databases agree."""

from __future__ import annotations

import json
import math
from typing import Any, Final, cast

__all__ = ["argument", "number", "object_from_bytes", "whole"]

#: The largest whole number that JavaScript holds exactly.
MAX_SAFE: Final = 2**53 - 1


def whole(value: int) -> int | str:
    """An integer; as text where JavaScript would round it."""
    return value if -MAX_SAFE <= value <= MAX_SAFE else str(value)


def number(value: float) -> float | str:
    """A float; as text where JSON has no word for it."""
    return value if math.isfinite(value) else str(value)


def object_from_bytes(value: bytes) -> dict[str, int]:
    """Bytes as JavaScript writes a Uint8Array: ``{"0": 1, "1": 255}``."""
    return {str(index): byte for index, byte in enumerate(value)}


def argument(value: Any) -> Any:
    """A parameter from JSON as a driver binds it: the object of a Uint8Array as bytes, other structures as JSON."""
    if isinstance(value, dict):
        blob = _bytes_from_object(cast("dict[str, Any]", value))
        return json.dumps(value) if blob is None else blob
    return json.dumps(value) if isinstance(value, list) else value


def _bytes_from_object(value: dict[str, Any]) -> bytes | None:
    items = list(value.values())
    if list(value) != [str(index) for index in range(len(items))]:
        return None
    if not items or not all(type(each) is int and 0 <= each <= 255 for each in items):
        return None
    return bytes(items)
