"""Lists of stays and sums of ended ones, over every store, against the same worked out from all stays."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import product

import pytest

from atrium.garage.interfaces import GarageStore, SessionFilter, SessionRange, SessionSort
from atrium.garage.models import ParkingSession, PaymentMethod, RateType, SessionStatus, VehicleType
from atrium.garage.services import CheckIn, CheckOut, GarageServices, PaymentTerms, StayPayment, bootstrap
from atrium.platform.clock import ManualClock

from .conftest import EVERY_STORE, FLOORS, START

pytestmark = EVERY_STORE

FILTERS = [
    SessionFilter(),
    SessionFilter(status=SessionStatus.COMPLETED),
    SessionFilter(since=START + timedelta(minutes=25)),
    SessionFilter(text="A-"),
    SessionFilter(text="F1-B2"),
]


@pytest.fixture
async def stays(store: GarageStore, clock: ManualClock) -> list[ParkingSession]:
    """Active, cancelled, unpaid and paid ones."""
    services: GarageServices = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", FLOORS)
    ids: list[str] = []
    for number, plate in enumerate(("A-1", "A-2", "B-1", "B-2", "B-3")):
        rate = list(RateType)[number % 3]
        order = CheckIn(license_plate=plate, vehicle_type=VehicleType.STANDARD, rate_type=rate)
        ids.append((await services.check_in.check_in(order)).session.id)
        clock.advance(timedelta(minutes=10 + number))
    await services.check_out.check_out(CheckOut(license_plate="A-2"))
    clock.advance(timedelta(hours=3))
    await services.check_out.check_out(CheckOut(license_plate="B-1", remove_record=False))
    await services.payments.pay(
        StayPayment(license_plate="B-1", terms=PaymentTerms(idempotency_key="paid", method=PaymentMethod.CASH))
    )
    await services.sessions.cancel(ids[3], "mistake")
    found = [await store.committed.sessions.find_by_id(each) for each in ids]
    return [each for each in found if each is not None]


def matches(stay: ParkingSession, where: SessionFilter) -> bool:
    return (
        where.status in (None, stay.status)
        and (where.since is None or stay.check_in_at >= where.since)
        and (where.text is None or where.text in stay.license_plate + " " + stay.spot_id)
    )


def figure(stay: ParkingSession, sort: SessionSort) -> object:
    figures = {
        SessionSort.CREATED_AT: stay.check_in_at,
        SessionSort.LICENSE_PLATE: stay.license_plate,
        SessionSort.COST: stay.charged_cents,
        SessionSort.DURATION: (stay.check_out_at or stay.check_in_at) - stay.check_in_at,
        SessionSort.END_TIME: (stay.check_out_at is not None, stay.check_out_at or START),
    }
    return figures[sort]


async def test_ranges_in_every_order(store: GarageStore, stays: list[ParkingSession]) -> None:
    for sort, descending, where in product(SessionSort, (False, True), FILTERS):
        expected = sorted((each for each in stays if matches(each, where)), key=lambda each: each.id)
        expected.sort(key=lambda each: figure(each, sort), reverse=descending)  # type: ignore[arg-type, return-value]
        for skip, take in ((0, 2), (1, 50), (9, 2)):
            wanted = SessionRange(where=where, sort=sort, descending=descending, skip=skip, take=take)
            found = await store.committed.sessions.find_range(wanted)
            assert [each.id for each in found] == [each.id for each in expected[skip : skip + take]], wanted


async def test_counts_by_status(store: GarageStore, stays: list[ParkingSession]) -> None:
    for where in FILTERS:
        expected = Counter(each.status for each in stays if matches(each, where))
        assert await store.committed.sessions.count_by_status(where) == expected


async def test_ended_stays_by_kind(store: GarageStore, stays: list[ParkingSession], clock: ManualClock) -> None:
    end = clock.now() + timedelta(milliseconds=1)
    groups = await store.committed.sessions.get_closed(START, end)
    found = {(each.rate_type, each.is_paid): (each.stays, each.charged_cents, each.owed_cents) for each in groups}
    unpaid, paid = stays[1], stays[2]
    assert found == {
        (unpaid.rate_type, False): (1, unpaid.charged_cents, unpaid.charged_cents),
        (paid.rate_type, True): (1, paid.charged_cents, 0),
    }
    assert all(each.vehicle_type is VehicleType.STANDARD for each in groups)
    assert await store.committed.sessions.get_closed(end, end + timedelta(days=1)) == []


async def test_removing_all_records_keeps_the_stays(
    store: GarageStore, stays: list[ParkingSession], clock: ManualClock
) -> None:
    at = clock.now()
    removed = await store.transact(lambda repositories: repositories.sessions.remove_all(at))
    records = [each for each in stays if each.record_removed_at is None]
    assert sorted(removed) == sorted(each.id for each in records)
    for before in records:
        after = await store.committed.sessions.find_by_id(before.id)
        assert after is not None
        assert (after.record_removed_at, after.version) == (at, before.version + 1)
        expected = (SessionStatus.CANCELLED, at) if before.is_active else (before.status, before.check_out_at)
        assert (after.status, after.check_out_at) == expected
    assert await store.transact(lambda repositories: repositories.sessions.remove_all(at)) == []
