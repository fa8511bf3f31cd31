"""Arguments as asyncpg takes them, by the type of their parameter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

__all__ = ["argument"]


def argument(value: Any, kind: str) -> Any:
    """The engine's value (numbers are floats, moments are texts) for a parameter of type ``kind``."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        items: list[Any] = [*value]
        return [argument(each, kind.removesuffix("[]")) for each in items]
    convert = _BY_TYPE.get(kind)
    return value if convert is None else convert(value)


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _naive_moment(value: Any) -> datetime:
    return _moment(value).astimezone(UTC).replace(tzinfo=None)


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


_BY_TYPE: Final[dict[str, Callable[[Any], Any]]] = {
    "int2": int,
    "int4": int,
    "int8": int,
    "oid": int,
    "float4": float,
    "float8": float,
    "numeric": _decimal,
    "bool": bool,
    "timestamptz": _moment,
    "timestamp": _naive_moment,
    "text": _text,
    "varchar": _text,
    "bpchar": _text,
    "name": _text,
}
