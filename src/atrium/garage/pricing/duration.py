"""How long a stay lasted, and for how many hours it is billed."""

from __future__ import annotations

from datetime import datetime, timedelta

from atrium.platform.errors import ValidationFailed

from .rates import GRACE_PERIOD_MINUTES

__all__ = ["billable_hours", "billable_hours_after_grace", "describe_minutes", "minutes_between"]


def minutes_between(check_in: datetime, check_out: datetime) -> int:
    """Whole minutes from check-in to check-out, rounded down.

    Raises:
        ValidationFailed: the check-out lies before the check-in.
    """
    if check_out < check_in:
        raise ValidationFailed("Check-out time cannot be before check-in time")
    return (check_out - check_in) // timedelta(minutes=1)


def billable_hours(minutes: int) -> int:
    """Started hours, at least one."""
    return max(1, -(-minutes // 60))


def billable_hours_after_grace(minutes: int) -> int:
    """Zero within the grace period (5 minutes, inclusive), else started hours."""
    return 0 if minutes <= GRACE_PERIOD_MINUTES else billable_hours(minutes)


def describe_minutes(minutes: int) -> str:
    """The duration for people: ``2 hours and 5 minutes``."""
    hours, rest = divmod(minutes, 60)
    counted = [(count, unit) for count, unit in ((hours, "hour"), (rest, "minute")) if count]
    parts = [f"{count} {unit}" if count == 1 else f"{count} {unit}s" for count, unit in counted]
    return " and ".join(parts) or "0 minutes"
