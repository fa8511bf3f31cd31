"""What the repositories refuse, in one place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from atrium.platform.errors import AtriumError, ValidationFailed
from atrium.platform.money import to_cents

from .fields import camel, snake

__all__ = ["SessionFailed", "check_mutable", "percent", "rounded"]


class SessionFailed(AtriumError):
    """A session could not be stored; the message says why. Mend the data and try again."""

    code = "SESSION_FAILED"
    http_status = 400


def check_mutable(updates: Mapping[str, Any], immutable: Collection[str]) -> None:
    """Raises ValidationFailed, naming the fields, when an update would change what never changes."""
    touched = [name for name in immutable if name in updates or snake(name) in updates]
    if touched:
        named = [camel(snake(name)) for name in touched]
        raise ValidationFailed(f"Cannot update immutable fields: {', '.join(named)}", named)


def percent(part: int, whole: int) -> float:
    """Two decimals; 0 of nothing."""
    return round(part * 100 / whole, 2) if whole else 0


def rounded(amount: float) -> float:
    """Money with two decimals, half away from zero."""
    return to_cents(amount) / 100
