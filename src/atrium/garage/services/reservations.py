"""Reservations: a spot kept for a vehicle for a time, at once (a hold) or later (a booking).

A spot's reservations never overlap. From the hold time before its start a booked spot is closed to others; when
the vehicle has not come by ``hold_until``, the reservation is given up: a hold expires, a booking is a no-show.
``reserve``, ``change``, ``cancel``, ``complete``, ``sweep``; a vehicle uses its reservation by checking in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from atrium.garage.assignment import is_compatible, spot_score
from atrium.garage.errors import (
    DuplicateCheckIn,
    GarageNotInitialised,
    ReservationClosed,
    ReservationConflict,
    ReservationNotFound,
    SpotNotFound,
)
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import Reservation, ReservationStatus, Spot, SpotStatus, VehicleType, normalise_plate
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock, to_utc_millis
from atrium.platform.errors import ValidationFailed
from atrium.platform.ids import uuid7

from .numbers import reservation_number
from .policy import GaragePolicy

__all__ = ["ReservationService", "Reserve", "Sweep"]

_MOMENT = timedelta(milliseconds=1)
_LONGEST = timedelta(days=30)
_FARTHEST = timedelta(days=366)
_UNUSABLE = (SpotStatus.MAINTENANCE, SpotStatus.OUT_OF_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """``starts_at`` None is now, ``ends_at`` None the policy's hold time later; ``spot_id`` None the best free spot."""

    license_plate: str
    vehicle_type: VehicleType
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    spot_id: str | None = None
    actor: str = SYSTEM_ACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What a sweep did: reservations given up, spots closed for bookings that are near."""

    expired: int
    no_shows: int
    closed: int


class ReservationService:
    """Keeps spots for vehicles."""

    def __init__(self, store: GarageStore, clock: Clock, policy: GaragePolicy) -> None:
        self._store = store
        self._clock = clock
        self._hold = policy.hold_time

    async def reserve(self, request: Reserve) -> Reservation:
        """Reserve a spot.

        Raises:
            ValidationFailed: the plate or the times are not acceptable.
            ReservationConflict: the spot, or every fitting one, is taken for part of that time, or the vehicle
                has a reservation that overlaps it.
            DuplicateCheckIn: the vehicle is parked.
            SpotNotFound: there is no such spot.
        """
        now = self._clock.now()
        draft = self._draft(request, now)

        async def unit(repositories: Repositories) -> Reservation:
            return await self._book(repositories, draft, request, now)

        return await self._store.transact(unit)

    async def change(self, reservation_id: str, starts_at: datetime, ends_at: datetime, *, actor: str) -> Reservation:
        """Move an active reservation to another time: the former one is cancelled, the new one returned.

        Raises:
            ReservationNotFound, ReservationClosed: see ``cancel``. All that ``reserve`` raises; nothing is
                changed then.
        """

        async def unit(repositories: Repositories) -> Reservation:
            former = await _active(repositories, reservation_id)
            now = self._clock.now()
            request = Reserve(
                license_plate=former.license_plate,
                vehicle_type=former.vehicle_type,
                starts_at=starts_at,
                ends_at=ends_at,
                spot_id=former.spot_id,
                actor=actor,
            )
            await self._close(repositories, former, ReservationStatus.CANCELLED, actor, "changed")
            return await self._book(repositories, self._draft(request, now), request, now)

        return await self._store.transact(unit)

    async def cancel(self, reservation_id: str, *, reason: str = "", actor: str = SYSTEM_ACTOR) -> Reservation:
        """Give an active reservation up.

        Raises:
            ReservationNotFound: there is none; ReservationClosed: it is not active.
        """

        async def unit(repositories: Repositories) -> Reservation:
            reservation = await _active(repositories, reservation_id)
            return await self._close(repositories, reservation, ReservationStatus.CANCELLED, actor, reason)

        return await self._store.transact(unit)

    async def complete(self, reservation_id: str, *, actor: str = SYSTEM_ACTOR) -> Reservation:
        """End a used reservation before its vehicle leaves, so that the spot can be reserved again.

        Raises:
            ReservationNotFound: there is none; ReservationClosed: it is not used.
        """

        async def unit(repositories: Repositories) -> Reservation:
            reservation = await _find(repositories, reservation_id)
            if reservation.status is not ReservationStatus.USED:
                raise ReservationClosed(f"Reservation {reservation.number} is {reservation.status}, not used")
            return await self._close(repositories, reservation, ReservationStatus.COMPLETED, actor, "")

        return await self._store.transact(unit)

    async def sweep(self) -> Sweep:
        """Give up lapsed reservations and close the spots of near ones; run it now and then."""
        now = self._clock.now()
        given_up: list[ReservationStatus] = []
        for reservation in await self._store.committed.reservations.find_lapsed(now):
            status = ReservationStatus.NO_SHOW if reservation.is_booking else ReservationStatus.EXPIRED
            if await self._give_up(reservation.id, status):
                given_up.append(status)
        closed = 0
        for near in await self._store.committed.reservations.find_blocking(now, now + self._hold + _MOMENT):
            if near.status is ReservationStatus.ACTIVE:
                closed += await self._store.transact(lambda each, spot=near.spot_id: _reserve_spot(each, spot))
        return Sweep(
            expired=given_up.count(ReservationStatus.EXPIRED),
            no_shows=given_up.count(ReservationStatus.NO_SHOW),
            closed=closed,
        )

    async def find(self, reservation_id: str) -> Reservation:
        """One reservation. Raises ReservationNotFound."""
        return await _find(self._store.committed, reservation_id)

    async def find_by_plate(self, license_plate: str) -> list[Reservation]:
        """The active reservations of a vehicle."""
        return await self._store.committed.reservations.find_active_by_plate(normalise_plate(license_plate))

    async def find_between(
        self, start: datetime, end: datetime, status: ReservationStatus | None = None
    ) -> list[Reservation]:
        """Reservations that start within ``[start, end)``, earliest first."""
        return await self._store.committed.reservations.find_between(start, end, status)

    async def find_free_spots(self, start: datetime, end: datetime, vehicle_type: VehicleType) -> list[Spot]:
        """Spots that could be reserved for a vehicle of the type, the best one first."""
        return await self._free_spots(self._store.committed, start, end, vehicle_type)

    async def stats(self) -> dict[ReservationStatus, int]:
        """How many reservations there are of each status."""
        counted = await self._store.committed.reservations.count_by_status()
        return {status: counted.get(status, 0) for status in ReservationStatus}

    def _draft(self, request: Reserve, now: datetime) -> Reservation:
        """The reservation without garage and spot."""
        plate = normalise_plate(request.license_plate)
        starts_at = to_utc_millis(request.starts_at) if request.starts_at else now
        ends_at = to_utc_millis(request.ends_at) if request.ends_at else starts_at + self._hold
        if starts_at < now - timedelta(minutes=1) or starts_at - now > _FARTHEST:
            raise ValidationFailed("A reservation begins now, or within a year from now")
        if not timedelta() < ends_at - starts_at <= _LONGEST:
            raise ValidationFailed(f"A reservation ends after it begins, and lasts at most {_LONGEST.days} days")
        reservation_id = uuid7()
        return Reservation(
            id=reservation_id,
            number=reservation_number(reservation_id, now),
            garage_id="",
            spot_id=request.spot_id or "",
            license_plate=plate,
            vehicle_type=request.vehicle_type,
            starts_at=max(starts_at, now),
            ends_at=ends_at,
            hold_until=min(max(starts_at, now) + self._hold, ends_at),
            created_at=now,
        )

    async def _book(
        self, repositories: Repositories, draft: Reservation, request: Reserve, now: datetime
    ) -> Reservation:
        garage = await repositories.garages.find_by_name(self._store.config_name)
        if garage is None:
            raise GarageNotInitialised("Garage not initialized")
        await _refuse_double(repositories, draft)
        spot = await self._choose(repositories, draft)
        booked = await repositories.reservations.book(replace(draft, garage_id=garage.id, spot_id=spot.id))
        is_closed = booked.starts_at - now <= self._hold and await _reserve_spot(repositories, spot.id)
        if booked.starts_at <= now and not is_closed:
            raise ReservationConflict(f"Spot {spot.id} is {spot.status}", {"spotId": spot.id})
        await repositories.audit.write(_trail(booked, "reservation.made", request.actor, now))
        return booked

    async def _choose(self, repositories: Repositories, draft: Reservation) -> Spot:
        if draft.spot_id:
            spot = await repositories.spots.find_by_id(draft.spot_id)
            if spot is None:
                raise SpotNotFound(f"Spot {draft.spot_id} not found")
            if spot.status in _UNUSABLE or not is_compatible(draft.vehicle_type, spot.type):
                raise ReservationConflict(
                    f"Spot {spot.id} ({spot.type}, {spot.status}) cannot take a {draft.vehicle_type} vehicle",
                    {"spotId": spot.id},
                )
            return spot
        free = await self._free_spots(repositories, draft.starts_at, draft.ends_at, draft.vehicle_type)
        if not free:
            raise ReservationConflict(f"No spot for a {draft.vehicle_type} vehicle is free for that time")
        return free[0]

    async def _free_spots(
        self, repositories: Repositories, start: datetime, end: datetime, vehicle_type: VehicleType
    ) -> list[Spot]:
        taken = {each.spot_id for each in await repositories.reservations.find_blocking(start, end)}
        is_near = start - self._clock.now() <= self._hold
        return _best_first(
            [
                spot
                for spot in await repositories.spots.find_all()
                if spot.id not in taken
                and is_compatible(vehicle_type, spot.type)
                and (spot.status is SpotStatus.AVAILABLE if is_near else spot.status not in _UNUSABLE)
            ],
            vehicle_type,
        )

    async def _give_up(self, reservation_id: str, status: ReservationStatus) -> bool:
        async def unit(repositories: Repositories) -> bool:
            reservation = await _find(repositories, reservation_id)
            if reservation.status is not ReservationStatus.ACTIVE:
                return False
            await self._close(repositories, reservation, status, SYSTEM_ACTOR, "nobody came")
            return True

        return await self._store.transact(unit)

    async def _close(
        self,
        repositories: Repositories,
        reservation: Reservation,
        status: ReservationStatus,
        actor: str,
        reason: str,
    ) -> Reservation:
        now = self._clock.now()
        closed = await repositories.reservations.save(
            replace(reservation, status=status, reason=reason or None, closed_at=now)
        )
        if reservation.status is ReservationStatus.ACTIVE and reservation.starts_at - now <= self._hold:
            await repositories.spots.move(reservation.spot_id, SpotStatus.RESERVED, SpotStatus.AVAILABLE)
        await repositories.audit.write(_trail(closed, f"reservation.{status.value}", actor, now, reservation))
        return closed


async def _find(repositories: Repositories, reservation_id: str) -> Reservation:
    found = await repositories.reservations.find_by_id(reservation_id)
    if found is None:
        raise ReservationNotFound(f"Reservation {reservation_id!r} not found")
    return found


async def _active(repositories: Repositories, reservation_id: str) -> Reservation:
    reservation = await _find(repositories, reservation_id)
    if reservation.status is not ReservationStatus.ACTIVE:
        raise ReservationClosed(f"Reservation {reservation.number} is {reservation.status}, not active")
    return reservation


async def _refuse_double(repositories: Repositories, draft: Reservation) -> None:
    parked = await repositories.sessions.find_active_by_plate(draft.license_plate)
    if parked is not None:
        raise DuplicateCheckIn(
            f"Vehicle {draft.license_plate} is parked at spot {parked.spot_id}", {"spotId": parked.spot_id}
        )
    for other in await repositories.reservations.find_active_by_plate(draft.license_plate):
        if other.overlaps(draft.starts_at, draft.ends_at):
            raise ReservationConflict.of(other)


async def _reserve_spot(repositories: Repositories, spot_id: str) -> bool:
    return await repositories.spots.move(spot_id, SpotStatus.AVAILABLE, SpotStatus.RESERVED)


def _best_first(spots: Sequence[Spot], vehicle_type: VehicleType) -> list[Spot]:
    return sorted(spots, key=lambda spot: (-spot_score(spot, vehicle_type), spot.position))


def _trail(
    reservation: Reservation, action: str, actor: str, at: datetime, before: Reservation | None = None
) -> AuditRecord:
    return AuditRecord(
        actor=actor,
        action=action,
        entity_type="reservation",
        entity_id=reservation.id,
        at=at,
        detail={"plate": reservation.license_plate, "spot": reservation.spot_id, "number": reservation.number},
        before={"status": before.status.value} if before else None,
        after={"status": reservation.status.value},
    )
