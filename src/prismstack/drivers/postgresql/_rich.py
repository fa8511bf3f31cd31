"""PostgreSQL's raw results as Python's own types, by the types' names in PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from prismstack.drivers._codec import Convert

__all__ = ["rich_reader"]


def rich_reader(declared: str | None) -> Convert | None:
    """The conversion of a type; None where asyncpg's own value is right (numbers, Decimal, bool, bytes, datetime)."""
    name = declared or ""
    one = _READERS.get(name.removesuffix("[]"))
    if one is None or not name.endswith("[]"):
        return one
    return lambda values: [value if value is None else one(value) for value in values]


def _day(value: str) -> dt.date:
    return dt.date.fromisoformat(value[:10])


def _time(value: str) -> dt.time:
    return dt.time.fromisoformat(value.partition("T")[2].removesuffix("+00:00"))


def _document(value: Any) -> Any:
    return json.loads(value)


_READERS: dict[str, Convert] = {
    "date": _day,
    "time": _time,
    "timetz": _time,
    "uuid": UUID,
    "json": _document,
    "jsonb": _document,
}
