"""Garage configurations in the database; deletion is soft, names are unique among live ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from prisma import Prisma, models

from atrium.garage.interfaces import GarageUpdates
from atrium.garage.models import (
    DEFAULT_CONFIG_NAME,
    Floor,
    Garage,
    Rates,
    SpotSize,
    SpotType,
)
from atrium.platform.clock import Clock
from atrium.platform.ids import uuid7
from atrium.platform.trail import plain_json
from prismstack.data import Equals, OrderBy, PrismaAdapter

from .scope import GarageScope

__all__ = ["WITH_FLOORS", "PrismaGarages", "floor_to_row", "garage_to_row", "to_garage"]

WITH_FLOORS = {"floors": {"order_by": {"number": "asc"}}}


class _Garages(PrismaAdapter[models.Garage]):
    deleted_at = "deletedAt"
    key_field = "activeKey"


class _Floors(PrismaAdapter[models.Floor]):
    pass


class _Spots(PrismaAdapter[models.Spot]):
    deleted_at = "deletedAt"


class PrismaGarages:
    """``GarageRepository`` over ``Garage`` and ``Floor``."""

    def __init__(self, client: Prisma, scope: GarageScope, clock: Clock) -> None:
        self._garages = _Garages(client)
        self._floors = _Floors(client)
        self._spots = _Spots(client)
        self._scope = scope
        self._clock = clock

    async def create(self, name: str, floors: Sequence[Floor], config_name: str = DEFAULT_CONFIG_NAME) -> Garage:
        now = self._clock.now()
        garage = Garage(
            id=uuid7(),
            config_name=config_name,
            name=name,
            floors=tuple(sorted(floors, key=lambda floor: floor.number)),
            created_at=now,
            updated_at=now,
        )
        await self._garages.create(garage_to_row(garage))
        await self._floors.create_many([floor_to_row(each, garage.id, uuid7()) for each in garage.floors])
        self._scope.forget()
        return garage

    async def find_id(self, config_name: str) -> str | None:
        if config_name == self._scope.config_name:
            return await self._scope.live_id()
        row = await self._garages.get_or_none(config_name)
        return row.id if row else None

    async def find_by_name(self, config_name: str) -> Garage | None:
        row = await self._garages.get_or_none(config_name, include=WITH_FLOORS)
        return to_garage(row) if row else None

    async def get_default(self) -> Garage | None:
        return await self.find_by_name(DEFAULT_CONFIG_NAME)

    async def find_all(self) -> list[Garage]:
        rows = await self._garages.find_many(order=[OrderBy("createdAt"), OrderBy("id")], include=WITH_FLOORS)
        return [to_garage(row) for row in rows]

    async def update(self, config_name: str, updates: GarageUpdates) -> Garage | None:
        changes: dict[str, object] = {"updatedAt": self._clock.now()}
        if "name" in updates:
            changes["name"] = updates["name"]
        if "rates" in updates:
            changes |= _rate_columns(updates["rates"])
        changed = await self._garages.update_many(Equals("activeKey", config_name), data=changes)
        return await self.find_by_name(config_name) if changed else None

    async def delete(self, config_name: str) -> bool:
        row = await self._garages.get_or_none(config_name)
        if row is None:
            return False
        gone = {"deletedAt": self._clock.now()}
        await self._spots.update_many(Equals("garageId", row.id), data={**gone, "activeCode": None})
        await self._garages.update(config_name, {**gone, "activeKey": None})
        self._scope.forget()
        return True

    async def exists(self, config_name: str) -> bool:
        return await self._garages.get_or_none(config_name) is not None


def garage_to_row(garage: Garage) -> dict[str, Any]:
    """The columns of a new, live configuration."""
    return {
        "id": garage.id,
        "configName": garage.config_name,
        "activeKey": garage.config_name,
        "name": garage.name,
        "timeZone": garage.time_zone,
        "spotTypes": plain_json(_sizes_as_json(garage.spot_sizes)),
        "createdAt": garage.created_at,
        "updatedAt": garage.updated_at,
        **_rate_columns(garage.rates),
    }


def floor_to_row(floor: Floor, garage_id: str, row_id: str) -> dict[str, Any]:
    """The columns of a new floor."""
    return {
        "id": row_id,
        "garageId": garage_id,
        "number": floor.number,
        "bays": floor.bays,
        "spotsPerBay": floor.spots_per_bay,
    }


def _rate_columns(rates: Rates) -> dict[str, object]:
    return {
        "standardRateCents": rates.standard,
        "compactRateCents": rates.compact,
        "oversizedRateCents": rates.oversized,
        "evChargingRateCents": rates.ev_charging,
    }


def _sizes_as_json(sizes: Mapping[SpotType, SpotSize]) -> dict[str, object]:
    return {kind.value: {"minSize": size.min_size, "maxSize": size.max_size} for kind, size in sizes.items()}


def _sizes_from_json(stored: object) -> dict[SpotType, SpotSize]:
    sizes = cast(dict[str, dict[str, Any]], stored)
    return {
        SpotType(kind): SpotSize(min_size=size["minSize"], max_size=size["maxSize"]) for kind, size in sizes.items()
    }


def to_garage(row: models.Garage) -> Garage:
    """The configuration that a row and its floors hold."""
    return Garage(
        id=row.id,
        config_name=row.configName,
        name=row.name,
        floors=tuple(
            Floor(number=each.number, bays=each.bays, spots_per_bay=each.spotsPerBay) for each in row.floors or []
        ),
        rates=Rates(
            standard=row.standardRateCents,
            compact=row.compactRateCents,
            oversized=row.oversizedRateCents,
            ev_charging=row.evChargingRateCents,
        ),
        spot_sizes=_sizes_from_json(row.spotTypes),
        created_at=row.createdAt,
        time_zone=row.timeZone,
        updated_at=row.updatedAt,
    )
