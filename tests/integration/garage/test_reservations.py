"""Reservations from making to leaving, over every store; concurrent callers on every database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from atrium.garage.errors import (
    DuplicateCheckIn,
    GarageFull,
    ReservationClosed,
    ReservationConflict,
    ReservationNotFound,
    SpotNotFound,
)
from atrium.garage.interfaces import GarageStore
from atrium.garage.models import Reservation, ReservationStatus, SpotStatus, VehicleType
from atrium.garage.services import CheckIn, CheckOut, GarageServices, Reserve
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, ValidationFailed
from prismstack.data import WriteConflict
from tests.integration.garage.conftest import EVERY_STORE, START

HOUR = timedelta(hours=1)
SPOT = "F1-B1-S005"


def request(plate: str = "AA-1", start: float | None = None, end: float | None = None, **more: object) -> Reserve:
    return Reserve(
        license_plate=plate,
        vehicle_type=VehicleType.STANDARD,
        starts_at=None if start is None else START + start * HOUR,
        ends_at=None if end is None else START + end * HOUR,
        **more,  # type: ignore[arg-type]
    )


async def spot_status(services: GarageServices, spot: str) -> SpotStatus:
    return (await services.spots.find(spot)).status


async def arrive(services: GarageServices, plate: str = "AA-1") -> str:
    result = await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.STANDARD))
    return result.spot.id


async def test_a_hold_is_used_and_completed(services: GarageServices, clock: ManualClock) -> None:
    held = await services.reservations.reserve(request())
    assert (held.ends_at - held.starts_at, held.is_booking) == (HOUR / 2, False)
    assert await spot_status(services, held.spot_id) is SpotStatus.RESERVED
    assert await arrive(services, "BB-2") != held.spot_id
    clock.advance(HOUR / 3)
    assert await arrive(services) == held.spot_id
    used = await services.reservations.find(held.id)
    assert (used.status, used.session_id is not None) == (ReservationStatus.USED, True)
    with pytest.raises(ReservationClosed):
        await services.reservations.cancel(held.id)
    await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert (await services.reservations.find(held.id)).status is ReservationStatus.COMPLETED
    assert await spot_status(services, held.spot_id) is SpotStatus.AVAILABLE


async def test_a_hold_that_nobody_uses_expires(services: GarageServices, clock: ManualClock) -> None:
    held = await services.reservations.reserve(request())
    clock.advance(HOUR / 2 - timedelta(seconds=1))
    assert (await services.reservations.sweep()).expired == 0
    clock.advance(timedelta(seconds=1))
    assert (await services.reservations.sweep()).expired == 1
    assert (await services.reservations.find(held.id)).status is ReservationStatus.EXPIRED
    assert await spot_status(services, held.spot_id) is SpotStatus.AVAILABLE
    assert (await services.reservations.sweep()).expired == 0


async def test_a_booking_closes_its_spot_when_it_is_near(services: GarageServices, clock: ManualClock) -> None:
    booked = await services.reservations.reserve(request(start=2, end=4, spot_id=SPOT))
    assert await spot_status(services, SPOT) is SpotStatus.AVAILABLE
    clock.advance(1.5 * HOUR)
    assert (await services.reservations.sweep()).closed == 1
    assert await spot_status(services, SPOT) is SpotStatus.RESERVED
    clock.advance(HOUR)
    sweep = await services.reservations.sweep()
    assert (sweep.no_shows, sweep.expired) == (1, 0)
    assert (await services.reservations.find(booked.id)).status is ReservationStatus.NO_SHOW
    assert await spot_status(services, SPOT) is SpotStatus.AVAILABLE
    stats = await services.reservations.stats()
    assert (stats[ReservationStatus.NO_SHOW], stats[ReservationStatus.ACTIVE]) == (1, 0)


async def test_a_spot_that_is_still_taken_is_replaced(services: GarageServices, clock: ManualClock) -> None:
    taken = await arrive(services, "BB-2")
    booked = await services.reservations.reserve(request(start=2, end=4, spot_id=taken))
    clock.advance(2 * HOUR)
    await services.reservations.sweep()
    other = await arrive(services)
    assert other != taken
    assert (await services.reservations.find(booked.id)).status is ReservationStatus.USED


async def test_overlaps_are_refused(services: GarageServices) -> None:
    await services.reservations.reserve(request(start=2, end=4, spot_id=SPOT))
    with pytest.raises(ReservationConflict):
        await services.reservations.reserve(request("BB-2", start=3, end=5, spot_id=SPOT))
    with pytest.raises(ReservationConflict):
        await services.reservations.reserve(request(start=3, end=5))
    elsewhere = await services.reservations.reserve(request("BB-2", start=3, end=5))
    assert elsewhere.spot_id != SPOT
    await services.reservations.reserve(request("CC-3", start=4, end=5, spot_id=SPOT))
    free = await services.reservations.find_free_spots(START + 3 * HOUR, START + 4 * HOUR, VehicleType.STANDARD)
    assert {SPOT, elsewhere.spot_id}.isdisjoint(spot.id for spot in free)


async def test_what_cannot_be_reserved(services: GarageServices, store: GarageStore) -> None:
    await arrive(services, "BB-2")
    with pytest.raises(DuplicateCheckIn):
        await services.reservations.reserve(request("BB-2", start=5, end=6))
    for start, end in ((-1.0, 1.0), (2.0, 2.0), (3.0, 2.0), (1.0, 1.0 + 24 * 31), (24.0 * 400, 24.0 * 400 + 1)):
        with pytest.raises(ValidationFailed):
            await services.reservations.reserve(request(start=start, end=end))
    with pytest.raises(ValidationFailed):
        await services.reservations.reserve(request("X"))
    with pytest.raises(SpotNotFound):
        await services.reservations.reserve(request(spot_id="F9-B9-S009"))
    await store.transact(lambda each: each.spots.update(SPOT, {"status": SpotStatus.MAINTENANCE}))
    with pytest.raises(ReservationConflict):
        await services.reservations.reserve(request(spot_id=SPOT))
    with pytest.raises(ReservationNotFound):
        await services.reservations.find("nothing")


async def test_a_refused_hold_leaves_nothing_behind(services: GarageServices) -> None:
    taken = await arrive(services, "BB-2")
    with pytest.raises(ReservationConflict):
        await services.reservations.reserve(request(spot_id=taken))
    assert await services.reservations.find_by_plate("AA-1") == []
    assert await spot_status(services, taken) is SpotStatus.OCCUPIED


async def test_change_and_cancel(services: GarageServices, store: GarageStore) -> None:
    booked = await services.reservations.reserve(request(start=2, end=4, spot_id=SPOT))
    await services.reservations.reserve(request("BB-2", start=6, end=8, spot_id=SPOT))
    with pytest.raises(ReservationConflict):
        await services.reservations.change(booked.id, START + 5 * HOUR, START + 7 * HOUR, actor="clerk")
    assert (await services.reservations.find(booked.id)).status is ReservationStatus.ACTIVE
    moved = await services.reservations.change(booked.id, START + 3 * HOUR, START + 6 * HOUR, actor="clerk")
    assert (await services.reservations.find(booked.id)).status is ReservationStatus.CANCELLED
    assert await services.reservations.find_by_plate("aa-1") == [moved]
    await services.reservations.cancel(moved.id, reason="rain", actor="clerk")
    trail = await store.committed.audit.find_by_entity("reservation", moved.id)
    assert [(each.actor, each.action) for each in trail] == [
        ("clerk", "reservation.made"),
        ("clerk", "reservation.cancelled"),
    ]
    assert trail[-1].before == {"status": "active"}
    assert trail[-1].after == {"status": "cancelled"}


async def test_staff_completes_a_used_reservation(services: GarageServices) -> None:
    held = await services.reservations.reserve(request())
    with pytest.raises(ReservationClosed):
        await services.reservations.complete(held.id)
    await arrive(services)
    assert (await services.reservations.complete(held.id)).status is ReservationStatus.COMPLETED


async def test_a_full_garage_holds_nothing(services: GarageServices) -> None:
    for number in range(32):
        await services.reservations.reserve(request(f"P-{number}"))
    with pytest.raises(ReservationConflict):
        await services.reservations.reserve(request())
    with pytest.raises(GarageFull):
        await arrive(services)


@EVERY_STORE
async def test_of_many_who_want_one_spot_at_once_one_gets_it(services: GarageServices) -> None:
    """Periods of five hours that begin a few minutes apart all overlap each other."""
    wanted = [request(f"P-{n}", start=2 + n / 20, end=7 + n / 20, spot_id=SPOT) for n in range(20)]
    outcomes = await asyncio.gather(*map(services.reservations.reserve, wanted), return_exceptions=True)
    won = [each for each in outcomes if isinstance(each, Reservation)]
    assert len(won) == 1
    assert all(isinstance(each, Reservation | Conflict | WriteConflict) for each in outcomes), outcomes
    kept = await services.reservations.find_between(START, START + 24 * HOUR, ReservationStatus.ACTIVE)
    assert kept == won


@EVERY_STORE
async def test_who_does_not_care_for_the_spot_gets_one_of_his_own(services: GarageServices) -> None:
    wanted = [request(f"P-{n}", start=2, end=3) for n in range(8)]
    outcomes = await asyncio.gather(*map(services.reservations.reserve, wanted), return_exceptions=True)
    won = [each for each in outcomes if isinstance(each, Reservation)]
    assert won
    assert len({each.spot_id for each in won}) == len(won)
    assert all(isinstance(each, Reservation | Conflict | WriteConflict) for each in outcomes), outcomes
