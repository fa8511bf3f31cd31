"""Stays and tickets in the database: unique keys keep a vehicle and a spot single, a version guards changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from prisma import Prisma, models

from atrium.garage.interfaces import ClosedStays, ParkingStats, RecordFilter, RevenueStats
from atrium.garage.models import ParkingSession, RateType, SessionStatus, Ticket, VehicleType
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, NotFound
from prismstack.data import (
    After,
    AtMost,
    Before,
    During,
    Equals,
    Filter,
    In,
    IsNull,
    Not,
    Or,
    OrderBy,
    PrismaAdapter,
    translated,
)

from .scope import GarageScope
from .session_lists import PrismaSessionLists
from .session_rows import (
    session_changes,
    session_to_row,
    ticket_changes,
    ticket_to_row,
    to_session,
    to_ticket,
)

__all__ = ["PrismaSessions", "PrismaTickets"]

_LATEST_FIRST = [OrderBy("checkInAt", "desc"), OrderBy("id", "desc")]
_EARLIEST_FIRST = [OrderBy("checkInAt"), OrderBy("id")]
_ACTIVE = Equals("status", SessionStatus.ACTIVE.value)
_COMPLETED = Equals("status", SessionStatus.COMPLETED.value)
_NOT_CANCELLED = Not(Equals("status", SessionStatus.CANCELLED.value))
_PAID = Not(IsNull("paidAt"))
_MONEY = ("feeCents", "penaltyCents", "paidCents")


class _Sessions(PrismaAdapter[models.ParkingSession]):
    deleted_at = "deletedAt"


class _Vehicles(PrismaAdapter[models.Vehicle]):
    key_field = "licensePlate"


class _Spots(PrismaAdapter[models.Spot]):
    deleted_at = "deletedAt"


class _Tickets(PrismaAdapter[models.Ticket]):
    key_field = "sessionId"


class PrismaSessions(PrismaSessionLists):
    """``SessionRepository`` over ``ParkingSession`` and ``Vehicle``."""

    def __init__(self, client: Prisma, scope: GarageScope, clock: Clock) -> None:
        super().__init__(client, scope)
        self._client = client
        self._sessions = _Sessions(client)
        self._vehicles = _Vehicles(client)
        self._spots = _Spots(client)
        self._clock = clock

    async def open(self, session: ParkingSession) -> ParkingSession:
        spot_row_id = self._scope.spot_row_id(session.spot_id) or await self._find_spot_row_id(session)
        vehicle_id = await self._vehicle_id(session)
        return to_session(await self._sessions.create(session_to_row(session, vehicle_id, spot_row_id)))

    async def find_by_id(self, session_id: str) -> ParkingSession | None:
        return await self._first(Equals("id", session_id))

    async def find_active_by_plate(self, license_plate: str) -> ParkingSession | None:
        return await self._first(Equals("activePlate", license_plate))

    async def find_latest_by_plate(self, license_plate: str) -> ParkingSession | None:
        return await self._first(Equals("licensePlate", license_plate), IsNull("deletedAt"))

    async def find_owing_by_plate(self, license_plate: str) -> ParkingSession | None:
        return await self._first(Equals("licensePlate", license_plate), _COMPLETED, IsNull("paidAt"))

    async def find_active(self) -> list[ParkingSession]:
        return await self._find(_ACTIVE)

    async def find_records(self, where: RecordFilter) -> list[ParkingSession]:
        found = await self._records(*_conditions(where))
        plates = {each.license_plate for each in found}
        others = await self._records(In("licensePlate", sorted(plates))) if where != RecordFilter() else found
        latest: dict[str, ParkingSession] = {}
        for each in sorted(others, key=lambda each: (each.check_in_at, each.id)):
            latest[each.license_plate] = each
        return [each for each in found if latest[each.license_plate].id == each.id]

    async def find_overlapping(self, start: datetime, end: datetime) -> list[ParkingSession]:
        return await self._find(Before("checkInAt", end), Or(IsNull("checkOutAt"), After("checkOutAt", start)))

    async def count_active(self) -> int:
        return await self._sessions.with_deleted.count(self._scope.ever, _ACTIVE)

    async def count_parked_at(self, moment: datetime) -> int:
        still_there = Or(IsNull("checkOutAt"), After("checkOutAt", moment))
        return await self._sessions.with_deleted.count(self._scope.ever, AtMost("checkInAt", moment), still_there)

    async def save(self, session: ParkingSession) -> ParkingSession:
        saved = replace(session, version=session.version + 1, updated_at=self._clock.now())
        changes = {**session_changes(session), "version": saved.version, "updatedAt": saved.updated_at}
        with translated():
            written = await self._client.parkingsession.update_many(
                where={"id": session.id, "version": session.version}, data=_untyped(changes)
            )
        if written != 1:
            raise Conflict(f"The stay of {session.license_plate} was changed by another request")
        return saved

    async def remove_all(self, at: datetime) -> list[str]:
        sessions = _untyped(self._client.parkingsession)
        mine = {**self._scope.ever.where(), "deletedAt": None}
        common: dict[str, Any] = {"version": {"increment": 1}, "updatedAt": self._clock.now(), "deletedAt": at}
        left = {"status": SessionStatus.CANCELLED.value, "checkOutAt": at, "activePlate": None, "activeSpotId": None}
        with translated():
            groups = await sessions.group_by(by=["id"], where=mine)
            await sessions.update_many(where={**mine, **_ACTIVE.where()}, data={**common, **left})
            await sessions.update_many(where=mine, data=common)
        return [group["id"] for group in groups]

    async def get_closed(self, start: datetime, end: datetime) -> list[ClosedStays]:
        ended = During("checkOutAt", start, end)
        found: list[ClosedStays] = []
        for is_paid, paid in ((True, _PAID), (False, IsNull("paidAt"))):
            groups = await self._sums(["vehicleType", "rateType"], self._scope.ever, _COMPLETED, ended, paid)
            found += [_closed_stays(group, is_paid) for group in groups]
        return found

    async def get_parking_stats(self) -> ParkingStats:
        return ParkingStats(
            parked=await self._sessions.count(self._scope.ever, _ACTIVE),
            unpaid=await self._sessions.count(self._scope.ever, _COMPLETED, IsNull("paidAt")),
            completed=await self._sessions.count(self._scope.ever, _COMPLETED, _PAID),
        )

    async def get_revenue_stats(self) -> RevenueStats:
        paid, count = await self._sum(_PAID)
        unpaid, _ = await self._sum(IsNull("paidAt"))
        return RevenueStats(
            revenue=paid["feeCents"] + paid["penaltyCents"],
            pending=unpaid["feeCents"] + unpaid["penaltyCents"] - unpaid["paidCents"],
            completed_sessions=count,
        )

    async def _find_spot_row_id(self, session: ParkingSession) -> str:
        spot = await self._spots.get_or_none(
            {"garageId_activeCode": {"garageId": session.garage_id, "activeCode": session.spot_id}}
        )
        if spot is None:
            raise NotFound(f"Spot {session.spot_id} not found")
        return spot.id

    async def _records(self, *filters: Filter) -> list[ParkingSession]:
        rows = await self._sessions.find_many(self._scope.ever, _NOT_CANCELLED, *filters, order=[OrderBy("id")])
        return [to_session(row) for row in rows]

    async def _vehicle_id(self, session: ParkingSession) -> str:
        known = await self._vehicles.get_or_none(session.license_plate)
        if known is not None:
            return known.id
        created = await self._vehicles.create(
            {
                "licensePlate": session.license_plate,
                "vehicleType": session.vehicle_type.value,
                "createdAt": session.created_at,
                "updatedAt": session.created_at,
            }
        )
        return created.id

    async def _first(self, *filters: Filter) -> ParkingSession | None:
        row = await self._sessions.with_deleted.find_one(self._scope.ever, *filters, order=_LATEST_FIRST)
        return to_session(row) if row else None

    async def _find(self, *filters: Filter) -> list[ParkingSession]:
        rows = await self._sessions.with_deleted.find_many(self._scope.ever, *filters, order=_EARLIEST_FIRST)
        return [to_session(row) for row in rows]

    async def _sum(self, paid: Filter) -> tuple[dict[str, int], int]:
        groups = await self._sums(["status"], self._scope.ever, _COMPLETED, paid, IsNull("deletedAt"))
        if not groups:
            return dict.fromkeys(_MONEY, 0), 0
        return groups[0]["_sum"], groups[0]["_count"]["_all"]

    async def _sums(self, by: list[str], *filters: Filter) -> list[dict[str, Any]]:
        """Number of stays and sums of their money by these columns."""
        where = {"AND": [each.where() for each in filters]}
        sessions = _untyped(self._client.parkingsession)
        with translated():
            groups: list[dict[str, Any]] = await sessions.group_by(
                by=by, where=where, sum=dict.fromkeys(_MONEY, True), count=True
            )
        return groups


def _closed_stays(group: dict[str, Any], is_paid: bool) -> ClosedStays:
    sums: dict[str, int] = group["_sum"]
    charged = sums["feeCents"] + sums["penaltyCents"]
    return ClosedStays(
        vehicle_type=VehicleType(group["vehicleType"]),
        rate_type=RateType(group["rateType"]),
        is_paid=is_paid,
        stays=group["_count"]["_all"],
        charged_cents=charged,
        owed_cents=charged - sums["paidCents"],
    )


def _conditions(where: RecordFilter) -> list[Filter]:
    columns = {"spotCode": where.spot_id, "vehicleType": where.vehicle_type, "rateType": where.rate_type}
    return [Equals(name, str(value)) for name, value in columns.items() if value is not None]


class PrismaTickets:
    """``TicketRepository`` over ``Ticket``."""

    def __init__(self, client: Prisma) -> None:
        self._tickets = _Tickets(client)

    async def create(self, ticket: Ticket) -> None:
        await self._tickets.create(ticket_to_row(ticket))

    async def find_by_session(self, session_id: str) -> Ticket | None:
        row = await self._tickets.get_or_none(session_id)
        return to_ticket(row) if row else None

    async def find_by_number(self, number: str) -> Ticket | None:
        row = await self._tickets.get_or_none({"number": number})
        return to_ticket(row) if row else None

    async def save(self, ticket: Ticket) -> None:
        await self._tickets.update(ticket.session_id, ticket_changes(ticket))


def _untyped(value: Any) -> Any:
    """For arguments that are put together at run time: the client's typed dictionaries cannot say them."""
    return value
