"""Garages with their floors, and spots. What is taken away is marked, as stays and money refer to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime

from prisma import models

from atrium.garage.models import Floor, Garage, Spot
from atrium.garage.repositories.garages import WITH_FLOORS, floor_to_row, garage_to_row, to_garage
from atrium.garage.repositories.spot_rows import spot_to_row, to_spot
from atrium.platform.ids import uuid7
from prismstack.data import Equals, Filter, In, IsNull, Not, OrderBy, PrismaAdapter

from .row_table import Row, RowTable, by

__all__ = ["GarageTable", "SpotTable"]


class _Garages(PrismaAdapter[models.Garage]):
    pass


class _Floors(PrismaAdapter[models.Floor]):
    pass


class _Spots(PrismaAdapter[models.Spot]):
    pass


class GarageTable(RowTable[Garage]):
    """Live configurations, of every name; a removed one keeps its row and loses its name."""

    adapter = _Garages
    key_column = "activeKey"
    include = WITH_FLOORS

    def filters(self) -> list[Filter]:
        return [Not(IsNull("activeKey"))]

    def to_value(self, row: models.Garage) -> Garage:
        return to_garage(row)

    def key(self, value: Garage) -> str:
        return value.config_name

    async def to_rows(self, values: Sequence[Garage]) -> list[Row]:
        return [garage_to_row(value) for value in values]

    async def to_changes(self, value: Garage, row: models.Garage) -> Row:
        return garage_to_row(value) | {"deletedAt": None}

    async def add(self, values: Sequence[Garage]) -> None:
        retired = {row.id: row for row in await by(self._rows, "id", [value.id for value in values])}
        await super().add([value for value in values if value.id not in retired])
        for value in values:
            if value.id in retired:
                await self._rows.update(value.id, await self.to_changes(value, retired[value.id]))
            await self._put_floors(value)
        self._scope.forget()

    async def change(self, value: Garage, row: models.Garage) -> None:
        if row.id != value.id:
            await self.remove([value.config_name])
            await self.add([value])
            await self._move_in(value, row.id)
            return
        await super().change(value, row)
        await self._put_floors(value)

    async def remove(self, keys: Collection[str]) -> None:
        gone = {"activeKey": None, "deletedAt": datetime.now(UTC)}
        await self._rows.update_many(In("activeKey", sorted(keys)), data=gone)
        self._scope.forget()

    async def _move_in(self, garage: Garage, former_id: str) -> None:
        """The spots stay: they are values of their own, whichever garage has the name."""
        spots = _Spots(self._client)
        of_former = (Equals("garageId", former_id), Not(IsNull("activeCode")))
        for floor in await _Floors(self._client).find_many(Equals("garageId", garage.id)):
            here = {"garageId": garage.id, "floorId": floor.id}
            await spots.update_many(*of_former, Equals("floor", floor.number), data=here)
        await spots.update_many(*of_former, data={"garageId": garage.id, "floorId": None})

    async def _put_floors(self, garage: Garage) -> None:
        floors = _Floors(self._client)
        known = {row.number: row for row in await floors.find_many(Equals("garageId", garage.id))}
        wanted = {floor.number: floor for floor in garage.floors}
        await floors.delete_many(In("id", [row.id for number, row in known.items() if number not in wanted]))
        added = [floor for floor in garage.floors if floor.number not in known]
        await floors.create_many([floor_to_row(floor, garage.id, uuid7()) for floor in added])
        for number, row in known.items():
            floor = wanted.get(number)
            if floor is not None and floor != _floor(row):
                await floors.update(row.id, {"bays": floor.bays, "spotsPerBay": floor.spots_per_bay})


class SpotTable(RowTable[Spot]):
    """Live spots of whatever garage has, or last had, the scope's name."""

    adapter = _Spots
    key_column = "activeCode"

    def filters(self) -> list[Filter]:
        return [self._scope.ever, Not(IsNull("activeCode"))]

    def to_value(self, row: models.Spot) -> Spot:
        return to_spot(row)

    def key(self, value: Spot) -> str:
        return value.id

    async def to_rows(self, values: Sequence[Spot]) -> list[Row]:
        garage_id = await self._scope.some_id()
        floors = {row.number: row.id for row in await _Floors(self._client).find_many(Equals("garageId", garage_id))}
        return [spot_to_row(value, garage_id, floors.get(value.floor)) for value in values]

    async def to_changes(self, value: Spot, row: models.Spot) -> Row:
        return spot_to_row(value, row.garageId, row.floorId)

    async def batches(self, size: int) -> AsyncIterator[Sequence[Spot]]:
        order = [OrderBy("position"), OrderBy("id")]
        spots = [to_spot(row) for row in await self._rows.find_many(*self.filters(), order=order)]
        for start in range(0, len(spots), size):
            yield spots[start : start + size]

    async def remove(self, keys: Collection[str]) -> None:
        gone = {"activeCode": None, "deletedAt": datetime.now(UTC)}
        await self._rows.update_many(*self.filters(), In("activeCode", sorted(keys)), data=gone)


def _floor(row: models.Floor) -> Floor:
    return Floor(number=row.number, bays=row.bays, spots_per_bay=row.spotsPerBay)
