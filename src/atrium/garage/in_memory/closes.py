"""Closed days in memory."""

from __future__ import annotations

from datetime import datetime

from atrium.garage.models import DayClose
from atrium.platform.errors import DuplicateEntry

from .operations import Read

__all__ = ["InMemoryDayCloses"]


class InMemoryDayCloses:
    """``DayCloseRepository`` over the state, whose units run one after the other anyway."""

    def __init__(self, state: Read) -> None:
        self._state = state

    async def lock_books(self) -> None:
        """Nothing to do: no other unit runs."""

    async def create(self, close: DayClose) -> None:
        if close.day in self._state().day_closes:
            raise DuplicateEntry(f"{close.day} is closed already", fields=["garageId", "day"])
        self._state().day_closes[close.day] = close

    async def find(self, day: str) -> DayClose | None:
        return self._state().day_closes.get(day)

    async def find_covering(self, moment: datetime) -> DayClose | None:
        closes = self._state().day_closes.values()
        return next((each for each in closes if each.starts_at <= moment < each.ends_at), None)

    async def find_all(self) -> list[DayClose]:
        return sorted(self._state().day_closes.values(), key=lambda each: each.day)
