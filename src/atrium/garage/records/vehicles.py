"""``VehicleRepository`` over whatever keeps the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed

from .fields import Data
from .models import Vehicle
from .rules import check_mutable, rounded
from .shelves import RecordStore, Shelves
from .validators import is_valid_license_plate
from .vehicle_search import matches_criteria

__all__ = ["Vehicles"]

_IMMUTABLE = ("licensePlate", "checkInTime", "createdAt")


class Vehicles:
    """``VehicleRepository``."""

    def __init__(self, store: RecordStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()

    async def create(self, vehicle_data: Data) -> Vehicle:
        vehicle = Vehicle(vehicle_data, self._clock)
        return await self._add(vehicle, f"Vehicle with license plate {vehicle.license_plate} already exists")

    async def check_in(
        self,
        plate: str,
        spot_id: str,
        vehicle_type: str = "standard",
        rate_type: str = "hourly",
        additional_data: Data | None = None,
    ) -> Vehicle:
        if not is_valid_license_plate(plate):
            raise ValidationFailed("Invalid license plate format")
        data: Data = {
            **(additional_data or {}),
            "licensePlate": plate,
            "spotId": spot_id,
            "checkInTime": self._clock.now(),
            "vehicleType": vehicle_type,
            "rateType": rate_type,
        }
        vehicle = Vehicle(data, self._clock)
        return await self._add(vehicle, f"Vehicle {vehicle.license_plate} is already parked")

    async def find_by_id(self, plate: str) -> Vehicle | None:
        return await self._store.shelves.vehicles.get(_key(plate))

    async def find_by_license_plate(self, plate: str) -> Vehicle | None:
        return await self._store.shelves.vehicles.get(plate)

    async def find_all(self) -> list[Vehicle]:
        return await self._store.shelves.vehicles.find()

    async def find_by_spot_id(self, spot_id: str) -> list[Vehicle]:
        return await self._store.shelves.vehicles.find(spot_id=spot_id)

    async def find_current_in_spot(self, spot_id: str) -> Vehicle | None:
        found = await self.find_by_spot_id(spot_id)
        return next((each for each in found if not each.is_checked_out()), None)

    async def find_by_status(self, status: str) -> list[Vehicle]:
        return await self._store.shelves.vehicles.find(status=status)

    async def find_parked(self) -> list[Vehicle]:
        return await self.find_by_status("parked")

    async def find_unpaid(self) -> list[Vehicle]:
        return await self.find_by_status("checked_out_unpaid")

    async def find_completed(self) -> list[Vehicle]:
        return await self.find_by_status("completed")

    async def find_by_vehicle_type(self, vehicle_type: str) -> list[Vehicle]:
        return await self._store.shelves.vehicles.find(vehicle_type=vehicle_type)

    async def find_by_rate_type(self, rate_type: str) -> list[Vehicle]:
        return await self._store.shelves.vehicles.find(rate_type=rate_type)

    async def find_by_date_range(self, start: datetime, end: datetime) -> list[Vehicle]:
        return [each for each in await self.find_all() if start <= each.check_in_time <= end]

    async def update(self, plate: str, updates: Data) -> Vehicle | None:
        check_mutable(updates, _IMMUTABLE)
        return await self._change(plate, lambda vehicle: vehicle.update(updates))

    async def check_out(self, plate: str, hourly_rate: float = 5.00) -> Vehicle | None:
        return await self._change(plate, lambda vehicle: vehicle.check_out(hourly_rate))

    async def mark_as_paid(self, plate: str, amount_paid: float) -> Vehicle | None:
        return await self._change(plate, lambda vehicle: vehicle.mark_as_paid(amount_paid))

    async def delete(self, plate: str) -> bool:
        found = await self.find_by_id(plate)
        if found is not None and not found.is_checked_out():
            raise Conflict(f"Cannot delete vehicle {found.license_plate} that is still parked")
        return await self.force_delete(plate)

    async def force_delete(self, plate: str) -> bool:
        key = _key(plate)

        async def unit(shelves: Shelves) -> bool:
            if await shelves.vehicles.get(key) is None:
                return False
            await shelves.vehicles.remove(key)
            return True

        return await self._store.transact(unit)

    async def exists(self, plate: str) -> bool:
        return await self.find_by_id(plate) is not None

    async def count(self) -> int:
        return len(await self.find_all())

    async def count_by_status(self, status: str) -> int:
        return len(await self.find_by_status(status))

    async def count_by_type(self, vehicle_type: str) -> int:
        return len(await self.find_by_vehicle_type(vehicle_type))

    async def get_parking_stats(self) -> dict[str, Any]:
        records = await self.find_all()
        stats = await self.get_stats()
        types = [each.vehicle_type for each in records]
        return {
            **stats,
            "checkedOut": stats["unpaid"] + stats["completed"],
            "byType": {kind: types.count(kind) for kind in dict.fromkeys(types)},
        }

    async def get_stats(self) -> dict[str, Any]:
        statuses = [each.status for each in await self.find_all()]
        return {
            "total": len(statuses),
            "parked": statuses.count("parked"),
            "unpaid": statuses.count("checked_out_unpaid"),
            "completed": statuses.count("completed"),
        }

    async def get_revenue_stats(self) -> dict[str, Any]:
        records = await self.find_all()
        paid = [each.total_amount for each in records if each.is_paid]
        pending = [each.total_amount for each in records if each.is_checked_out() and not each.is_paid]
        return {
            "totalRevenue": rounded(sum(paid)),
            "pendingRevenue": rounded(sum(pending)),
            "completedSessions": len(paid),
            "averageRevenue": rounded(sum(paid) / len(paid)) if paid else 0,
        }

    async def find_overstayed(self, max_hours: float = 24) -> list[Vehicle]:
        since = self._clock.now() - timedelta(hours=max_hours)
        return [each for each in await self.find_parked() if each.check_in_time < since]

    async def find_by_owner_id(self, owner_id: str) -> list[Vehicle]:
        return await self._store.shelves.vehicles.find(owner_id=owner_id)

    async def find_by_owner_name(self, owner_name: str) -> list[Vehicle]:
        return await self.search({"ownerName": owner_name})

    async def find_by_make_model(self, make: str | None = None, model: str | None = None) -> list[Vehicle]:
        return await self.search({"make": make, "model": model})

    async def search(self, criteria: Data) -> list[Vehicle]:
        return [each for each in await self.find_all() if matches_criteria(each, criteria)]

    async def group_by_owner(self) -> dict[str, list[Vehicle]]:
        groups: dict[str, list[Vehicle]] = {}
        for each in await self.find_all():
            groups.setdefault(each.owner_id or each.owner_name or "Unknown", []).append(each)
        return groups

    async def validate_uniqueness(self, plate: str, exclude_id: str | None = None) -> dict[str, Any]:
        found = await self.find_by_id(plate)
        is_other = found is not None and found.license_plate != (exclude_id or "").upper()
        errors = [f"Vehicle with license plate {_key(plate)} already exists"] if is_other else []
        return {"isValid": not errors, "errors": errors}

    async def to_object_array(self) -> list[dict[str, Any]]:
        return [each.to_object() for each in await self.find_all()]

    async def from_object_array(self, objects: Sequence[Data], overwrite: bool = False) -> list[Vehicle]:
        """Take records over; those whose plate is known are left out unless ``overwrite``."""
        taken: list[Vehicle] = []
        for each in objects:
            vehicle = Vehicle.from_object(each, self._clock)
            if overwrite or not await self.exists(vehicle.license_plate):
                await self._put(vehicle)
                taken.append(vehicle)
        return taken

    async def clear(self) -> None:
        await self._store.transact(lambda shelves: shelves.vehicles.clear())

    async def _add(self, vehicle: Vehicle, refusal: str) -> Vehicle:
        async def unit(shelves: Shelves) -> Vehicle:
            known = await shelves.vehicles.get(vehicle.license_plate)
            if known is not None and not known.is_checked_out():
                raise DuplicateEntry(refusal, fields=["licensePlate"])
            await shelves.vehicles.add(vehicle.license_plate, vehicle)
            return vehicle

        return await self._store.transact(unit)

    async def _put(self, vehicle: Vehicle) -> None:
        async def unit(shelves: Shelves) -> None:
            await shelves.vehicles.remove(vehicle.license_plate)
            await shelves.vehicles.add(vehicle.license_plate, vehicle)

        await self._store.transact(unit)

    async def _change(self, plate: str, change: Callable[[Vehicle], None]) -> Vehicle | None:
        key = _key(plate)

        async def unit(shelves: Shelves) -> Vehicle | None:
            vehicle = await shelves.vehicles.get(key)
            if vehicle is None:
                return None
            change(vehicle)
            await shelves.vehicles.save(key, vehicle)
            return vehicle

        return await self._store.transact(unit)


def _key(plate: object) -> str:
    """Raises TypeError when the plate is no text."""
    if not isinstance(plate, str):
        raise TypeError(f"a license plate is text, not {type(plate).__name__}")
    return plate.upper()
