"""Parking spots in the database: claimed and released by compare-and-set, the best one found through an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from prisma import Prisma, models

from atrium.garage.assignment import COMPATIBLE_TYPES, find_best_available_spot
from atrium.garage.interfaces import SpotFilter, SpotUpdates
from atrium.garage.models import Feature, Spot, SpotStatus, SpotType, VehicleType, format_spot_id, ordered_features
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict
from prismstack.data import Equals, OrderBy, PrismaAdapter, Where

from .scope import GarageScope
from .spot_figures import PrismaSpotFigures
from .spot_rows import feature_columns, filter_columns, spot_to_row, to_spot, update_columns

__all__ = ["PrismaSpots"]


class _Spots(PrismaAdapter[models.Spot]):
    deleted_at = "deletedAt"


class _Floors(PrismaAdapter[models.Floor]):
    pass


class PrismaSpots(PrismaSpotFigures):
    """``SpotRepository`` over ``Spot``. Without a garage, reads find nothing."""

    def __init__(self, client: Prisma, scope: GarageScope, clock: Clock) -> None:
        super().__init__(client, scope)
        self._spots = _Spots(client)
        self._floors = _Floors(client)
        self._clock = clock

    async def create_spot(
        self,
        floor: int,
        bay: int,
        spot_number: int,
        type: SpotType = SpotType.STANDARD,
        features: Sequence[Feature] = (),
    ) -> Spot:
        code = format_spot_id(floor, bay, spot_number)
        in_garage = Equals("garageId", await self._scope.require_live_id())
        last = await self._spots.with_deleted.find_one(in_garage, order=[OrderBy("position", "desc")])
        now = self._clock.now()
        spot = Spot(
            id=code,
            floor=floor,
            bay=bay,
            spot_number=spot_number,
            type=type,
            features=ordered_features(features),
            position=last.position + 1 if last else 0,
            created_at=now,
            updated_at=now,
        )
        await self.create_many([spot])
        return spot

    async def create_many(self, spots: Sequence[Spot]) -> int:
        garage_id = await self._scope.require_live_id()
        floors = {each.number: each.id for each in await self._floors.find_many(Equals("garageId", garage_id))}
        return await self._spots.create_many([spot_to_row(spot, garage_id, floors.get(spot.floor)) for spot in spots])

    async def find_by_id(self, spot_id: str) -> Spot | None:
        row = await self._row(spot_id)
        return to_spot(row) if row else None

    async def find_all(self) -> list[Spot]:
        return await self._find({})

    async def find_matching(self, where: SpotFilter) -> list[Spot]:
        return await self._find(filter_columns(where))

    async def find_by_status(self, status: SpotStatus) -> list[Spot]:
        return await self._find({"status": status.value})

    async def find_available(self) -> list[Spot]:
        return await self.find_by_status(SpotStatus.AVAILABLE)

    async def find_occupied(self) -> list[Spot]:
        return await self.find_by_status(SpotStatus.OCCUPIED)

    async def find_by_vehicle(self, license_plate: str) -> Spot | None:
        return next(iter(await self._find({"currentVehicle": license_plate.upper()})), None)

    async def find_best_available(self, vehicle_type: VehicleType) -> Spot | None:
        row = await self._best_row(vehicle_type)
        return to_spot(row) if row else None

    async def claim_best_available(self, vehicle_type: VehicleType, license_plate: str) -> Spot | None:
        while (row := await self._best_row(vehicle_type)) is not None:
            claimed = {
                "status": SpotStatus.OCCUPIED.value,
                "currentVehicle": license_plate,
                "updatedAt": self._clock.now(),
            }
            still_free = Where({"id": row.id, "status": SpotStatus.AVAILABLE.value})
            if await self._spots.update_many(still_free, data=claimed):
                self._scope.note_spot(row.code, row.id)
                return replace(
                    to_spot(row),
                    status=SpotStatus.OCCUPIED,
                    current_vehicle=license_plate,
                    updated_at=self._clock.now(),
                )
        return None

    async def release(self, spot_id: str, license_plate: str) -> bool:
        held = {
            "garageId": await self._scope.live_id(),
            "activeCode": spot_id,
            "status": SpotStatus.OCCUPIED.value,
            "currentVehicle": license_plate,
        }
        free = {"status": SpotStatus.AVAILABLE.value, "currentVehicle": None, "updatedAt": self._clock.now()}
        return held["garageId"] is not None and await self._spots.update_many(Where(held), data=free) == 1

    async def move(
        self, spot_id: str, expected: SpotStatus, status: SpotStatus, license_plate: str | None = None
    ) -> bool:
        garage_id = await self._scope.live_id()
        if garage_id is None:
            return False
        moved = await self._spots.update_many(
            Where({"garageId": garage_id, "activeCode": spot_id, "status": expected.value}),
            data={"status": status.value, "currentVehicle": license_plate, "updatedAt": self._clock.now()},
        )
        return moved == 1

    async def find_last(self) -> Spot | None:
        row = await self._spots.find_one(self._scope.ever, order=[OrderBy("position", "desc"), OrderBy("id", "desc")])
        return to_spot(row) if row else None

    async def exchange(self, before: Spot, after: Spot) -> None:
        as_read = {
            "activeCode": before.id,
            "status": before.status.value,
            "currentVehicle": before.current_vehicle,
            "updatedAt": before.updated_at,
        }
        changes = {
            "type": after.type.value,
            "status": after.status.value,
            "currentVehicle": after.current_vehicle,
            "updatedAt": after.updated_at,
            **feature_columns(after.location, after.features),
        }
        if await self._spots.update_many(self._scope.ever, Where(as_read), data=changes) != 1:
            raise Conflict(f"Spot {before.id} was changed by another request")

    async def update(self, spot_id: str, updates: SpotUpdates) -> Spot | None:
        row = await self._row(spot_id)
        if row is None:
            return None
        changes = update_columns(to_spot(row).location, updates)
        return to_spot(await self._spots.update(row.id, {**changes, "updatedAt": self._clock.now()}))

    async def count(self) -> int:
        return await self.count_matching(SpotFilter())

    async def count_by_status(self, status: SpotStatus) -> int:
        return await self.count_matching(SpotFilter(status=status))

    async def _row(self, spot_id: str) -> models.Spot | None:
        garage_id = await self._scope.live_id()
        if garage_id is None:
            return None
        return await self._spots.get_or_none({"garageId_activeCode": {"garageId": garage_id, "activeCode": spot_id}})

    async def _find(self, where: dict[str, Any]) -> list[Spot]:
        garage_id = await self._scope.live_id()
        if garage_id is None:
            return []
        rows = await self._spots.find_many(Where({"garageId": garage_id, **where}), order=[OrderBy("position")])
        return [to_spot(row) for row in rows]

    async def _best_row(self, vehicle_type: VehicleType) -> models.Spot | None:
        """The best of each compatible type by the index, then the best of those with the bonus for an exact type."""
        garage_id = await self._scope.live_id()
        if garage_id is None:
            return None
        rows: dict[str, models.Spot] = {}
        for kind in COMPATIBLE_TYPES[vehicle_type]:
            row = await self._spots.find_one(
                Where({"garageId": garage_id, "status": SpotStatus.AVAILABLE.value, "type": kind.value}),
                order=[OrderBy("assignmentScore", "desc"), OrderBy("position")],
            )
            if row is not None:
                rows[row.code] = row
        best = find_best_available_spot([to_spot(row) for row in rows.values()], vehicle_type)
        return rows[best.id] if best else None
