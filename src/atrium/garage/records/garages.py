"""``GarageRepository`` over whatever keeps the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import Conflict, DuplicateEntry, NotFound, ValidationFailed

from .fields import Data
from .models import Garage
from .models.garage import DEFAULT_NAME
from .rules import check_mutable
from .shelves import RecordStore, Shelves
from .validators import is_number

__all__ = ["Garages"]

_DEFAULT = "default"


class Garages:
    """``GarageRepository``."""

    def __init__(self, store: RecordStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()

    async def create(self, garage_data: Data, config_name: str = _DEFAULT) -> Garage:
        garage = Garage(garage_data, self._clock)

        async def unit(shelves: Shelves) -> Garage:
            if await shelves.garages.get(config_name) is not None:
                raise DuplicateEntry(f"Garage configuration '{config_name}' already exists", fields=["configName"])
            await shelves.garages.add(config_name, garage)
            return garage

        return await self._store.transact(unit)

    async def create_default(self, garage_name: str = DEFAULT_NAME) -> Garage:
        garage = Garage.default(garage_name, self._clock)
        await self._store.transact(lambda shelves: shelves.garages.add(_DEFAULT, garage))
        return garage

    async def find_by_name(self, config_name: str) -> Garage | None:
        return await self._store.shelves.garages.get(config_name)

    async def get_default(self) -> Garage | None:
        return await self.find_by_name(_DEFAULT)

    async def find_all(self) -> list[Garage]:
        return await self._store.shelves.garages.find()

    async def get_config_names(self) -> list[str]:
        return list(await self._store.shelves.garages.names())

    async def update(self, config_name: str, updates: Data) -> Garage | None:
        check_mutable(updates, ["createdAt"])
        changed: list[Garage] = []

        def change(garage: Garage) -> None:
            garage.update(garage.copy_in(updates))
            changed.append(garage)

        await self._change(config_name, change)
        return changed[-1] if changed else None

    async def update_rate(self, spot_type: str, new_rate: float, config_name: str = _DEFAULT) -> bool:
        def change(garage: Garage) -> None:
            if spot_type not in garage.rates:
                raise ValidationFailed(f"Invalid spot type: {spot_type}")
            if not is_number(new_rate) or new_rate < 0:
                raise ValidationFailed("Rate must be a non-negative number")
            garage.rates[spot_type] = new_rate
            garage.touch()

        return await self._change(config_name, change)

    async def get_hourly_rate(
        self, spot_type: str, features: Sequence[str] = (), config_name: str = _DEFAULT
    ) -> float | None:
        garage = await self.find_by_name(config_name)
        return garage.get_hourly_rate(spot_type, features) if garage else None

    async def add_floor(self, number: int, bays: int, spots_per_bay: int, config_name: str = _DEFAULT) -> bool:
        def change(garage: Garage) -> None:
            if garage.get_floor(number) is not None:
                raise DuplicateEntry(f"Floor {number} already exists", fields=["number"])
            for value, label in ((number, "Floor number"), (bays, "Bays"), (spots_per_bay, "Spots per bay")):
                if value < 1:
                    raise ValidationFailed(f"{label} must be a positive number")
            added: dict[str, float] = {"number": number, "bays": bays, "spotsPerBay": spots_per_bay}
            garage.floors = sorted([*garage.floors, added], key=lambda floor: floor["number"])
            garage.touch()

        return await self._change(config_name, change)

    async def remove_floor(self, number: int, config_name: str = _DEFAULT) -> bool:
        def change(garage: Garage) -> None:
            if garage.get_floor(number) is None:
                raise NotFound(f"Floor {number} does not exist")
            if len(garage.floors) == 1:
                raise Conflict("Cannot remove the last floor")
            garage.floors = [floor for floor in garage.floors if floor["number"] != number]
            garage.touch()

        return await self._change(config_name, change)

    async def get_floor(self, number: int, config_name: str = _DEFAULT) -> dict[str, float] | None:
        garage = await self.find_by_name(config_name)
        return garage.get_floor(number) if garage else None

    async def get_total_capacity(self, config_name: str = _DEFAULT) -> float:
        garage = await self.find_by_name(config_name)
        return garage.get_total_capacity() if garage else 0

    async def get_floor_capacity(self, number: int, config_name: str = _DEFAULT) -> float:
        garage = await self.find_by_name(config_name)
        return garage.get_floor_capacity(number) if garage else 0

    async def get_summary(self, config_name: str = _DEFAULT) -> dict[str, Any] | None:
        garage = await self.find_by_name(config_name)
        return garage.get_summary() if garage else None

    async def is_valid_spot_type(self, spot_type: str, config_name: str = _DEFAULT) -> bool:
        garage = await self.find_by_name(config_name)
        return garage is not None and spot_type in garage.spot_types

    async def get_spot_type_config(self, spot_type: str, config_name: str = _DEFAULT) -> dict[str, float] | None:
        garage = await self.find_by_name(config_name)
        return garage.spot_types.get(spot_type) if garage else None

    async def delete(self, config_name: str) -> bool:
        async def unit(shelves: Shelves) -> bool:
            if await shelves.garages.get(config_name) is None:
                return False
            if config_name == _DEFAULT and len(await shelves.garages.names()) == 1:
                raise Conflict("Cannot delete the only garage configuration")
            await shelves.garages.remove(config_name)
            return True

        return await self._store.transact(unit)

    async def exists(self, config_name: str) -> bool:
        return await self.find_by_name(config_name) is not None

    async def count(self) -> int:
        return len(await self._store.shelves.garages.names())

    async def clone(self, source_name: str, new_name: str) -> Garage | None:
        async def unit(shelves: Shelves) -> Garage | None:
            source = await shelves.garages.get(source_name)
            if source is None:
                return None
            if await shelves.garages.get(new_name) is not None:
                raise DuplicateEntry(f"Configuration '{new_name}' already exists", fields=["configName"])
            copied = Garage(source.to_object(), self._clock)
            await shelves.garages.add(new_name, copied)
            return copied

        return await self._store.transact(unit)

    async def ensure_default(self, garage_name: str = DEFAULT_NAME) -> Garage:
        return await self.get_default() or await self.create_default(garage_name)

    async def clear(self) -> None:
        await self._store.transact(lambda shelves: shelves.garages.clear())

    async def _change(self, config_name: str, change: Callable[[Garage], None]) -> bool:
        """Change a configuration; False when there is none."""

        async def unit(shelves: Shelves) -> bool:
            garage = await shelves.garages.get(config_name)
            if garage is None:
                return False
            change(garage)
            await shelves.garages.save(config_name, garage)
            return True

        return await self._store.transact(unit)
