"""Pages and counts of spots as the database makes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from prisma import Prisma, models

from atrium.garage.interfaces import KindCount, OccupancyStats, PlaceCount, SpotFilter, SpotRange, SpotSort
from atrium.garage.models import Spot, SpotStatus, SpotType
from prismstack.data import translated

from .scope import GarageScope
from .spot_rows import features_of, filter_columns, to_spot

__all__ = ["PrismaSpotFigures"]

_COLUMNS = {
    SpotSort.ID: "code",
    SpotSort.FLOOR: "floor",
    SpotSort.BAY: "bay",
    SpotSort.SPOT_NUMBER: "spotNumber",
    SpotSort.UPDATED_AT: "updatedAt",
}

#: Servers sort an enum's values in the order of their declaration, so these are sorted by name here.
_NAMES: dict[SpotSort, tuple[SpotType, ...] | tuple[SpotStatus, ...]] = {
    SpotSort.TYPE: tuple(sorted(SpotType)),
    SpotSort.STATUS: tuple(sorted(SpotStatus)),
}


class PrismaSpotFigures:
    """``SpotFigures`` over ``Spot``. Without a garage there is nothing."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._actions: Any = models.Spot.prisma(client)
        self._scope = scope

    async def find_range(self, wanted: SpotRange) -> list[Spot]:
        if wanted.sort in _NAMES:
            return await self._range_by_name(wanted)
        direction = "desc" if wanted.descending else "asc"
        order = [{_COLUMNS[wanted.sort]: direction}]
        if wanted.sort is not SpotSort.ID:
            order.append({"code": "asc"})
        return await self._rows(wanted.where, order, wanted.skip, wanted.take)

    async def count_matching(self, where: SpotFilter) -> int:
        conditions = await self._conditions(where)
        if conditions is None:
            return 0
        with translated():
            count: int = await self._actions.count(where=conditions)
        return count

    async def count_by_kind(self, where: SpotFilter) -> list[KindCount]:
        return [
            KindCount(
                type=SpotType(group["type"]),
                status=SpotStatus(group["status"]),
                features=features_of(ev_charging=group["evCharging"], handicap=group["handicap"]),
                count=group["_count"]["_all"],
            )
            for group in await self._groups(where, "type", "status", "evCharging", "handicap")
        ]

    async def count_by_place(self, where: SpotFilter) -> list[PlaceCount]:
        return [
            PlaceCount(
                floor=group["floor"],
                bay=group["bay"],
                status=SpotStatus(group["status"]),
                count=group["_count"]["_all"],
            )
            for group in await self._groups(where, "floor", "bay", "status")
        ]

    async def get_occupancy_stats(self) -> OccupancyStats:
        groups = await self._groups(SpotFilter(), "status")
        counts = Counter({group["status"]: group["_count"]["_all"] for group in groups})
        return OccupancyStats(
            total=counts.total(),
            occupied=counts[SpotStatus.OCCUPIED.value],
            available=counts[SpotStatus.AVAILABLE.value],
        )

    async def _range_by_name(self, wanted: SpotRange) -> list[Spot]:
        """The values one after the other, each with a part of the range; values before the range are only counted."""
        name = wanted.sort.value
        counts = {group[name]: group["_count"]["_all"] for group in await self._groups(wanted.where, name)}
        found: list[Spot] = []
        skip = wanted.skip
        for value in _NAMES[wanted.sort][:: -1 if wanted.descending else 1]:
            missing = wanted.take - len(found)
            present = counts.get(value.value, 0)
            if skip < present and missing:
                where = replace(wanted.where, **{name: value})
                found += await self._rows(where, [{"code": "asc"}], skip, missing)
            skip = max(0, skip - present)
        return found

    async def _rows(self, where: SpotFilter, order: list[dict[str, str]], skip: int, take: int) -> list[Spot]:
        conditions = await self._conditions(where)
        if conditions is None:
            return []
        with translated():
            rows = await self._actions.find_many(where=conditions, order=order, skip=skip, take=take)
        return [to_spot(row) for row in rows]

    async def _groups(self, where: SpotFilter, *columns: str) -> list[dict[str, Any]]:
        conditions = await self._conditions(where)
        if conditions is None:
            return []
        with translated():
            groups: list[dict[str, Any]] = await self._actions.group_by(by=list(columns), where=conditions, count=True)
        return groups

    async def _conditions(self, where: SpotFilter) -> dict[str, Any] | None:
        garage_id = await self._scope.live_id()
        return None if garage_id is None else {"garageId": garage_id, "deletedAt": None, **filter_columns(where)}
