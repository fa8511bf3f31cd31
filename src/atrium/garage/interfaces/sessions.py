"""The store of stays, their parking records and tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from atrium.garage.models import ParkingSession, RateType, Ticket, VehicleType

from .session_lists import SessionLists

__all__ = ["ClosedStays", "ParkingStats", "RecordFilter", "RevenueStats", "SessionRepository", "TicketRepository"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkingStats:
    """Counts of parking records by status."""

    parked: int
    unpaid: int
    completed: int

    @property
    def checked_out(self) -> int:
        return self.unpaid + self.completed

    @property
    def total(self) -> int:
        return self.parked + self.checked_out


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueStats:
    """Money of the parking records, in cents: ``revenue`` of paid ones, ``pending`` of checked-out, unpaid ones."""

    revenue: int
    pending: int
    completed_sessions: int

    @property
    def average(self) -> int:
        """Cents per completed record, rounded half up; zero without one."""
        if not self.completed_sessions:
            return 0
        return (2 * self.revenue + self.completed_sessions) // (2 * self.completed_sessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedStays:
    """Stays that ended within a period, by what was parked and whether they are paid; amounts are cents."""

    vehicle_type: VehicleType
    rate_type: RateType
    is_paid: bool
    stays: int
    charged_cents: int
    owed_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Conditions joined by AND; None means any."""

    spot_id: str | None = None
    vehicle_type: VehicleType | None = None
    rate_type: RateType | None = None


class SessionRepository(SessionLists, Protocol):
    """Stays of one garage. A parking record is the view of a stay that was not removed from the store."""

    async def open(self, session: ParkingSession) -> ParkingSession:
        """Store a new active stay, and the vehicle when it was never seen before.

        Raises:
            DuplicateEntry: the vehicle is parked already, or the spot holds another one.
        """
        ...

    async def find_by_id(self, session_id: str) -> ParkingSession | None: ...

    async def find_active_by_plate(self, license_plate: str) -> ParkingSession | None: ...

    async def find_latest_by_plate(self, license_plate: str) -> ParkingSession | None:
        """The latest stay of the plate whose record was not removed."""
        ...

    async def find_owing_by_plate(self, license_plate: str) -> ParkingSession | None:
        """The latest closed stay of the plate with a balance, removed records included."""
        ...

    async def find_active(self) -> list[ParkingSession]:
        """Stays of parked vehicles, earliest check-in first."""
        ...

    async def find_records(self, where: RecordFilter) -> list[ParkingSession]:
        """The parking records that match, in the order of creation.

        The record of a plate is its latest stay that was neither cancelled nor removed.
        """
        ...

    async def find_overlapping(self, start: datetime, end: datetime) -> list[ParkingSession]:
        """Every stay, removed records included, that lay at least partly within ``[start, end)``."""
        ...

    async def count_active(self) -> int:
        """How many vehicles are parked now."""
        ...

    async def count_parked_at(self, moment: datetime) -> int:
        """How many vehicles were parked at a moment."""
        ...

    async def save(self, session: ParkingSession) -> ParkingSession:
        """Write a changed stay over the version it was read at; the stay with its new version.

        Raises:
            Conflict: somebody else changed it meanwhile.
        """
        ...

    async def remove_all(self, at: datetime) -> list[str]:
        """Remove every parking record; stays that were still active are cancelled at that time.

        Stays keep what was charged and paid. The ids of the stays it changed.
        """
        ...

    async def get_closed(self, start: datetime, end: datetime) -> list[ClosedStays]:
        """Stays that were checked out within ``[start, end)``, removed records included; no group is empty."""
        ...

    async def get_parking_stats(self) -> ParkingStats: ...

    async def get_revenue_stats(self) -> RevenueStats: ...


class TicketRepository(Protocol):
    """One ticket for each stay."""

    async def create(self, ticket: Ticket) -> None: ...

    async def find_by_session(self, session_id: str) -> Ticket | None: ...

    async def find_by_number(self, number: str) -> Ticket | None: ...

    async def save(self, ticket: Ticket) -> None: ...
