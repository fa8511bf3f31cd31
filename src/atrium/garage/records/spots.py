"""``SpotRepository`` over whatever keeps the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from atrium.garage.assignment import COMPATIBLE_TYPES
from atrium.garage.models import VehicleType, format_spot_id
from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import Conflict, DuplicateEntry

from .fields import Data
from .models import Spot
from .rules import check_mutable, percent
from .shelves import RecordStore, Shelves

__all__ = ["Spots"]

_IMMUTABLE = ("id", "floor", "bay", "spotNumber", "createdAt")


class Spots:
    """``SpotRepository``."""

    def __init__(self, store: RecordStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()

    async def create(self, spot_data: Data) -> Spot:
        spot = Spot(spot_data, self._clock)

        async def unit(shelves: Shelves) -> Spot:
            if await shelves.spots.get(spot.id) is not None:
                raise DuplicateEntry(f"Spot with ID {spot.id} already exists", fields=["id"])
            await shelves.spots.add(spot.id, spot)
            if spot.is_occupied():
                await shelves.spots.note_occupied(spot.id, True)
            return spot

        return await self._store.transact(unit)

    async def create_spot(
        self, floor: int, bay: int, spot_number: int, type: str = "standard", features: Sequence[str] = ()
    ) -> Spot:
        spot_id = format_spot_id(floor, bay, spot_number)
        data: Data = {
            "id": spot_id,
            "floor": floor,
            "bay": bay,
            "spotNumber": spot_number,
            "type": type,
            "features": list(features),
        }
        return await self.create(data)

    async def find_by_id(self, spot_id: str) -> Spot | None:
        return await self._store.shelves.spots.get(spot_id)

    async def find_all(self) -> list[Spot]:
        return await self._store.shelves.spots.find()

    async def find_by_status(self, status: str) -> list[Spot]:
        return await self._store.shelves.spots.find(status=status)

    async def find_available(self) -> list[Spot]:
        return await self.find_by_status("available")

    async def find_occupied(self) -> list[Spot]:
        return await self.find_by_status("occupied")

    async def find_by_type(self, type: str) -> list[Spot]:
        return await self._store.shelves.spots.find(type=type)

    async def find_by_floor(self, floor: int) -> list[Spot]:
        return await self._store.shelves.spots.find(floor=floor)

    async def find_by_floor_and_bay(self, floor: int, bay: int) -> list[Spot]:
        return await self._store.shelves.spots.find(floor=floor, bay=bay)

    async def find_by_feature(self, feature: str) -> list[Spot]:
        return await self._store.shelves.spots.find(feature=feature)

    async def find_by_vehicle(self, plate: str) -> Spot | None:
        return next(iter(await self._store.shelves.spots.find(current_vehicle=plate.upper())), None)

    async def update(self, spot_id: str, updates: Data) -> Spot | None:
        check_mutable(updates, _IMMUTABLE)

        async def unit(shelves: Shelves) -> Spot | None:
            spot = await shelves.spots.get(spot_id)
            if spot is None:
                return None
            spot.update(spot.copy_in(updates))
            await shelves.spots.save(spot_id, spot)
            if updates.get("status") in ("occupied", "available"):
                await shelves.spots.note_occupied(spot_id, updates["status"] == "occupied")
            return spot

        return await self._store.transact(unit)

    async def occupy(self, spot_id: str, plate: str) -> bool:
        async def unit(shelves: Shelves) -> bool:
            spot = await shelves.spots.get(spot_id)
            if spot is None:
                return False
            spot.occupy(plate)
            await self._keep(shelves, spot)
            return True

        return await self._store.transact(unit)

    async def vacate(self, spot_id: str) -> bool:
        async def unit(shelves: Shelves) -> bool:
            spot = await shelves.spots.get(spot_id)
            if spot is None:
                return False
            spot.vacate()
            await self._keep(shelves, spot)
            return True

        return await self._store.transact(unit)

    async def delete(self, spot_id: str) -> bool:
        async def unit(shelves: Shelves) -> bool:
            spot = await shelves.spots.get(spot_id)
            if spot is None:
                return False
            if spot.is_occupied():
                raise Conflict(f"Cannot delete occupied spot {spot_id}")
            await shelves.spots.remove(spot_id)
            return True

        return await self._store.transact(unit)

    async def exists(self, spot_id: str) -> bool:
        return await self.find_by_id(spot_id) is not None

    async def count(self) -> int:
        return len(await self.find_all())

    async def count_by_status(self, status: str) -> int:
        return len(await self.find_by_status(status))

    async def get_occupancy_stats(self) -> dict[str, Any]:
        stats = await self.get_stats()
        return {**stats, "occupancyRate": percent(stats["occupied"], stats["total"])}

    async def create_floor_spots(
        self, floor: int, bays: int, spots_per_bay: int, default_type: str = "standard"
    ) -> list[Spot]:
        return [
            await self.create_spot(floor, bay, number, default_type)
            for bay in range(1, bays + 1)
            for number in range(1, spots_per_bay + 1)
        ]

    async def clear(self) -> None:
        await self._store.transact(lambda shelves: shelves.spots.clear())

    async def update_spot_status(self, spot_id: str, status: str, metadata: Data | None = None) -> Spot | None:
        async def unit(shelves: Shelves) -> Spot | None:
            spot = await shelves.spots.get(spot_id)
            if spot is None:
                return None
            changes: dict[str, Any] = {"status": status}
            if metadata is not None and "licensePlate" in metadata:
                changes["currentVehicle"] = metadata["licensePlate"]
            spot.update(changes)
            await shelves.spots.save(spot_id, spot)
            return spot

        return await self._store.transact(unit)

    async def get_availability_stats(self, vehicle_type: str | None = None) -> dict[str, Any]:
        return _figures(await self.find_all(), vehicle_type)

    async def get_stats(self) -> dict[str, Any]:
        return _figures(await self.find_all(), None)

    async def _keep(self, shelves: Shelves, spot: Spot) -> None:
        await shelves.spots.save(spot.id, spot)
        await shelves.spots.note_occupied(spot.id, spot.is_occupied())


def _figures(spots: Sequence[Spot], vehicle_type: str | None) -> dict[str, Any]:
    """Counts of the spots that a vehicle type may take (None: of all)."""
    if vehicle_type is not None:
        fitting = COMPATIBLE_TYPES[VehicleType(vehicle_type)] if vehicle_type in list(VehicleType) else ()
        spots = [spot for spot in spots if spot.type in fitting]
    return {
        "total": len(spots),
        "occupied": sum(spot.is_occupied() for spot in spots),
        "available": sum(spot.is_available() for spot in spots),
    }
