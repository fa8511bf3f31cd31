"""The store of reservations."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from atrium.garage.models import Reservation, ReservationStatus

__all__ = ["ReservationRepository"]


class ReservationRepository(Protocol):
    """Reservations of one garage; lists are in the order of ``starts_at``."""

    async def book(self, reservation: Reservation) -> Reservation:
        """Store a reservation that overlaps no other active or used one of its spot, however many ask at once.

        Raises:
            ReservationConflict: the spot is reserved for part of that time.
            SpotNotFound: there is no such spot.
        """
        ...

    async def find_by_id(self, reservation_id: str) -> Reservation | None: ...

    async def find_by_session(self, session_id: str) -> Reservation | None:
        """The reservation that became this stay."""
        ...

    async def find_active_by_plate(self, license_plate: str) -> list[Reservation]: ...

    async def find_blocking(self, start: datetime, end: datetime) -> list[Reservation]:
        """Active and used reservations that overlap ``[start, end)``, of any spot."""
        ...

    async def find_lapsed(self, now: datetime) -> list[Reservation]:
        """Active reservations whose ``hold_until`` has come."""
        ...

    async def find_between(
        self, start: datetime, end: datetime, status: ReservationStatus | None = None
    ) -> list[Reservation]:
        """Reservations that start within ``[start, end)``."""
        ...

    async def save(self, reservation: Reservation) -> Reservation:
        """Write a change of status over the version it was read at; it with its new version.

        Raises:
            Conflict: somebody else changed it meanwhile.
        """
        ...

    async def count_by_status(self) -> dict[ReservationStatus, int]: ...
