"""Garage configurations in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from atrium.garage.interfaces import GarageUpdates
from atrium.garage.models import DEFAULT_CONFIG_NAME, Floor, Garage
from atrium.platform.clock import Clock
from atrium.platform.errors import DuplicateEntry
from atrium.platform.ids import uuid7

from .state import State

__all__ = ["InMemoryGarages"]


class InMemoryGarages:
    """``GarageRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State], clock: Clock, spots_of: str) -> None:
        self._state = state
        self._clock = clock
        self._spots_of = spots_of

    async def create(self, name: str, floors: Sequence[Floor], config_name: str = DEFAULT_CONFIG_NAME) -> Garage:
        garages = self._state().garages
        if config_name in garages:
            raise DuplicateEntry(f"Garage configuration '{config_name}' already exists", fields=["configName"])
        now = self._clock.now()
        garage = Garage(
            id=uuid7(),
            config_name=config_name,
            name=name,
            floors=tuple(sorted(floors, key=lambda floor: floor.number)),
            created_at=now,
            updated_at=now,
        )
        garages[config_name] = garage
        return garage

    async def find_id(self, config_name: str) -> str | None:
        garage = await self.find_by_name(config_name)
        return garage.id if garage else None

    async def find_by_name(self, config_name: str) -> Garage | None:
        return self._state().garages.get(config_name)

    async def get_default(self) -> Garage | None:
        return await self.find_by_name(DEFAULT_CONFIG_NAME)

    async def find_all(self) -> list[Garage]:
        return list(self._state().garages.values())

    async def update(self, config_name: str, updates: GarageUpdates) -> Garage | None:
        garages = self._state().garages
        garage = garages.get(config_name)
        if garage is None:
            return None
        changed = replace(garage, **updates, updated_at=self._clock.now())
        garages[config_name] = changed
        return changed

    async def delete(self, config_name: str) -> bool:
        state = self._state()
        if state.garages.pop(config_name, None) is None:
            return False
        if config_name == self._spots_of:
            state.spots.clear()
        return True

    async def exists(self, config_name: str) -> bool:
        return config_name in self._state().garages
