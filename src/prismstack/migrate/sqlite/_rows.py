"""Rows and column types as the schema engine takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

__all__ = ["DATETIME", "INTEGER", "TEXT", "result_set"]

INTEGER: Final = 0
DOUBLE: Final = 3
TEXT: Final = 7
DATETIME: Final = 10
BYTES: Final = 13

_BY_CLASS: dict[type, int] = {int: INTEGER, float: DOUBLE, str: TEXT, bytes: BYTES}
# What CURRENT_TIMESTAMP writes.
_SQLITE_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)")


def result_set(description: Sequence[tuple[str, str | None]], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The engine's result set; ``description`` gives each column's name and declared type."""
    types = [_type(declared, [row[index] for row in rows]) for index, (_, declared) in enumerate(description)]
    return {
        "columnNames": [name for name, _ in description],
        "columnTypes": types,
        "rows": [[_value(value, kind) for value, kind in zip(row, types, strict=True)] for row in rows],
    }


def _type(declared: str | None, values: Sequence[Any]) -> int:
    if declared is not None and declared.upper() in ("DATETIME", "TIMESTAMP"):
        return DATETIME
    present = next((value for value in values if value is not None), None)
    if present is not None:
        return _BY_CLASS[type(present)]
    return INTEGER if declared is not None and "INT" in declared.upper() else TEXT


def _value(value: Any, kind: int) -> Any:
    if kind != DATETIME or value is None:
        return value
    if isinstance(value, (int, float)):
        # Prisma's native engine wrote DateTime as milliseconds since 1970.
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds")
    return _SQLITE_TIMESTAMP.sub(r"\1T\2+00:00", str(value))
