"""Configurations in a store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from atrium.garage import models
from atrium.garage.interfaces import Kind, Repositories
from atrium.garage.models import Floor, Rates, SpotSize, SpotType
from atrium.platform.clock import Clock
from atrium.platform.errors import ValidationFailed
from atrium.platform.ids import uuid7
from atrium.platform.money import to_cents

from ..models import Garage
from .values import choice, whole

__all__ = ["StoredGarages"]


class StoredGarages:
    """``GarageShelf``. Removing a configuration leaves its spots."""

    def __init__(self, repositories: Repositories, clock: Clock) -> None:
        self._garages = repositories.garages
        self._table = repositories.tables[Kind.GARAGE]
        self._clock = clock

    async def get(self, key: str) -> Garage | None:
        found = await self._garages.find_by_name(key)
        return self._to_record(found) if found else None

    async def find(self, **where: Any) -> list[Garage]:
        return [self._to_record(each) for each in await self._garages.find_all()]

    async def names(self) -> list[str]:
        return [each.config_name for each in await self._garages.find_all()]

    async def add(self, key: str, record: Garage) -> None:
        # Another garage's row: what belonged to the one before keeps pointing to it.
        await self._table.put([_to_value(record, key, uuid7())])

    async def save(self, key: str, record: Garage) -> None:
        stored = await self._garages.find_by_name(key)
        changed = _to_value(record, key, stored.id if stored else uuid7())
        await self._table.put([replace(changed, time_zone=stored.time_zone) if stored else changed])

    async def remove(self, key: str) -> None:
        await self._table.remove([key])

    async def clear(self) -> None:
        await self._table.remove(await self.names())

    def _to_record(self, stored: models.Garage) -> Garage:
        floors = [
            {"number": floor.number, "bays": floor.bays, "spotsPerBay": floor.spots_per_bay} for floor in stored.floors
        ]
        sizes = {
            kind.value: {"minSize": size.min_size, "maxSize": size.max_size} for kind, size in stored.spot_sizes.items()
        }
        rates = {name: cents / 100 for name, cents in stored.rates.as_mapping().items()}
        made = Garage({"name": stored.name, "floors": floors, "rates": rates, "spotTypes": sizes}, self._clock)
        made.created_at, made.updated_at = stored.created_at, stored.updated_at
        return made


def _to_value(record: Garage, config_name: str, garage_id: str) -> models.Garage:
    unknown = set(record.rates) - {"standard", "compact", "oversized", "ev_charging"}
    if unknown:
        raise ValidationFailed(f"Rates for {', '.join(sorted(unknown))} cannot be stored")
    return models.Garage(
        id=garage_id,
        config_name=config_name,
        name=record.name,
        floors=tuple(
            Floor(
                number=whole(floor["number"], "Floor number"),
                bays=whole(floor["bays"], "Number of bays"),
                spots_per_bay=whole(floor["spotsPerBay"], "Spots per bay"),
            )
            for floor in sorted(record.floors, key=lambda floor: floor["number"])
        ),
        rates=Rates(**{name: to_cents(rate) for name, rate in record.rates.items()}),
        spot_sizes={
            choice(SpotType, kind, "Spot type"): SpotSize(
                min_size=whole(size["minSize"], "minSize"), max_size=whole(size["maxSize"], "maxSize")
            )
            for kind, size in record.spot_types.items()
        },
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
