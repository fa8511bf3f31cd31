"""The store of closed days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Protocol

from atrium.garage.models import DayClose

__all__ = ["SETTLING_TIME", "DayCloseRepository"]

#: A day is closed so long after its end at the earliest: by then every unit that began in it has ended.
SETTLING_TIME: Final = timedelta(minutes=2)


class DayCloseRepository(Protocol):
    """Closed days of one garage."""

    async def lock_books(self) -> None:
        """Exclude every other unit that closes a day or posts into the past, until this one ends.

        Raises:
            WriteConflict: one of them was faster; run the unit again.
        """
        ...

    async def create(self, close: DayClose) -> None:
        """Store a close.

        Raises:
            DuplicateEntry: the day is closed already.
        """
        ...

    async def find(self, day: str) -> DayClose | None: ...

    async def find_covering(self, moment: datetime) -> DayClose | None:
        """The close whose day holds the moment."""
        ...

    async def find_all(self) -> list[DayClose]:
        """Every close, by day."""
        ...
