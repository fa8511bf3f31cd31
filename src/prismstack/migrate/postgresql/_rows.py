"""Rows and column types as the schema engine takes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from prismstack.migrate.postgresql._connection import Rows

__all__ = ["TEXT", "result_set"]

TEXT: Final = 7
_TEXT_ARRAY: Final = 71

_TYPES: Final[dict[str, int]] = {
    "int2": 0,
    "int4": 0,
    "int8": 1,
    "oid": 1,
    "float4": 2,
    "float8": 3,
    "numeric": 4,
    "money": 4,
    "bool": 5,
    "char": 6,
    "date": 8,
    "time": 9,
    "timetz": 9,
    "timestamp": 10,
    "timestamptz": 10,
    "json": 11,
    "jsonb": 11,
    "bytea": 13,
    "uuid": 15,
}
#: Element type -> type of an array of it, where the distance is not 64.
_ARRAYS: Final[dict[int, int]] = {13: 77, 15: 78}
#: What travels as a number or a boolean; all else is text.
_AS_IS = frozenset({0, 2, 3, 5})
_BYTES = 13


def result_set(rows: Rows) -> dict[str, Any]:
    """The engine's result set."""
    kinds = [_kind(name) for name in rows.types]
    elements = [_kind(name.removesuffix("[]")) for name in rows.types]
    return {
        "columnNames": list(rows.columns),
        "columnTypes": kinds,
        "rows": [[_value(value, kind) for value, kind in zip(row, elements, strict=True)] for row in rows.rows],
    }


def _kind(name: str) -> int:
    # What no table knows (names, enums, domains, extensions' types) is text.
    if not name.endswith("[]"):
        return _TYPES.get(name, TEXT)
    element = _TYPES.get(name[:-2])
    return _TEXT_ARRAY if element is None else _ARRAYS.get(element, element + 64)


def _value(value: Any, kind: int) -> Any:
    if value is None or kind in _AS_IS:
        return value
    if isinstance(value, list):
        items: list[Any] = [*value]
        return [_value(each, kind) for each in items]
    if kind == _BYTES:
        return list(value)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        # The type "char" of the catalogues.
        return value.decode("latin-1")
    return str(value)
