"""Reservations in the database: the spot's calendar version keeps overlapping ones apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from prisma import Prisma, models

from atrium.garage.errors import ReservationConflict, SpotNotFound
from atrium.garage.models import BLOCKING_STATUSES, Reservation, ReservationStatus, VehicleType
from atrium.platform.errors import Conflict
from prismstack.data import (
    After,
    AtMost,
    Before,
    During,
    Equals,
    Filter,
    In,
    OrderBy,
    PrismaAdapter,
    WriteConflict,
    translated,
)

from .scope import GarageScope

__all__ = ["PrismaReservations", "reservation_to_row", "to_reservation"]

_BY_START = [OrderBy("startsAt"), OrderBy("id")]
_BLOCKS = In("status", [each.value for each in BLOCKING_STATUSES])


class _Reservations(PrismaAdapter[models.Reservation]):
    deleted_at = "deletedAt"


class _Spots(PrismaAdapter[models.Spot]):
    deleted_at = "deletedAt"


class PrismaReservations:
    """``ReservationRepository`` over ``Reservation``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._client = client
        self._rows = _Reservations(client)
        self._spots = _Spots(client)
        self._scope = scope

    async def book(self, reservation: Reservation) -> Reservation:
        spot = await self._spot(reservation.spot_id)
        overlap = await self._rows.find_one(
            Equals("spotId", spot.id),
            _BLOCKS,
            Before("startsAt", reservation.ends_at),
            After("endsAt", reservation.starts_at),
        )
        if overlap is not None:
            raise ReservationConflict.of(to_reservation(overlap))
        await self._advance_calendar(spot)
        await self._rows.create(reservation_to_row(reservation, spot.id))
        return reservation

    async def find_by_id(self, reservation_id: str) -> Reservation | None:
        return await self._first(Equals("id", reservation_id))

    async def find_by_session(self, session_id: str) -> Reservation | None:
        return await self._first(Equals("sessionId", session_id))

    async def find_active_by_plate(self, license_plate: str) -> list[Reservation]:
        return await self._find(Equals("licensePlate", license_plate), _status(ReservationStatus.ACTIVE))

    async def find_blocking(self, start: datetime, end: datetime) -> list[Reservation]:
        return await self._find(_BLOCKS, Before("startsAt", end), After("endsAt", start))

    async def find_lapsed(self, now: datetime) -> list[Reservation]:
        return await self._find(_status(ReservationStatus.ACTIVE), AtMost("holdUntil", now))

    async def find_between(
        self, start: datetime, end: datetime, status: ReservationStatus | None = None
    ) -> list[Reservation]:
        filters: list[Filter] = [During("startsAt", start, end)]
        return await self._find(*filters, *([_status(status)] if status else []))

    async def save(self, reservation: Reservation) -> Reservation:
        saved = replace(reservation, version=reservation.version + 1)
        written = await self._rows.update_many(
            Equals("id", reservation.id),
            Equals("version", reservation.version),
            data={
                "status": saved.status.value,
                "sessionId": saved.session_id,
                "reason": saved.reason,
                "closedAt": saved.closed_at,
                "version": saved.version,
            },
        )
        if written != 1:
            raise Conflict(f"Reservation {reservation.number} was changed by another request")
        return saved

    async def count_by_status(self) -> dict[ReservationStatus, int]:
        rows: Any = self._client.reservation
        with translated():
            groups = await rows.group_by(by=["status"], where=self._scope.ever.where(), count=True)
        return {ReservationStatus(each["status"]): each["_count"]["_all"] for each in groups}

    async def _advance_calendar(self, spot: models.Spot) -> None:
        """Take the next version of the spot's calendar, which only one of several units that read it can."""
        advanced = await self._spots.update_many(
            Equals("id", spot.id),
            Equals("calendarVersion", spot.calendarVersion),
            data={"calendarVersion": spot.calendarVersion + 1},
        )
        if advanced != 1:
            raise WriteConflict(f"spot {spot.code} was reserved by another request", retryable=True)

    async def _spot(self, code: str) -> models.Spot:
        garage_id = await self._scope.require_live_id()
        spot = await self._spots.get_or_none({"garageId_activeCode": {"garageId": garage_id, "activeCode": code}})
        if spot is None:
            raise SpotNotFound(f"Spot {code} not found")
        return spot

    async def _first(self, condition: Filter) -> Reservation | None:
        row = await self._rows.find_one(self._scope.ever, condition)
        return to_reservation(row) if row else None

    async def _find(self, *filters: Filter) -> list[Reservation]:
        rows = await self._rows.find_many(self._scope.ever, *filters, order=_BY_START)
        return [to_reservation(row) for row in rows]


def _status(status: ReservationStatus) -> Equals:
    return Equals("status", status.value)


def to_reservation(row: models.Reservation) -> Reservation:
    """The reservation that a row holds."""
    return Reservation(
        id=row.id,
        number=row.number,
        garage_id=row.garageId,
        spot_id=row.spotCode,
        license_plate=row.licensePlate,
        vehicle_type=VehicleType(row.vehicleType),
        status=ReservationStatus(row.status),
        starts_at=row.startsAt,
        ends_at=row.endsAt,
        hold_until=row.holdUntil,
        session_id=row.sessionId,
        reason=row.reason,
        version=row.version,
        closed_at=row.closedAt,
        created_at=row.createdAt,
    )


def reservation_to_row(reservation: Reservation, spot_row_id: str) -> dict[str, Any]:
    """The columns of a new reservation."""
    return {
        "id": reservation.id,
        "number": reservation.number,
        "garageId": reservation.garage_id,
        "spotId": spot_row_id,
        "spotCode": reservation.spot_id,
        "licensePlate": reservation.license_plate,
        "vehicleType": reservation.vehicle_type.value,
        "status": reservation.status.value,
        "startsAt": reservation.starts_at,
        "endsAt": reservation.ends_at,
        "holdUntil": reservation.hold_until,
        "sessionId": reservation.session_id,
        "reason": reservation.reason,
        "version": reservation.version,
        "closedAt": reservation.closed_at,
        "createdAt": reservation.created_at,
    }
