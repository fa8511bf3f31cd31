"""Where records are kept: what repositories ask of the memory and of a store alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from .models import Garage, Session, Spot, Vehicle

__all__ = ["GarageShelf", "RecordStore", "Shelf", "Shelves", "SpotShelf"]

RecordT = TypeVar("RecordT")
T = TypeVar("T")


class Shelf(Protocol[RecordT]):
    """Records of one kind by key, in the order in which they were added."""

    async def get(self, key: str) -> RecordT | None: ...

    async def find(self, **where: Any) -> list[RecordT]:
        """The records whose attributes have these values; no condition finds all."""
        ...

    async def add(self, key: str, record: RecordT) -> None:
        """Keep a new record; one of the same key makes room for it."""
        ...

    async def save(self, key: str, record: RecordT) -> None:
        """Keep the changes of a record that was got here."""
        ...

    async def remove(self, key: str) -> None: ...

    async def clear(self) -> None: ...


class GarageShelf(Shelf[Garage], Protocol):
    async def names(self) -> list[str]:
        """The keys, in the order of the records."""
        ...


class SpotShelf(Shelf[Spot], Protocol):
    async def note_occupied(self, spot_id: str, is_occupied: bool) -> None:
        """Keep the index of occupied spots, where there is one."""
        ...


class Shelves(Protocol):
    """The shelves of one moment, or of one unit of work. Garages have their names as keys, vehicles their plates."""

    @property
    def garages(self) -> GarageShelf: ...
    @property
    def spots(self) -> SpotShelf: ...
    @property
    def vehicles(self) -> Shelf[Vehicle]: ...
    @property
    def sessions(self) -> Shelf[Session]: ...


class RecordStore(Protocol):
    """Something that keeps records."""

    @property
    def shelves(self) -> Shelves:
        """For reading."""
        ...

    async def transact(self, work: Callable[[Shelves], Awaitable[T]]) -> T:
        """Run ``work`` as one unit: all of its changes are kept, or none when it raises."""
        ...
