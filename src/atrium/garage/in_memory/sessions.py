"""Stays and tickets in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from atrium.garage.interfaces import (
    ClosedStays,
    ParkingStats,
    RecordFilter,
    RevenueStats,
    SessionFilter,
    SessionRange,
)
from atrium.garage.models import (
    ParkingSession,
    RateType,
    RecordStatus,
    SessionStatus,
    Ticket,
    Vehicle,
    VehicleType,
)
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry

from .session_lists import count_sessions, session_range
from .state import State

__all__ = ["InMemorySessions", "InMemoryTickets"]


class InMemorySessions:
    """``SessionRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State], clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def open(self, session: ParkingSession) -> ParkingSession:
        for other in self._state().sessions.values():
            if other.is_active and other.license_plate == session.license_plate:
                raise DuplicateEntry(f"Vehicle {session.license_plate} is already parked", fields=["activePlate"])
            if other.is_active and other.spot_id == session.spot_id:
                raise DuplicateEntry(f"Spot {session.spot_id} is already occupied", fields=["activeSpotId"])
        self._state().sessions[session.id] = session
        self._state().vehicles.setdefault(session.license_plate, _seen_first(session))
        return session

    async def find_by_id(self, session_id: str) -> ParkingSession | None:
        return self._state().sessions.get(session_id)

    async def find_active_by_plate(self, license_plate: str) -> ParkingSession | None:
        return next((each for each in self._of(license_plate) if each.is_active), None)

    async def find_latest_by_plate(self, license_plate: str) -> ParkingSession | None:
        return next((each for each in self._of(license_plate) if each.record_removed_at is None), None)

    async def find_owing_by_plate(self, license_plate: str) -> ParkingSession | None:
        return next((each for each in self._of(license_plate) if not each.is_active and each.balance_cents), None)

    async def find_active(self) -> list[ParkingSession]:
        active = (each for each in self._state().sessions.values() if each.is_active)
        return sorted(active, key=lambda each: (each.check_in_at, each.id))

    async def find_records(self, where: RecordFilter) -> list[ParkingSession]:
        latest: dict[str, ParkingSession] = {}
        for each in sorted(self._records(), key=lambda each: (each.check_in_at, each.id)):
            if each.status is not SessionStatus.CANCELLED:
                latest[each.license_plate] = each
        return [each for each in sorted(latest.values(), key=lambda each: each.id) if _matches(each, where)]

    async def find_overlapping(self, start: datetime, end: datetime) -> list[ParkingSession]:
        found = (
            each
            for each in self._state().sessions.values()
            if each.check_in_at < end and (each.check_out_at is None or each.check_out_at > start)
        )
        return sorted(found, key=lambda each: (each.check_in_at, each.id))

    async def count_active(self) -> int:
        return sum(each.is_active for each in self._state().sessions.values())

    async def count_parked_at(self, moment: datetime) -> int:
        return sum(
            each.check_in_at <= moment and (each.check_out_at is None or each.check_out_at > moment)
            for each in self._state().sessions.values()
        )

    async def save(self, session: ParkingSession) -> ParkingSession:
        sessions = self._state().sessions
        stored = sessions.get(session.id)
        if stored is None or stored.version != session.version:
            raise Conflict(f"The stay of {session.license_plate} was changed by another request")
        saved = replace(session, version=session.version + 1, updated_at=self._clock.now())
        sessions[session.id] = saved
        return saved

    async def find_range(self, wanted: SessionRange) -> list[ParkingSession]:
        return session_range(self._state().sessions.values(), wanted)

    async def count_by_status(self, where: SessionFilter) -> Counter[SessionStatus]:
        return count_sessions(self._state().sessions.values(), where)

    async def remove_all(self, at: datetime) -> list[str]:
        removed = [each.id for each in self._records()]
        sessions = self._state().sessions
        for key in removed:
            session = sessions[key]
            if session.is_active:
                session = replace(session, status=SessionStatus.CANCELLED, check_out_at=at)
            sessions[key] = replace(
                session, record_removed_at=at, version=session.version + 1, updated_at=self._clock.now()
            )
        return removed

    async def get_closed(self, start: datetime, end: datetime) -> list[ClosedStays]:
        groups: defaultdict[tuple[VehicleType, RateType, bool], list[ParkingSession]] = defaultdict(list)
        for each in self._state().sessions.values():
            ended = each.check_out_at
            if each.status is SessionStatus.COMPLETED and ended is not None and start <= ended < end:
                groups[each.vehicle_type, each.rate_type, each.is_paid].append(each)
        return [
            ClosedStays(
                vehicle_type=vehicle_type,
                rate_type=rate_type,
                is_paid=is_paid,
                stays=len(stays),
                charged_cents=sum(each.charged_cents for each in stays),
                owed_cents=sum(each.balance_cents for each in stays),
            )
            for (vehicle_type, rate_type, is_paid), stays in groups.items()
        ]

    async def get_parking_stats(self) -> ParkingStats:
        statuses = [each.record_status for each in self._records()]
        return ParkingStats(
            parked=statuses.count(RecordStatus.PARKED),
            unpaid=statuses.count(RecordStatus.CHECKED_OUT_UNPAID),
            completed=statuses.count(RecordStatus.COMPLETED),
        )

    async def get_revenue_stats(self) -> RevenueStats:
        records = self._records()
        completed = [each.charged_cents for each in records if each.record_status is RecordStatus.COMPLETED]
        unpaid = [each for each in records if each.record_status is RecordStatus.CHECKED_OUT_UNPAID]
        return RevenueStats(
            revenue=sum(completed),
            pending=sum(each.balance_cents for each in unpaid),
            completed_sessions=len(completed),
        )

    def _records(self) -> list[ParkingSession]:
        return [each for each in self._state().sessions.values() if each.record_removed_at is None]

    def _of(self, license_plate: str) -> list[ParkingSession]:
        """Stays of a plate, latest check-in first."""
        found = [each for each in self._state().sessions.values() if each.license_plate == license_plate]
        return sorted(found, key=lambda each: (each.check_in_at, each.id), reverse=True)


def _matches(session: ParkingSession, where: RecordFilter) -> bool:
    return (
        where.spot_id in (None, session.spot_id)
        and where.vehicle_type in (None, session.vehicle_type)
        and where.rate_type in (None, session.rate_type)
    )


def _seen_first(session: ParkingSession) -> Vehicle:
    """What a first check-in tells of a vehicle."""
    return Vehicle(
        license_plate=session.license_plate,
        vehicle_type=session.vehicle_type,
        created_at=session.created_at,
        updated_at=session.created_at,
    )


class InMemoryTickets:
    """``TicketRepository`` over a ``State``; keyed by stay."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def create(self, ticket: Ticket) -> None:
        tickets = self._state().tickets
        if ticket.session_id in tickets:
            raise DuplicateEntry("The stay has a ticket already", fields=["sessionId"])
        tickets[ticket.session_id] = ticket

    async def find_by_session(self, session_id: str) -> Ticket | None:
        return self._state().tickets.get(session_id)

    async def find_by_number(self, number: str) -> Ticket | None:
        return next((each for each in self._state().tickets.values() if each.number == number), None)

    async def save(self, ticket: Ticket) -> None:
        self._state().tickets[ticket.session_id] = ticket
