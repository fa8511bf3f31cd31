"""Spots in a store."""

from __future__ import annotations

from typing import Any

from atrium.garage import models
from atrium.garage.interfaces import Kind, Repositories, SpotFilter
from atrium.garage.models import Feature, SpotStatus, SpotType, ordered_features
from atrium.platform.clock import Clock

from ..memory_store import matches
from ..models import Spot
from .values import choice, whole

__all__ = ["StoredSpots"]


class StoredSpots:
    """``SpotShelf``. Spots belong to the garage that has the store's name, or last had it."""

    def __init__(self, repositories: Repositories, clock: Clock) -> None:
        self._spots = repositories.spots
        self._table = repositories.tables[Kind.SPOT]
        self._clock = clock
        self._read: dict[str, models.Spot] = {}

    async def get(self, key: str) -> Spot | None:
        found: models.Spot | None = (await self._table.find([key])).get(key)
        return self._to_record(found) if found else None

    async def find(self, **where: Any) -> list[Spot]:
        condition = _filter(where)
        if condition is None:
            return []
        found = await self._spots.find_matching(condition)
        if not found:
            # Without a live garage there may still be spots.
            found = [spot async for batch in self._table.batches(1000) for spot in batch]
        return [record for record in map(self._to_record, found) if matches(record, where)]

    async def add(self, key: str, record: Spot) -> None:
        last = await self._spots.find_last()
        await self._table.put([_to_value(record, last.position + 1 if last else 0)])

    async def save(self, key: str, record: Spot) -> None:
        before = self._read[key]
        await self._spots.exchange(before, _to_value(record, before.position))

    async def remove(self, key: str) -> None:
        await self._table.remove([key])

    async def clear(self) -> None:
        await self._table.remove([spot.id async for batch in self._table.batches(1000) for spot in batch])

    async def note_occupied(self, spot_id: str, is_occupied: bool) -> None:
        """There is no index that could drift: the spots themselves are asked."""

    def _to_record(self, stored: models.Spot) -> Spot:
        data = {
            "id": stored.id,
            "floor": stored.floor,
            "bay": stored.bay,
            "spotNumber": stored.spot_number,
            "type": stored.type.value,
            "features": [feature.value for feature in stored.features],
            "currentVehicle": stored.current_vehicle,
        }
        made = Spot(data, self._clock)
        made.status = stored.status.value
        made.created_at, made.updated_at = stored.created_at, stored.updated_at
        self._read[stored.id] = stored
        return made


def _filter(where: dict[str, Any]) -> SpotFilter | None:
    """The store's own filter; None when no spot can match."""
    kinds: dict[str, Any] = {"status": SpotStatus, "type": SpotType, "feature": Feature}
    conditions: dict[str, Any] = {}
    for name, wanted in where.items():
        if name in ("floor", "bay"):
            if isinstance(wanted, bool) or not isinstance(wanted, int):
                return None
            conditions[name] = wanted
        elif name == "current_vehicle":
            conditions["vehicle"] = wanted
        elif wanted in list(kinds[name]):
            conditions[name] = kinds[name](wanted)
        else:
            return None
    return SpotFilter(**conditions)


def _to_value(record: Spot, position: int) -> models.Spot:
    return models.Spot(
        id=record.id,
        floor=whole(record.floor, "Floor"),
        bay=whole(record.bay, "Bay"),
        spot_number=whole(record.spot_number, "Spot number"),
        type=choice(SpotType, record.type, "Spot type"),
        status=choice(SpotStatus, record.status, "Spot status"),
        features=ordered_features(choice(Feature, each, "Feature") for each in record.features),
        current_vehicle=record.current_vehicle,
        position=position,
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
