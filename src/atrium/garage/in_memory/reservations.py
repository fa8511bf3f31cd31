"""Reservations in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from atrium.garage.errors import ReservationConflict, SpotNotFound
from atrium.garage.models import Reservation, ReservationStatus
from atrium.platform.errors import Conflict

from .state import State

__all__ = ["InMemoryReservations"]


class InMemoryReservations:
    """``ReservationRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def book(self, reservation: Reservation) -> Reservation:
        state = self._state()
        if reservation.spot_id not in state.spots:
            raise SpotNotFound(f"Spot {reservation.spot_id} not found")
        for other in await self.find_blocking(reservation.starts_at, reservation.ends_at):
            if other.spot_id == reservation.spot_id:
                raise ReservationConflict.of(other)
        state.operations.reservations[reservation.id] = reservation
        return reservation

    async def find_by_id(self, reservation_id: str) -> Reservation | None:
        return self._state().operations.reservations.get(reservation_id)

    async def find_by_session(self, session_id: str) -> Reservation | None:
        return next(iter(self._where(lambda each: each.session_id == session_id)), None)

    async def find_active_by_plate(self, license_plate: str) -> list[Reservation]:
        return self._where(lambda each: each.license_plate == license_plate and each.status is ReservationStatus.ACTIVE)

    async def find_blocking(self, start: datetime, end: datetime) -> list[Reservation]:
        return self._where(lambda each: each.blocks and each.overlaps(start, end))

    async def find_lapsed(self, now: datetime) -> list[Reservation]:
        return self._where(lambda each: each.status is ReservationStatus.ACTIVE and each.hold_until <= now)

    async def find_between(
        self, start: datetime, end: datetime, status: ReservationStatus | None = None
    ) -> list[Reservation]:
        return self._where(lambda each: start <= each.starts_at < end and status in (None, each.status))

    async def save(self, reservation: Reservation) -> Reservation:
        reservations = self._state().operations.reservations
        stored = reservations.get(reservation.id)
        if stored is None or stored.version != reservation.version:
            raise Conflict(f"Reservation {reservation.number} was changed by another request")
        saved = replace(reservation, version=reservation.version + 1)
        reservations[saved.id] = saved
        return saved

    async def count_by_status(self) -> dict[ReservationStatus, int]:
        return dict(Counter(each.status for each in self._state().operations.reservations.values()))

    def _where(self, wanted: Callable[[Reservation], bool]) -> list[Reservation]:
        found = (each for each in self._state().operations.reservations.values() if wanted(each))
        return sorted(found, key=lambda each: (each.starts_at, each.id))
