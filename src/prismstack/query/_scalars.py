"""Argument values: from what a caller passes to what a plan binds.

A *binder* turns a leaf of one Python type into the canonical value of one Prisma scalar
(str, int, float, Decimal, aware datetime, bytes, JSON text) or raises :class:`Refused`.
What a binder refuses is compiled as a literal instead, so that the compiler's own
validation decides and its own error reaches the caller.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import enum
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from prismstack.query._errors import RequestError
from prismstack.query._nulls import NullKind

__all__ = [
    "Binder",
    "Refused",
    "ValueTypes",
    "binder_for",
    "enum_binder",
    "is_identity",
    "iso_datetime",
    "literal",
    "nullable",
    "utc",
]

Binder = Callable[[Any], Any]

_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)


class Refused(Exception):
    """A value does not fit the scalar; let the compiler say why."""


@dataclass(frozen=True, slots=True)
class ValueTypes:
    """The wrapper classes of one generated client, and its JSON serialiser for other types."""

    json: type[Any]
    base64: type[Any]
    serialize: Callable[[Any], Any]


def binder_for(kind: type[Any], scalar: str, types: ValueTypes) -> Binder | None:
    """The binder from a Python type to a scalar; None when no value of the type can fit."""
    if issubclass(kind, bool):
        return _same if scalar == "Boolean" else None
    if issubclass(kind, enum.Enum):
        return (lambda value: value.value) if scalar == "String" and issubclass(kind, str) else None
    if issubclass(kind, types.json):
        return (lambda value: json_text(value.data, types)) if scalar == "Json" else None
    if issubclass(kind, types.base64):
        return (lambda value: value.decode()) if scalar == "Bytes" else None
    for base, binders in _BINDERS.items():
        if issubclass(kind, base):
            return binders.get(scalar)
    return None


def enum_binder(names: dict[str, str]) -> Binder:
    """From an enum member (or its name) to its name in the database."""

    def bind(value: Any) -> str:
        name = value.value if isinstance(value, enum.Enum) else value
        try:
            return names[name]
        except (KeyError, TypeError):
            raise Refused from None

    return bind


def literal(value: Any, types: ValueTypes) -> Any:
    """A value as the JSON protocol writes it, types tagged where JSON has none."""
    if isinstance(value, NullKind):
        return {"$type": "Enum", "value": value.value}
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _unsayable(f"{value} is not a number")
    if isinstance(value, int):
        return value if value in _INT64 else _unsayable(f"an integer of {value.bit_length()} bits is beyond 64 bits")
    if isinstance(value, dt.datetime):
        return {"$type": "DateTime", "value": iso_datetime(value)}
    if isinstance(value, Decimal):
        number = value if value.is_finite() else _unsayable(f"{value} is not a number")
        return {"$type": "Decimal", "value": str(number)}
    if isinstance(value, types.json):
        return {"$type": "Json", "value": json_text(value.data, types)}
    if isinstance(value, types.base64):
        return {"$type": "Bytes", "value": str(value)}
    if isinstance(value, (bytes, bytearray)):
        return {"$type": "Bytes", "value": base64.b64encode(value).decode()}
    return types.serialize(value)


def iso_datetime(value: dt.datetime) -> str:
    """UTC ISO text with milliseconds."""
    return utc(value).isoformat(timespec="milliseconds")


def json_text(data: Any, types: ValueTypes) -> str:
    """Compact JSON text. Raises RequestError P2007 for NaN and infinities, which JSON has no form for."""
    try:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=types.serialize, allow_nan=False)
    except ValueError as error:
        _unsayable(str(error))


def _unsayable(reason: str) -> NoReturn:
    raise RequestError("P2007", f"Data validation error: {reason}")


def utc(value: dt.datetime) -> dt.datetime:
    """The instant in UTC; a naive datetime counts as UTC, microseconds are cut off.

    Raises RequestError P2007 when the year in UTC is not one that Python (or ISO text) has.
    """
    if value.tzinfo is None:
        value = value.replace(tzinfo=dt.UTC)
    elif value.tzinfo is not dt.UTC:
        try:
            value = value.astimezone(dt.UTC)
        except OverflowError:
            _unsayable(f"{value.isoformat()} is outside of the years 1 to 9999 in UTC")
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def _int32(value: int) -> int:
    if value not in _INT32:
        raise Refused
    return value


def _int64(value: int) -> int:
    if value not in _INT64:
        raise Refused
    return value


def _finite(value: float) -> float:
    if value - value != 0:  # infinities and NaN have no JSON form
        raise Refused
    return value


def _floating(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Refused from None


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Refused from None
    if not number.is_finite():
        raise Refused
    return number


def _datetime_text(value: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise Refused from None
    if moment.tzinfo is None:
        raise Refused  # RFC 3339 wants a zone; the compiler says so
    return utc(moment)


def _base64_text(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Refused from None


def _json_document(value: str) -> str:
    try:
        json.loads(value)
    except ValueError:
        raise Refused from None
    return value


def _same(value: Any) -> Any:
    return value


def is_identity(bind: Binder) -> bool:
    """Whether a binder passes every value unchanged."""
    return bind is _same


_BINDERS: dict[type[Any], dict[str, Binder]] = {
    str: {
        "String": _same,
        "UUID": _same,
        "DateTime": _datetime_text,
        "Decimal": _decimal,
        "Bytes": _base64_text,
        "Json": _json_document,
    },
    int: {"Int": _int32, "BigInt": _int64, "Float": _floating, "Decimal": _decimal},
    float: {"Float": _finite, "Decimal": _decimal},
    Decimal: {"Decimal": _decimal},
    dt.datetime: {"DateTime": utc},
    bytes: {"Bytes": _same},
}


def nullable(bind: Binder) -> Binder:
    """The binder that also lets None pass."""
    return lambda value: None if value is None else bind(value)
