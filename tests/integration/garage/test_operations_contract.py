"""The operator's repositories, method by method, over every store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from atrium.garage.errors import DayClosed, ReservationConflict, SpotNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import (
    AttemptStatus,
    Customer,
    CustomerTier,
    DayClose,
    DiscountCode,
    DiscountKind,
    Garage,
    JournalEntry,
    JournalKind,
    LedgerAccount,
    PaymentAttempt,
    PaymentMethod,
    Permit,
    PermitStatus,
    PlanTier,
    Quote,
    RatePlan,
    Reservation,
    ReservationStatus,
    SpotStatus,
    SpotType,
    SurgeKind,
    SurgeRule,
    VehicleType,
)
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, DuplicateEntry
from atrium.platform.ids import uuid7
from tests.integration.garage.conftest import EVERY_STORE, FLOORS, START

pytestmark = EVERY_STORE
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
T = TypeVar("T")


@pytest.fixture
async def garage(store: GarageStore) -> Garage:
    async def unit(repositories: Repositories) -> Garage:
        made = await repositories.garages.create("Central", FLOORS)
        await repositories.spots.create_spot(1, 1, 1)
        await repositories.spots.create_spot(1, 1, 2)
        return made

    return await store.transact(unit)


async def write(store: GarageStore, work: Callable[[Repositories], Awaitable[T]]) -> T:
    return await store.transact(work)


def reservation(garage: Garage, start: int, end: int, spot: int = 1, plate: str = "AA-1") -> Reservation:
    """From ``start`` to ``end`` hours after START."""
    identifier = uuid7()
    return Reservation(
        id=identifier,
        number=f"RSV-{identifier[-12:]}",
        garage_id=garage.id,
        spot_id=f"F1-B1-S00{spot}",
        license_plate=plate,
        vehicle_type=VehicleType.STANDARD,
        starts_at=START + start * HOUR,
        ends_at=START + end * HOUR,
        hold_until=START + start * HOUR + HOUR / 2,
        created_at=START,
    )


async def test_reservations_of_a_spot_never_overlap(store: GarageStore, garage: Garage) -> None:
    first = reservation(garage, 1, 3)
    assert await write(store, lambda each: each.reservations.book(first)) == first
    for start, end in ((0, 2), (2, 4), (1, 3), (0, 4), (2, 3)):
        with pytest.raises(ReservationConflict) as caught:
            await write(store, lambda each, s=start, e=end: each.reservations.book(reservation(garage, s, e)))
        assert caught.value.details["spotId"] == first.spot_id
    await write(store, lambda each: each.reservations.book(reservation(garage, 3, 4)))
    await write(store, lambda each: each.reservations.book(reservation(garage, 0, 1)))
    await write(store, lambda each: each.reservations.book(reservation(garage, 1, 3, spot=2)))
    with pytest.raises(SpotNotFound):
        await write(store, lambda each: each.reservations.book(reservation(garage, 1, 3, spot=9)))
    found = await store.committed.reservations.find_blocking(START + HOUR, START + 2 * HOUR)
    assert [each.spot_id for each in found] == ["F1-B1-S001", "F1-B1-S002"]


async def test_a_closed_reservation_blocks_no_more(store: GarageStore, garage: Garage) -> None:
    first = await write(store, lambda each: each.reservations.book(reservation(garage, 1, 3)))
    cancelled = replace(first, status=ReservationStatus.CANCELLED, reason="rain", closed_at=START)
    saved = await write(store, lambda each: each.reservations.save(cancelled))
    assert saved == replace(cancelled, version=1)
    assert await store.committed.reservations.find_by_id(first.id) == saved
    with pytest.raises(Conflict):
        await write(store, lambda each: each.reservations.save(cancelled))
    await write(store, lambda each: each.reservations.book(reservation(garage, 2, 4)))
    counts = await store.committed.reservations.count_by_status()
    assert counts == {ReservationStatus.CANCELLED: 1, ReservationStatus.ACTIVE: 1}


async def test_reservations_are_found(store: GarageStore, garage: Garage) -> None:
    first = await write(store, lambda each: each.reservations.book(reservation(garage, 1, 2)))
    second = await write(store, lambda each: each.reservations.book(reservation(garage, 5, 6, plate="BB-2")))
    repositories = store.committed.reservations
    assert await repositories.find_active_by_plate("BB-2") == [second]
    assert await repositories.find_lapsed(first.hold_until) == [first]
    assert await repositories.find_lapsed(first.hold_until - timedelta(milliseconds=1)) == []
    assert await repositories.find_between(START, START + 9 * HOUR) == [first, second]
    assert await repositories.find_between(START, START + 5 * HOUR) == [first]
    assert await repositories.find_between(START, START + 9 * HOUR, ReservationStatus.USED) == []
    assert await repositories.find_by_session("nobody") is None
    assert await repositories.find_by_id("nothing") is None


async def test_a_spot_moves_only_from_the_expected_status(store: GarageStore, garage: Garage) -> None:
    spot = "F1-B1-S001"
    reserved, free = SpotStatus.RESERVED, SpotStatus.AVAILABLE
    assert await write(store, lambda each: each.spots.move(spot, free, reserved))
    assert not await write(store, lambda each: each.spots.move(spot, free, reserved))
    assert await write(store, lambda each: each.spots.move(spot, reserved, SpotStatus.OCCUPIED, "AA-1"))
    found = await store.committed.spots.find_by_id(spot)
    assert found is not None
    assert (found.status, found.current_vehicle) == (SpotStatus.OCCUPIED, "AA-1")
    assert not await write(store, lambda each: each.spots.move("F9-B9-S009", free, reserved))


def plan(garage: Garage, code: str, hourly: int, *, is_default: bool = False) -> RatePlan:
    return RatePlan(
        id=uuid7(),
        garage_id=garage.id,
        code=code,
        is_default=is_default,
        name=code.title(),
        compact_hourly_cents=hourly,
        standard_hourly_cents=hourly,
        oversized_hourly_cents=hourly,
        day_cap_cents=4000,
        daily_cap_hours=None,
        surge_rules=(
            SurgeRule(kind=SurgeKind.WINDOW, percent=150, weekdays=frozenset({0, 6}), start_minute=420, end_minute=540),
        ),
        tiers=(PlanTier(tier=CustomerTier.VIP, discount_percent=20, grace_minutes=30, free_hours=5),),
        created_at=START,
    )


async def test_a_plan_is_replaced_by_its_next_version(store: GarageStore, garage: Garage) -> None:
    first = await write(store, lambda each: each.rate_plans.put(plan(garage, "day", 500, is_default=True)))
    plans = store.committed.rate_plans
    assert await plans.find_default() == first == await plans.find_current("day") == await plans.find_by_id(first.id)
    second = await write(store, lambda each: each.rate_plans.put(plan(garage, "day", 600)))
    assert (second.version, await plans.find_current("day"), await plans.find_default()) == (2, second, None)
    old = await plans.find_by_id(first.id)
    assert old is not None
    assert (old.standard_hourly_cents, old.retired_at is not None) == (500, True)


async def test_there_is_one_default_plan(store: GarageStore, garage: Garage) -> None:
    await write(store, lambda each: each.rate_plans.put(plan(garage, "day", 500, is_default=True)))
    night = await write(store, lambda each: each.rate_plans.put(plan(garage, "night", 300, is_default=True)))
    plans = store.committed.rate_plans
    assert await plans.find_default() == night
    assert [(each.code, each.is_default) for each in await plans.find_all_current()] == [
        ("day", False),
        ("night", True),
    ]
    assert await write(store, lambda each: each.rate_plans.retire("night"))
    assert not await write(store, lambda each: each.rate_plans.retire("night"))
    assert await plans.find_default() is None


async def test_a_code_is_used_as_often_as_its_limit_says(store: GarageStore, garage: Garage) -> None:
    code = DiscountCode(
        id=uuid7(),
        garage_id=garage.id,
        code="SAVE20",
        kind=DiscountKind.PERCENT,
        value=20,
        maximum_cents=5000,
        spot_types=(SpotType.STANDARD,),
        tiers=(CustomerTier.VIP,),
        usage_limit=2,
        valid_until=START + DAY,
        created_at=START,
    )
    await write(store, lambda each: each.discount_codes.create(code))
    assert await store.committed.discount_codes.find_live("SAVE20") == code
    with pytest.raises(DuplicateEntry):
        await write(store, lambda each: each.discount_codes.create(replace(code, id=uuid7())))
    assert [await write(store, lambda each: each.discount_codes.use(code)) for _ in range(3)] == [True, True, False]
    assert await write(store, lambda each: each.discount_codes.retire("SAVE20"))
    assert not await write(store, lambda each: each.discount_codes.retire("SAVE20"))
    assert await store.committed.discount_codes.find_all_live() == []


async def test_a_quote_is_kept(store: GarageStore, garage: Garage) -> None:
    quote = Quote(
        id=uuid7(),
        garage_id=garage.id,
        amount_cents=800,
        priced_from=START,
        priced_until=START + HOUR,
        issued_at=START,
        valid_until=START + HOUR / 4,
        breakdown={"surgePercent": 150, "plan": None},
    )
    await write(store, lambda each: each.quotes.create(quote))
    assert await store.committed.quotes.find_by_id(quote.id) == quote
    assert await store.committed.quotes.find_by_id("nothing") is None


async def test_customers_and_their_permits(store: GarageStore, garage: Garage) -> None:
    customer = Customer(id=uuid7(), name="Ada", email="ada@example.org", tier=CustomerTier.VIP, created_at=START)
    await write(store, lambda each: each.customers.create(customer))
    with pytest.raises(DuplicateEntry):
        await write(store, lambda each: each.customers.create(replace(customer, id=uuid7())))
    basic = replace(customer, tier=CustomerTier.BASIC)
    await write(store, lambda each: each.customers.save(basic))
    assert await store.committed.customers.find_by_id(customer.id) == basic
    assert await store.committed.customers.find_all() == [basic]
    assert not await write(store, lambda each: each.customers.assign_vehicle("ZZ-9", customer.id))
    assert await store.committed.customers.find_by_plate("ZZ-9") is None

    permits = store.committed.permits
    assert not await permits.exists()
    permit = Permit(
        id=uuid7(),
        number="PRM-1",
        garage_id=garage.id,
        customer_id=customer.id,
        license_plate="AA-1",
        starts_at=START,
        ends_at=START + 30 * DAY,
        price_cents=9000,
        paid_cents=9000,
        created_at=START,
    )
    await write(store, lambda each: each.permits.create(permit))
    with pytest.raises(DuplicateEntry):
        await write(store, lambda each: each.permits.create(replace(permit, id=uuid7(), number="PRM-2")))
    assert await permits.exists()
    assert await permits.find_covering("AA-1", START + 29 * DAY, START + 40 * DAY) == [permit]
    assert await permits.find_covering("AA-1", START + 30 * DAY, START + 40 * DAY) == []
    assert await permits.find_covering("BB-2", START, START + DAY) == []
    assert await permits.find_ended(START + 30 * DAY) == [permit]
    ended = await write(store, lambda each: each.permits.save(replace(permit, status=PermitStatus.EXPIRED)))
    assert ended.version == 1
    with pytest.raises(Conflict):
        await write(store, lambda each: each.permits.save(permit))
    assert await permits.find_ended(START + 30 * DAY) == []
    await write(store, lambda each: each.permits.create(replace(permit, id=uuid7(), number="PRM-3")))
    assert len(await permits.find_all()) == 2


async def test_an_attempt_moves_once(store: GarageStore, garage: Garage) -> None:
    attempt = PaymentAttempt(
        id=uuid7(),
        key="k-1",
        operation="pay",
        request_hash="0" * 64,
        garage_id=garage.id,
        method=PaymentMethod.CARD,
        amount_cents=500,
        priced_at=START,
        created_at=START,
    )
    await write(store, lambda each: each.attempts.create(attempt))
    with pytest.raises(DuplicateEntry):
        await write(store, lambda each: each.attempts.create(replace(attempt, id=uuid7())))
    attempts = store.committed.attempts
    assert await attempts.find_unfinished(START) == []
    assert await attempts.find_unfinished(START + HOUR) == [attempt]
    await write(store, lambda each: each.attempts.move(attempt, AttemptStatus.BOOKED))
    with pytest.raises(Conflict):
        await write(store, lambda each: each.attempts.move(attempt, AttemptStatus.VOIDING))
    assert await attempts.find_by_key("k-1") == replace(attempt, status=AttemptStatus.BOOKED)
    assert await attempts.find_unfinished(START + HOUR) == []


async def test_nothing_is_posted_into_a_closed_day(store: GarageStore, garage: Garage, clock: ManualClock) -> None:
    close = DayClose(
        id=uuid7(),
        garage_id=garage.id,
        day="2026-03-02",
        starts_at=START,
        ends_at=START + DAY,
        expected_cash_cents=500,
        counted_cash_cents=450,
        closed_by="clerk",
        closed_at=START + DAY + HOUR,
        figures={"entries": 1},
    )

    def entry(reference: str, hours: float) -> JournalEntry:
        return JournalEntry(
            id=uuid7(),
            reference=reference,
            kind=JournalKind.CLOSE,
            garage_id=garage.id,
            occurred_at=START + hours * HOUR,
            lines=JournalEntry.transfer(LedgerAccount.CASH, LedgerAccount.CASH_OVER_SHORT, 5),
        )

    clock.advance(DAY + HOUR)
    await write(store, lambda each: each.ledger.post(entry("before", 1)))
    await write(store, lambda each: each.day_closes.create(close))
    with pytest.raises(DuplicateEntry):
        await write(store, lambda each: each.day_closes.create(replace(close, id=uuid7())))
    closes = store.committed.day_closes
    assert await closes.find("2026-03-02") == close
    assert await closes.find_all() == [close]
    assert await closes.find_covering(START) == close
    assert await closes.find_covering(START + DAY) is None
    with pytest.raises(DayClosed):
        await write(store, lambda each: each.ledger.post(entry("late", 2)))
    await write(store, lambda each: each.ledger.post(entry("after", 24.5)))
    assert sum((await store.committed.ledger.get_balances()).values()) == 0
