"""Analytics over every store: the figures of a known day, and the same figures recomputed from the stays."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from atrium.garage.interfaces import GarageStore
from atrium.garage.models import PaymentMethod, VehicleType
from atrium.garage.services import (
    CheckIn,
    CheckOut,
    GarageServices,
    PaidCheckOut,
    PaymentTerms,
    PermitOrder,
)
from atrium.garage.services.dynamic_plan import dynamic_plan
from atrium.platform.clock import ManualClock
from atrium.platform.errors import ValidationFailed
from tests.integration.garage.conftest import EVERY_STORE, START

pytestmark = EVERY_STORE
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def come(services: GarageServices, plate: str, kind: VehicleType = VehicleType.STANDARD) -> str:
    return (await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=kind))).spot.id


async def go(services: GarageServices, plate: str) -> None:
    await services.check_out.check_out(CheckOut(license_plate=plate))


@pytest.fixture
async def spot(services: GarageServices, clock: ManualClock) -> str:
    """8:00 A comes, 8:30 B (compact) comes, 10:15 A goes, 10:40 C comes, 11:00 B goes; now it is noon.

    The spot on which A stood, and then C.
    """
    code = await come(services, "AA")
    clock.advance(30 * MINUTE)
    await come(services, "BB", VehicleType.COMPACT)
    clock.set(START + 135 * MINUTE)
    await go(services, "AA")
    clock.set(START + 160 * MINUTE)
    assert await come(services, "CC") == code
    clock.set(START + 3 * HOUR)
    await go(services, "BB")
    clock.set(START + 4 * HOUR)
    return code


async def test_occupancy_over_time(services: GarageServices, spot: str) -> None:
    samples = await services.analytics.occupancy(START - HOUR, START + 4 * HOUR)
    assert [(each.parked, each.check_ins, each.check_outs) for each in samples] == [
        (0, 0, 0),
        (0, 2, 0),
        (2, 0, 0),
        (2, 1, 1),
        (2, 0, 1),
    ]
    assert samples[2].percent == 5.0
    later = await services.analytics.occupancy(START + 2 * HOUR, START + 3 * HOUR)
    assert [each.parked for each in later] == [2]


async def test_peak_hours_and_turnover(services: GarageServices, spot: str) -> None:
    peaks = await services.analytics.peak_hours(START, START + 24 * HOUR)
    assert (peaks.busiest_hour, peaks.busiest_weekday) == (8, 0)
    assert (peaks.by_hour[8], peaks.by_hour[10], sum(peaks.by_hour)) == (2, 1, 3)
    turnover = await services.analytics.turnover(START, START + 24 * HOUR)
    assert (turnover.check_ins, turnover.spots, turnover.per_spot_and_day) == (3, 40, 0.075)
    nobody = await services.analytics.peak_hours(START - 24 * HOUR, START)
    assert (nobody.busiest_hour, nobody.busiest_weekday) == (None, None)


async def test_durations(services: GarageServices, spot: str) -> None:
    figures = await services.analytics.durations(START, START + 24 * HOUR)
    assert (figures.stays, figures.average_minutes) == (2, 142.5)
    assert [(each.band, each.stays, each.minutes) for each in figures.bands] == [(3, 2, 285)]
    assert (await services.analytics.durations(START, START + HOUR)).stays == 0


async def test_use_of_spots(services: GarageServices, spot: str) -> None:
    used = {each.spot_id: each for each in await services.analytics.utilisation(START, START + 4 * HOUR)}
    assert len(used) == 40
    assert (used[spot].stays, used[spot].minutes, used[spot].percent) == (2, 135 + 80, 89.58)
    part = {each.spot_id: each for each in await services.analytics.utilisation(START + 2 * HOUR, START + 3 * HOUR)}
    assert (part[spot].stays, part[spot].minutes) == (2, 15 + 20)
    assert sum(each.stays for each in used.values()) == 3


async def test_revenue(services: GarageServices, spot: str, clock: ManualClock) -> None:
    await services.plans.put(dynamic_plan("", START))
    await go(services, "CC")
    terms = PaymentTerms(idempotency_key="p", method=PaymentMethod.CASH)
    await services.permits.sell(PermitOrder(terms=terms, license_plate="DD"))
    revenue = await services.analytics.revenue(START, START + 24 * HOUR)
    tariff, planned = 3 * 500 + 3 * 400, 2 * 500
    assert revenue.by_plan in (
        {"dynamic": planned, "permits": 15000, "tariff": tariff},
        {"dynamic": planned, "permits": 15000, "tariff": tariff + 3 * 300},
    ), "the compact spot may have a charger"
    assert revenue.total == sum(revenue.by_plan.values()) == sum(revenue.by_account.values())
    assert revenue.by_day == {"2026-03-02": revenue.total}
    assert set(revenue.by_vehicle_type) == {"compact", "standard"}
    assert (await services.analytics.revenue(START - HOUR, START)).total == 0


async def test_bad_periods(services: GarageServices) -> None:
    for start, end in ((START, START), (START, START - HOUR), (START, START + timedelta(days=732))):
        with pytest.raises(ValidationFailed):
            await services.analytics.revenue(start, end)


async def test_the_store_counts_what_its_stays_say(
    services: GarageServices, store: GarageStore, clock: ManualClock
) -> None:
    chance = random.Random(7)
    parked: list[str] = []
    for number in range(60):
        clock.advance(timedelta(seconds=chance.randint(1, 5400)))
        if len(parked) > 25 or (parked and chance.random() < 0.4):
            plate = parked.pop(chance.randrange(len(parked)))
            terms = PaymentTerms(idempotency_key=plate, method=PaymentMethod.CASH)
            await services.check_out.check_out_and_pay(PaidCheckOut(terms=terms, license_plate=plate))
        else:
            parked.append(f"P-{number}")
            await come(services, parked[-1], chance.choice([VehicleType.COMPACT, VehicleType.STANDARD]))
    start, end = START + 2 * HOUR + 7 * MINUTE, clock.now() - HOUR
    stays = await store.committed.sessions.find_overlapping(start, end)
    analytics = store.committed.analytics

    used = {each.spot_id: (each.stays, each.minutes) for each in await analytics.get_spot_use(start, end)}
    expected: dict[str, tuple[int, int]] = {}
    for each in stays:
        minutes = (min(each.check_out_at or end, end) - max(each.check_in_at, start)) // MINUTE
        known = expected.get(each.spot_id, (0, 0))
        expected[each.spot_id] = (known[0] + 1, known[1] + minutes)
    assert used == expected

    ended = [each for each in stays if each.check_out_at is not None and start <= each.check_out_at < end]
    lasted = Counter(
        -(-((each.check_out_at - each.check_in_at) // MINUTE) // 60) for each in ended if each.check_out_at
    )
    assert {each.band: each.stays for each in await analytics.get_durations(start, end)} == dict(lasted)

    flow = await analytics.get_flow(start, end)
    assert sum(each.check_ins for each in flow) == sum(start <= each.check_in_at < end for each in stays)
    assert sum(each.check_outs for each in flow) == len(ended)
    charged = (await services.analytics.revenue(start, end)).total
    assert charged == (await services.reports.report(start, end)).revenue
