"""Lists of stays for clients: filtered, sorted, one page at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from atrium.garage.models import ParkingSession, SessionStatus

__all__ = ["SessionFilter", "SessionLists", "SessionRange", "SessionSort"]


class SessionSort(StrEnum):
    """Fields to sort by; equal stays keep the order of their ids. A stay that goes on has no end, duration zero."""

    CREATED_AT = "createdAt"
    END_TIME = "endTime"
    DURATION = "duration"
    COST = "cost"
    LICENSE_PLATE = "licensePlate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Conditions joined by AND; None means any. ``text`` is a part of the plate or of the spot's code, upper case."""

    status: SessionStatus | None = None
    since: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRange:
    """``take`` of the stays that match, after the first ``skip``."""

    where: SessionFilter = field(default_factory=SessionFilter)
    sort: SessionSort = SessionSort.CREATED_AT
    descending: bool = True
    skip: int = 0
    take: int = 50


class SessionLists(Protocol):
    """The part of ``SessionRepository`` that lists; hidden stays are never listed."""

    async def find_range(self, wanted: SessionRange) -> list[ParkingSession]: ...

    async def count_by_status(self, where: SessionFilter) -> Counter[SessionStatus]:
        """How many stays match, by status."""
        ...
