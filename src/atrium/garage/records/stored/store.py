"""Keeps records in a ``GarageStore``: the database, two stores as one, or the store in memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from atrium.garage.interfaces import GarageStore, Repositories
from atrium.platform.clock import Clock, SystemClock

from .garages import StoredGarages
from .sessions import StoredSessions
from .spots import StoredSpots
from .vehicles import StoredVehicles

__all__ = ["StoredRecords", "StoredShelves"]

T = TypeVar("T")


class StoredRecords:
    """``RecordStore`` over a ``GarageStore``. What is found is a copy; ``save`` writes what was changed in it."""

    def __init__(self, store: GarageStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()

    @property
    def shelves(self) -> StoredShelves:
        return self._over(self._store.committed)

    async def transact(self, work: Callable[[StoredShelves], Awaitable[T]]) -> T:
        return await self._store.transact(lambda repositories: work(self._over(repositories)))

    def _over(self, repositories: Repositories) -> StoredShelves:
        return StoredShelves(repositories, self._store.config_name, self._clock)


class StoredShelves:
    def __init__(self, repositories: Repositories, config_name: str, clock: Clock) -> None:
        self.garages = StoredGarages(repositories, clock)
        self.spots = StoredSpots(repositories, clock)
        self.vehicles = StoredVehicles(repositories, config_name, clock)
        self.sessions = StoredSessions(repositories, config_name, clock)
