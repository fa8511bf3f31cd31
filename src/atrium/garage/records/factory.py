"""The repositories together, over the memory of the process or over any store."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.garage.interfaces import GarageStore
from atrium.platform.clock import Clock

from .garages import Garages
from .interfaces import GarageRepository, SessionsRepository, SpotRepository, VehicleRepository
from .memory_store import MemoryRecords, MemoryStore
from .sessions import Sessions
from .shelves import RecordStore
from .spots import Spots
from .stored import StoredRecords
from .vehicles import Vehicles

__all__ = ["RecordRepositories", "clear_repository_instances", "create_repositories", "get_repositories"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRepositories:
    """The documented repositories of one store."""

    garage_repository: GarageRepository
    spot_repository: SpotRepository
    vehicle_repository: VehicleRepository
    sessions_repository: SessionsRepository


_cached: list[RecordRepositories] = []


def create_repositories(store: GarageStore | None = None, clock: Clock | None = None) -> RecordRepositories:
    """New repositories over ``store``; without one, over the ``MemoryStore`` of the process."""
    records: RecordStore = MemoryRecords(MemoryStore()) if store is None else StoredRecords(store, clock)
    return RecordRepositories(
        garage_repository=Garages(records, clock),
        spot_repository=Spots(records, clock),
        vehicle_repository=Vehicles(records, clock),
        sessions_repository=Sessions(records, clock),
    )


def get_repositories() -> RecordRepositories:
    """One set over the memory of the process, made when it is first asked for."""
    if not _cached:
        _cached.append(create_repositories())
    return _cached[0]


def clear_repository_instances() -> None:
    """Forget that set; the next ``get_repositories`` makes a new one."""
    _cached.clear()
