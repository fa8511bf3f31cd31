"""Parameters of raw queries: asyncpg wants exactly the type that the server inferred, callers pass what they have.

The conversions are those that Prisma's engines make (numbers for text, text for dates, JSON for documents, …).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeGuard

__all__ = ["fitted"]


def fitted(arguments: tuple[Any, ...], types: list[str]) -> list[Any]:
    """The arguments as the parameters' types (by their names in PostgreSQL) take them.

    What has no conversion passes unchanged; asyncpg's own error then says what was expected.
    """
    if len(arguments) != len(types):
        return list(arguments)
    return [_fit(value, name) for value, name in zip(arguments, types, strict=True)]


def _fit(value: Any, name: str) -> Any:
    if value is None:
        return None
    if name.endswith("[]") and _is_list(value):
        return [_fit(item, name[:-2]) for item in value]
    return _FITS.get(name, _text)(value)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _text(value: Any) -> Any:
    """For text, and for types whose values are written as text (uuid, inet, enums, …)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, (int, float)) else value


def _whole(value: Any) -> Any:
    if isinstance(value, (float, Decimal)) and value == int(value):
        return int(value)
    return value


def _floating(value: Any) -> Any:
    return float(value) if isinstance(value, (int, Decimal)) else value


def _decimal(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, (int, float)) else value


def _document(value: Any) -> Any:
    return value if isinstance(value, str) else json.dumps(value)


def _same(value: Any) -> Any:
    return value


_FITS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), _whole),
    **dict.fromkeys(("float4", "float8"), _floating),
    **dict.fromkeys(("json", "jsonb"), _document),
    **dict.fromkeys(("bool", "bytea", "date", "time", "timetz", "timestamp", "timestamptz"), _same),
    "numeric": _decimal,
}
