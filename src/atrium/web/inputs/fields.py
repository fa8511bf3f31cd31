"""Reads the fields of a body or query one by one and collects what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar, cast

from atrium.platform.clock import to_utc_millis
from atrium.platform.money import to_cents
from atrium.web.errors import InvalidRequest

from .common import clean_upper, decimal_amount, is_whole, plate_errors, unknown_fields

__all__ = ["Fields"]

EnumT = TypeVar("EnumT", bound=StrEnum)
_MAX_TEXT = 191


class Fields:
    """Every reader returns a usable value and notes what was wrong; ``check`` raises once for all of it.

    So a caller reads all fields first, checks, and only then uses what it read.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._read: list[str] = []
        self.errors: list[str] = []

    def check(self, message: str) -> None:
        """Raises InvalidRequest when a field was wrong, or one was sent that nobody read."""
        errors = [*self.errors, *unknown_fields(self._values, self._read)]
        if errors:
            raise InvalidRequest(message, errors)

    def has(self, name: str) -> bool:
        """Whether a value other than null was sent."""
        return self._value(name) is not None

    def raw(self, name: str) -> object:
        """The value as it was sent."""
        return self._value(name)

    def text(self, name: str) -> str:
        found = self.optional_text(name)
        if found is None and not self._is_faulty(name):
            self.errors.append(f"{name} is required")
        return found or ""

    def optional_text(self, name: str) -> str | None:
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= _MAX_TEXT:
            self.errors.append(f"{name} must be a string of 1 to {_MAX_TEXT} characters")
            return None
        return value.strip()

    def plate(self, name: str = "licensePlate") -> str:
        plate = clean_upper(self._value(name))
        self.errors += plate_errors(plate)
        return str(plate)

    def choice(self, name: str, kind: type[EnumT]) -> EnumT:
        found = self.optional_choice(name, kind)
        if found is None and not self._is_faulty(name):
            self.errors.append(f"{name} is required: one of {', '.join(kind)}")
        return found or next(iter(kind))

    def optional_choice(self, name: str, kind: type[EnumT]) -> EnumT | None:
        value = self._value(name)
        if value is None:
            return None
        if value not in list(kind):
            self.errors.append(f"{name} must be one of {', '.join(kind)}")
            return None
        return kind(str(value))

    def choices(self, name: str, kind: type[EnumT]) -> tuple[EnumT, ...]:
        """A list of such values; absent is empty."""
        value = self._value(name)
        listed: Sequence[object] = cast("Sequence[object]", value) if isinstance(value, list) else ()
        if (value is not None and not isinstance(value, list)) or any(each not in list(kind) for each in listed):
            self.errors.append(f"{name} must be a list of {', '.join(kind)}")
            return ()
        return tuple(kind(str(each)) for each in listed)

    def objects(self, name: str) -> list[Fields]:
        """A list of objects, each to be read and checked on its own."""
        value = self._value(name)
        listed: Sequence[object] = cast("Sequence[object]", value) if isinstance(value, list) else ()
        if (value is not None and not isinstance(value, list)) or any(not isinstance(each, dict) for each in listed):
            self.errors.append(f"{name} must be a list of objects")
            return []
        return [Fields(cast("Mapping[str, object]", each)) for each in listed]

    def moment(self, name: str) -> datetime | None:
        value = self._value(name)
        if value is None:
            return None
        try:
            return to_utc_millis(datetime.fromisoformat(str(value).replace(" ", "+")))
        except (ValueError, OverflowError):
            self.errors.append(f"{name} must be an ISO 8601 date and time")
            return None

    def cents(self, name: str, *, minimum: int = 0) -> int | None:
        """Decimal money with at most two places, as cents."""
        value = self._value(name)
        if value is None:
            return None
        exact = decimal_amount(value)
        cents = None if exact is None else to_cents(exact)
        if cents is None or cents < minimum:
            sign = "positive" if minimum else "non-negative"
            self.errors.append(f"{name} must be a {sign} number with at most two decimals")
            return None
        return cents

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number, or its digits as a query has them."""
        value = self._value(name)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 9:
            value = int(value)
        if not is_whole(value, low, high):
            self.errors.append(f"{name} must be a whole number from {low} to {high}")
            return None
        return int(cast(float, value))

    def flag(self, name: str) -> bool:
        value = self._value(name)
        if value not in (None, True, False):
            self.errors.append(f"{name} must be true or false")
        return value is True

    def _value(self, name: str) -> object:
        if name not in self._read:
            self._read.append(name)
        value = self._values.get(name)
        return None if value == "" else value

    def _is_faulty(self, name: str) -> bool:
        return any(error.startswith(f"{name} ") for error in self.errors)
