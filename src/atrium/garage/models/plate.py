"""Licence plates: 2 to 10 characters, kept in upper case; the characters themselves are not restricted."""

from __future__ import annotations

from atrium.platform.errors import ValidationFailed

__all__ = ["normalise_plate"]

_MIN_LENGTH = 2
_MAX_LENGTH = 10


def normalise_plate(text: str) -> str:
    """The plate trimmed and in upper case.

    Raises:
        ValidationFailed: empty, or not 2 to 10 characters long.
    """
    plate = text.strip().upper()
    if not plate:
        raise ValidationFailed("License plate is required")
    if not _MIN_LENGTH <= len(plate) <= _MAX_LENGTH:
        raise ValidationFailed(f"License plate must be between {_MIN_LENGTH} and {_MAX_LENGTH} characters")
    return plate
