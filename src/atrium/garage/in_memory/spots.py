"""Parking spots in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from atrium.garage.assignment import find_best_available_spot
from atrium.garage.errors import GarageNotInitialised
from atrium.garage.interfaces import KindCount, OccupancyStats, PlaceCount, SpotFilter, SpotRange, SpotUpdates
from atrium.garage.models import Feature, Spot, SpotStatus, SpotType, VehicleType, format_spot_id, ordered_features
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry

from .spot_figures import kinds_of, matches, occupancy_of, places_of, range_of
from .state import State

__all__ = ["InMemorySpots"]


class InMemorySpots:
    """``SpotRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State], clock: Clock, config_name: str) -> None:
        self._state = state
        self._clock = clock
        self._config_name = config_name

    async def create_spot(
        self,
        floor: int,
        bay: int,
        spot_number: int,
        type: SpotType = SpotType.STANDARD,
        features: Sequence[Feature] = (),
    ) -> Spot:
        now = self._clock.now()
        spot = Spot(
            id=format_spot_id(floor, bay, spot_number),
            floor=floor,
            bay=bay,
            spot_number=spot_number,
            type=type,
            features=ordered_features(features),
            position=max((each.position for each in self._state().spots.values()), default=-1) + 1,
            created_at=now,
            updated_at=now,
        )
        await self.create_many([spot])
        return spot

    async def create_many(self, spots: Sequence[Spot]) -> int:
        state = self._state()
        if self._config_name not in state.garages:
            raise GarageNotInitialised("Garage not initialized")
        added: dict[str, Spot] = {}
        for spot in spots:
            if spot.id in state.spots or spot.id in added:
                raise DuplicateEntry(f"Spot with ID {spot.id} already exists", fields=["code"])
            added[spot.id] = spot
        state.spots.update(added)
        return len(added)

    async def find_by_id(self, spot_id: str) -> Spot | None:
        return self._state().spots.get(spot_id)

    async def find_all(self) -> list[Spot]:
        return list(self._state().spots.values())

    async def find_matching(self, where: SpotFilter) -> list[Spot]:
        return [spot for spot in self._state().spots.values() if matches(spot, where)]

    async def find_by_status(self, status: SpotStatus) -> list[Spot]:
        return await self.find_matching(SpotFilter(status=status))

    async def find_available(self) -> list[Spot]:
        return await self.find_by_status(SpotStatus.AVAILABLE)

    async def find_occupied(self) -> list[Spot]:
        return await self.find_by_status(SpotStatus.OCCUPIED)

    async def find_by_vehicle(self, license_plate: str) -> Spot | None:
        return next(iter(await self.find_matching(SpotFilter(vehicle=license_plate.upper()))), None)

    async def find_best_available(self, vehicle_type: VehicleType) -> Spot | None:
        return find_best_available_spot(self._state().spots.values(), vehicle_type)

    async def claim_best_available(self, vehicle_type: VehicleType, license_plate: str) -> Spot | None:
        best = await self.find_best_available(vehicle_type)
        if best is None:
            return None
        return await self.update(best.id, {"status": SpotStatus.OCCUPIED, "current_vehicle": license_plate})

    async def release(self, spot_id: str, license_plate: str) -> bool:
        spot = self._state().spots.get(spot_id)
        if spot is None or spot.status is not SpotStatus.OCCUPIED or spot.current_vehicle != license_plate:
            return False
        await self.update(spot_id, {"status": SpotStatus.AVAILABLE, "current_vehicle": None})
        return True

    async def move(
        self, spot_id: str, expected: SpotStatus, status: SpotStatus, license_plate: str | None = None
    ) -> bool:
        spot = self._state().spots.get(spot_id)
        if spot is None or spot.status is not expected:
            return False
        await self.update(spot_id, {"status": status, "current_vehicle": license_plate})
        return True

    async def find_last(self) -> Spot | None:
        return next(reversed(self._state().spots.values()), None)

    async def exchange(self, before: Spot, after: Spot) -> None:
        spots = self._state().spots
        if spots.get(before.id) != before:
            raise Conflict(f"Spot {before.id} was changed by another request")
        spots[before.id] = after

    async def update(self, spot_id: str, updates: SpotUpdates) -> Spot | None:
        spots = self._state().spots
        spot = spots.get(spot_id)
        if spot is None:
            return None
        changed = replace(spot, **updates, updated_at=self._clock.now())
        changed = replace(changed, features=ordered_features(changed.features))
        spots[spot_id] = changed
        return changed

    async def find_range(self, wanted: SpotRange) -> list[Spot]:
        return range_of(self._state().spots.values(), wanted)

    async def count(self) -> int:
        return len(self._state().spots)

    async def count_by_status(self, status: SpotStatus) -> int:
        return await self.count_matching(SpotFilter(status=status))

    async def count_matching(self, where: SpotFilter) -> int:
        return len(await self.find_matching(where))

    async def count_by_kind(self, where: SpotFilter) -> list[KindCount]:
        return kinds_of(await self.find_matching(where))

    async def count_by_place(self, where: SpotFilter) -> list[PlaceCount]:
        return places_of(await self.find_matching(where))

    async def get_occupancy_stats(self) -> OccupancyStats:
        return occupancy_of(self._state().spots.values())
