"""The time, as something a test or a replay can set. Always UTC, aware, whole milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "ManualClock", "SystemClock", "iso_z", "to_utc_millis"]


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time: aware, UTC, whole milliseconds (what every database keeps)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return to_utc_millis(datetime.now(UTC))


class ManualClock:
    """A clock that stands still until it is set or advanced."""

    def __init__(self, start: datetime) -> None:
        self._now = to_utc_millis(start)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = to_utc_millis(moment)

    def advance(self, step: timedelta) -> None:
        self._now = to_utc_millis(self._now + step)


def to_utc_millis(moment: datetime) -> datetime:
    """The moment in UTC, cut to milliseconds; a naive datetime is taken as UTC."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(microsecond=aware.microsecond // 1000 * 1000)


def iso_z(moment: datetime) -> str:
    """``YYYY-MM-DDTHH:MM:SS.mmmZ``, the form of every timestamp on the wire."""
    return to_utc_millis(moment).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
