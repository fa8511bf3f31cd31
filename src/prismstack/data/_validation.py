"""Checks of input before it reaches the database; each raises ValidationFailed and names the field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from prismstack.data._errors import ValidationFailed

__all__ = [
    "positive_amount",
    "reject_unknown_fields",
    "require_fields",
    "require_one_of",
    "require_text",
    "valid_amount",
]


def reject_unknown_fields(data: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise unless every key of ``data`` is a known field."""
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise ValidationFailed(
            f"unknown field{'s' if len(unknown) > 1 else ''} {', '.join(unknown)}; known: {', '.join(sorted(known))}",
            fields=unknown,
        )


def require_fields(data: Mapping[str, Any], *names: str) -> None:
    """Raise unless each named field is there and not None."""
    missing = [name for name in names if data.get(name) is None]
    if missing:
        raise ValidationFailed(f"required: {', '.join(missing)}", fields=missing)


def require_text(field: str, value: object, *, max_length: int = 255) -> str:
    """The text without surrounding white space; raise when it is none, empty or too long."""
    if not isinstance(value, str) or not value.strip():
        raise ValidationFailed(f"{field} must be a text that is not empty", fields=[field])
    text = value.strip()
    if len(text) > max_length:
        raise ValidationFailed(f"{field} has {len(text)} characters; at most {max_length} are allowed", fields=[field])
    return text


def require_one_of(field: str, value: object, choices: Collection[str]) -> str:
    """The value; raise unless it is one of the choices."""
    if not isinstance(value, str) or value not in choices:
        raise ValidationFailed(f"{field} is {value!r}; use one of {', '.join(sorted(choices))}", fields=[field])
    return value


def valid_amount(field: str, value: object) -> int:
    """An amount of money in minor units; raise unless it is a whole number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationFailed(f"{field} must be a whole number of minor units, not {value!r}", fields=[field])
    if value < 0:
        raise ValidationFailed(f"{field} is {value}; it must not be negative", fields=[field])
    return value


def positive_amount(field: str, value: object) -> int:
    """An amount of money in minor units; raise unless it is a whole number of at least 1."""
    amount = valid_amount(field, value)
    if amount == 0:
        raise ValidationFailed(f"{field} is 0; it must be positive", fields=[field])
    return amount
