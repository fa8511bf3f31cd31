"""Parking records in a store: of each plate the latest stay that was not removed, with what is known of the vehicle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from atrium.garage import models
from atrium.garage.interfaces import Kind, RecordFilter, Repositories
from atrium.garage.models import ParkingSession, RateType, SessionStatus, VehicleType
from atrium.platform.clock import Clock
from atrium.platform.ids import uuid7

from ..memory_store import matches
from ..models import Vehicle
from ..models.vehicle import RICH_FIELDS
from .stays import Stays
from .values import choice

__all__ = ["StoredVehicles"]


class StoredVehicles:
    """``Shelf`` of parking records. A removed record is hidden; the stay, its money and its ticket remain."""

    def __init__(self, repositories: Repositories, config_name: str, clock: Clock) -> None:
        self._sessions = repositories.sessions
        self._session_table = repositories.tables[Kind.SESSION]
        self._vehicle_table = repositories.tables[Kind.VEHICLE]
        self._stays = Stays(repositories, config_name, clock)
        self._clock = clock
        self._read: dict[str, ParkingSession] = {}

    async def get(self, key: str) -> Vehicle | None:
        stay = await self._sessions.find_latest_by_plate(key)
        # Some databases find a plate whatever its case.
        if stay is None or stay.license_plate != key or stay.status is SessionStatus.CANCELLED:
            return None
        return (await self._to_records([stay]))[0]

    async def find(self, **where: Any) -> list[Vehicle]:
        condition = _filter(where)
        if condition is None:
            return []
        records = await self._to_records(await self._sessions.find_records(condition))
        return [record for record in records if matches(record, where)]

    async def add(self, key: str, record: Vehicle) -> None:
        former = await self._sessions.find_latest_by_plate(key)
        if former is not None:
            await self._hide(former)
        stay = ParkingSession(
            id=uuid7(),
            garage_id=await self._stays.garage_id(),
            license_plate=key,
            spot_id=record.spot_id,
            vehicle_type=choice(VehicleType, record.vehicle_type, "Vehicle type"),
            rate_type=choice(RateType, record.rate_type, "Rate type"),
            check_in_at=record.check_in_time,
            created_at=record.created_at,
            updated_at=record.updated_at,
        )
        await self._stays.know_vehicle(stay, **_told(record))
        await self._stays.add(_with_state(stay, record), record.total_amount, paid=record.is_paid)

    async def save(self, key: str, record: Vehicle) -> None:
        before = self._read[key]
        after = replace(
            before,
            spot_id=record.spot_id,
            vehicle_type=choice(VehicleType, record.vehicle_type, "Vehicle type"),
            rate_type=choice(RateType, record.rate_type, "Rate type"),
            updated_at=record.updated_at,
        )
        await self._stays.know_vehicle(after, **_told(record))
        await self._stays.change(before, _with_state(after, record), record.total_amount, paid=record.is_paid)

    async def remove(self, key: str) -> None:
        stay = await self._sessions.find_latest_by_plate(key)
        if stay is not None:
            await self._hide(stay)

    async def clear(self) -> None:
        await self._sessions.remove_all(self._clock.now())

    async def _hide(self, stay: ParkingSession) -> None:
        status = SessionStatus.CANCELLED if stay.is_active else stay.status
        await self._sessions.save(replace(stay, status=status, record_removed_at=self._clock.now()))

    async def _to_records(self, stays: Sequence[ParkingSession]) -> list[Vehicle]:
        known: dict[str, models.Vehicle] = await self._vehicle_table.find({stay.license_plate for stay in stays})
        return [self._to_record(stay, known.get(stay.license_plate)) for stay in stays]

    def _to_record(self, stay: ParkingSession, vehicle: models.Vehicle | None) -> Vehicle:
        made = Vehicle.__new__(Vehicle)
        made.clock = self._clock
        made.license_plate, made.spot_id = stay.license_plate, stay.spot_id
        made.vehicle_type, made.rate_type = stay.vehicle_type.value, stay.rate_type.value
        made.check_in_time, made.check_out_time = stay.check_in_at, stay.check_out_at
        made.total_amount, made.is_paid = stay.charged_cents / 100, stay.paid_at is not None
        made.created_at, made.updated_at = stay.created_at, stay.updated_at
        for name in RICH_FIELDS:
            setattr(made, name, getattr(vehicle, name, None))
        self._read[stay.license_plate] = stay
        return made


def _told(record: Vehicle) -> dict[str, Any]:
    return {name: getattr(record, name) for name in RICH_FIELDS}


def _with_state(stay: ParkingSession, record: Vehicle) -> ParkingSession:
    status = SessionStatus.COMPLETED if record.is_checked_out() else SessionStatus.ACTIVE
    return replace(stay, status=status, check_out_at=record.check_out_time)


def _filter(where: dict[str, Any]) -> RecordFilter | None:
    """The part of the conditions that the store looks up by itself; None when no record can match."""
    conditions: dict[str, Any] = {}
    if "spot_id" in where:
        conditions["spot_id"] = where["spot_id"]
    kinds: dict[str, Any] = {"vehicle_type": VehicleType, "rate_type": RateType}
    for name, kind in kinds.items():
        if name in where:
            if where[name] not in list(kind):
                return None
            conditions[name] = kind(where[name])
    return RecordFilter(**conditions)
