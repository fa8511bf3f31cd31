"""The first store: collections of live objects in the process. What is found is the stored object itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Generic, TypeVar

from .models import Garage, Session, Spot, Vehicle

__all__ = ["MemoryStore"]

RecordT = TypeVar("RecordT")
T = TypeVar("T")


class MemoryStore:
    """One for the process: ``MemoryStore()`` and ``get_instance()`` give the same until ``reset_instance()``.

    ``spots_by_floor_bay`` and ``occupied_spots`` are indexes. The latter follows only updates that say ``occupied``
    or ``available``; whoever changes a spot by other ways makes it drift.
    """

    _instance: ClassVar[MemoryStore | None] = None

    spots: dict[str, Spot]
    vehicles: dict[str, Vehicle]
    garage_config: dict[str, Garage]
    spots_by_floor_bay: dict[str, dict[str, None]]
    occupied_spots: set[str]
    sessions: dict[str, Session]

    def __new__(cls) -> MemoryStore:
        if cls._instance is None:
            made = super().__new__(cls)
            made.spots, made.vehicles, made.garage_config, made.sessions = {}, {}, {}, {}
            made.spots_by_floor_bay, made.occupied_spots = {}, set()
            cls._instance = made
        return cls._instance

    @classmethod
    def get_instance(cls) -> MemoryStore:
        return cls()

    @classmethod
    def reset_instance(cls) -> MemoryStore:
        """Begin with a new, empty store; who holds the old one keeps it."""
        cls._instance = None
        return cls()

    def clear(self) -> None:
        """Empty every collection."""
        for collection in (self.spots, self.vehicles, self.garage_config, self.sessions, self.spots_by_floor_bay):
            collection.clear()
        self.occupied_spots.clear()

    def get_stats(self) -> dict[str, int]:
        """Counts; available spots are all that the index does not call occupied."""
        return {
            "totalSpots": len(self.spots),
            "totalVehicles": len(self.vehicles),
            "occupiedSpots": len(self.occupied_spots),
            "availableSpots": len(self.spots) - len(self.occupied_spots),
            "floorsAndBays": len(self.spots_by_floor_bay),
            "totalSessions": len(self.sessions),
        }

    def to_object(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "garageConfig": {name: garage.to_object() for name, garage in self.garage_config.items()},
            "spots": [spot.to_object() for spot in self.spots.values()],
            "vehicles": [vehicle.to_object() for vehicle in self.vehicles.values()],
            "sessions": [session.to_object() for session in self.sessions.values()],
        }


class MemoryRecords:
    """``RecordStore`` over a ``MemoryStore``: no copies, no locks, nothing is undone."""

    def __init__(self, store: MemoryStore) -> None:
        self.shelves = MemoryShelves(store)

    async def transact(self, work: Callable[[MemoryShelves], Awaitable[T]]) -> T:
        return await work(self.shelves)


class MemoryShelves:
    def __init__(self, store: MemoryStore) -> None:
        self.garages = _GarageShelf(store.garage_config)
        self.spots = _SpotShelf(store)
        self.vehicles = _Shelf(store.vehicles)
        self.sessions = _Shelf(store.sessions)


class _Shelf(Generic[RecordT]):
    def __init__(self, records: dict[str, RecordT]) -> None:
        self._records = records

    async def get(self, key: str) -> RecordT | None:
        return self._records.get(key)

    async def find(self, **where: Any) -> list[RecordT]:
        return [each for each in self._records.values() if matches(each, where)]

    async def add(self, key: str, record: RecordT) -> None:
        self._records.pop(key, None)
        self._records[key] = record

    async def save(self, key: str, record: RecordT) -> None:
        """Nothing to do: the record is the stored one."""

    async def remove(self, key: str) -> None:
        self._records.pop(key, None)

    async def clear(self) -> None:
        self._records.clear()


class _GarageShelf(_Shelf[Garage]):
    async def names(self) -> list[str]:
        return list(self._records)


class _SpotShelf(_Shelf[Spot]):
    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store.spots)
        self._store = store

    async def find(self, **where: Any) -> list[Spot]:
        if set(where) == {"floor", "bay"}:
            bucket = self._store.spots_by_floor_bay.get(_place(where["floor"], where["bay"]), {})
            return [self._store.spots[spot_id] for spot_id in bucket if spot_id in self._store.spots]
        return await super().find(**where)

    async def add(self, key: str, record: Spot) -> None:
        await super().add(key, record)
        self._store.spots_by_floor_bay.setdefault(_place(record.floor, record.bay), {})[key] = None

    async def remove(self, key: str) -> None:
        record = self._store.spots.get(key)
        await super().remove(key)
        self._store.occupied_spots.discard(key)
        if record is not None:
            place = _place(record.floor, record.bay)
            bucket = self._store.spots_by_floor_bay.get(place, {})
            bucket.pop(key, None)
            if not bucket:
                self._store.spots_by_floor_bay.pop(place, None)

    async def clear(self) -> None:
        await super().clear()
        self._store.spots_by_floor_bay.clear()
        self._store.occupied_spots.clear()

    async def note_occupied(self, spot_id: str, is_occupied: bool) -> None:
        if is_occupied:
            self._store.occupied_spots.add(spot_id)
        else:
            self._store.occupied_spots.discard(spot_id)


def matches(record: object, where: dict[str, Any]) -> bool:
    """Whether the attributes have the values; a feature is looked for in the list, values are of one type."""
    for name, wanted in where.items():
        if name == "feature":
            if wanted not in getattr(record, "features", ()):
                return False
        else:
            value = getattr(record, name, None)
            if value != wanted or isinstance(value, str) is not isinstance(wanted, str):
                return False
    return True


def _place(floor: Any, bay: Any) -> str:
    return f"F{floor}-B{bay}"
