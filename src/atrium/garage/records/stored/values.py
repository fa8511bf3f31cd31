"""From a record's free values to those that a store can keep."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from atrium.platform.errors import ValidationFailed

__all__ = ["choice", "whole"]

EnumT = TypeVar("EnumT", bound=StrEnum)


def choice(kind: type[EnumT], value: object, what: str) -> EnumT:
    """The member of an enumeration.

    Raises:
        ValidationFailed: the value is none of it, so no database can keep it.
    """
    try:
        return kind(str(value))
    except ValueError:
        raise ValidationFailed(f"{what} {value!r} cannot be stored; use one of {', '.join(kind)}") from None


def whole(value: Any, what: str) -> int:
    """The number as an integer.

    Raises:
        ValidationFailed: it has a fraction, or is no number.
    """
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ValidationFailed(f"{what} {value!r} cannot be stored; it is no number") from None
    if number != value:
        raise ValidationFailed(f"{what} {value!r} cannot be stored; it is no whole number")
    return number
