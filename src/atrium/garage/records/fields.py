"""Names in two spellings, and times: how data becomes a record's attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from atrium.platform.clock import to_utc_millis

__all__ = ["Data", "camel", "parse_time", "snake"]

#: A record from outside, with the names of the REST contract.
Data = Mapping[str, Any]

_CAPITAL = re.compile(r"(?<!^)([A-Z])")


def snake(name: str) -> str:
    """``licensePlate`` as ``license_plate``."""
    return _CAPITAL.sub(r"_\1", name).lower()


def camel(name: str) -> str:
    """``license_plate`` as ``licensePlate``."""
    first, *others = name.split("_")
    return first + "".join(each.capitalize() for each in others)


def parse_time(value: object) -> datetime | None:
    """The moment a value names: a datetime, or ISO 8601 text; None when it names none."""
    if isinstance(value, datetime):
        return to_utc_millis(value)
    try:
        return to_utc_millis(datetime.fromisoformat(str(value)))
    except ValueError:
        return None
