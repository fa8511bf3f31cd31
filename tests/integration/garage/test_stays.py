"""Check-in, estimate, check-out and what they refuse, over every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from atrium.garage.errors import (
    AlreadyCheckedOut,
    DuplicateCheckIn,
    GarageExists,
    GarageFull,
    GarageNotInitialised,
    InvalidDuration,
    SpotReleaseFailed,
    VehicleNotFound,
)
from atrium.garage.interfaces import GarageStore
from atrium.garage.models import Floor, RateType, SessionStatus, SpotStatus, TicketStatus, VehicleType
from atrium.garage.services import CheckIn, CheckOut, GarageServices, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.errors import ValidationFailed

from .conftest import FLOORS

HOUR = timedelta(hours=1)


def car(plate: str = "AA-1", kind: VehicleType = VehicleType.STANDARD, rate: RateType = RateType.HOURLY) -> CheckIn:
    return CheckIn(license_plate=plate, vehicle_type=kind, rate_type=rate)


async def test_check_in_takes_the_best_spot_and_issues_a_ticket(services: GarageServices) -> None:
    result = await services.check_in.check_in(car(" aa-1 "))
    assert result.session.license_plate == "AA-1"
    assert (result.spot.id, result.spot.status, result.spot.current_vehicle) == (
        "F1-B1-S003",
        SpotStatus.OCCUPIED,
        "AA-1",
    )
    assert result.ticket.status is TicketStatus.ACTIVE
    assert await services.spots.find("F1-B1-S003") == result.spot
    assert await services.tickets.find(result.session.id) == result.ticket


async def test_a_parked_vehicle_cannot_check_in_again(services: GarageServices) -> None:
    await services.check_in.check_in(car())
    with pytest.raises(DuplicateCheckIn, match=r"already checked in at spot F1-B1-S003.*2026-03-02T08:00:00.000Z"):
        await services.check_in.check_in(car("aa-1"))
    with pytest.raises(DuplicateCheckIn):
        await services.check_in.simulate("AA-1", VehicleType.COMPACT)
    assert (await services.garage.occupancy()).occupied == 1


async def test_a_full_garage_says_what_is_left(services: GarageServices) -> None:
    for index in range(4):
        await services.check_in.check_in(car(f"BIG-{index}", VehicleType.OVERSIZED))
    with pytest.raises(GarageFull) as full:
        await services.check_in.check_in(car("BIG-5", VehicleType.OVERSIZED))
    assert full.value.details == {"compatibleAvailable": 0, "totalAvailable": 36}
    availability = await services.check_in.availability()
    assert not availability.by_vehicle_type[VehicleType.OVERSIZED].has_available
    assert availability.by_vehicle_type[VehicleType.COMPACT].total == 36
    assert (availability.currently_parked, availability.occupancy.available) == (4, 36)


async def test_without_a_garage(store: GarageStore, clock: ManualClock) -> None:
    services = bootstrap(store, clock=clock)
    with pytest.raises(GarageFull):
        await services.check_in.check_in(car())
    for call in (services.garage.find, services.garage.statistics, services.garage.reset):
        with pytest.raises(GarageNotInitialised):
            await call()
    with pytest.raises(GarageNotInitialised):
        await services.garage.rename("x")
    assert not await services.garage.is_initialized()


async def test_check_out_charges_and_frees_the_spot(services: GarageServices, clock: ManualClock) -> None:
    parked = await services.check_in.check_in(car())
    clock.advance(timedelta(minutes=61))
    estimate = await services.check_out.estimate("AA-1")
    result = await services.check_out.check_out(CheckOut(license_plate="aa-1"))
    assert result.fee == estimate.fee
    assert (result.fee.minutes, result.fee.billable_hours, result.session.balance_cents) == (61, 2, 1000)
    assert (await services.spots.find(parked.spot.id)).status is SpotStatus.AVAILABLE
    reconciliation = await services.reports.reconcile()
    assert reconciliation.agrees
    assert reconciliation.receivable_in_ledger == 1000


async def test_check_out_removes_the_record_unless_told_to_keep_it(services: GarageServices) -> None:
    await services.check_in.check_in(car())
    await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    with pytest.raises(VehicleNotFound):
        await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    await services.check_in.check_in(car())
    await services.check_out.check_out(CheckOut(license_plate="AA-1", remove_record=False))
    with pytest.raises(AlreadyCheckedOut, match=r"has already been checked out at 2026-03-02T08:00:00\.000Z"):
        await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    await services.check_in.check_in(car())
    stats = await services.check_out.stats()
    assert (stats.records.parked, stats.records.unpaid, stats.records.completed) == (1, 1, 0)
    assert (stats.revenue.pending, stats.revenue.revenue) == (500, 0)


async def test_grace_is_opt_in(services: GarageServices, clock: ManualClock) -> None:
    await services.check_in.check_in(car())
    clock.advance(timedelta(minutes=5))
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1", apply_grace_period=True))
    assert (result.fee.total, result.session.is_paid, result.session.balance_cents) == (0, True, 0)


async def test_a_given_check_out_time(services: GarageServices, clock: ManualClock) -> None:
    await services.check_in.check_in(car())
    for wrong in (clock.now() - HOUR, clock.now() + 24 * 4000 * HOUR):
        with pytest.raises(InvalidDuration):
            await services.check_out.check_out(CheckOut(license_plate="AA-1", check_out_time=wrong))
    later = clock.now() + 3 * HOUR
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1", check_out_time=later))
    assert (result.fee.total, result.session.check_out_at) == (1500, later)


async def test_a_spot_changed_by_hand_stops_the_check_out(services: GarageServices) -> None:
    parked = await services.check_in.check_in(car())
    await services.spots.update(parked.spot.id, {"status": SpotStatus.AVAILABLE})
    with pytest.raises(SpotReleaseFailed):
        await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    estimate = await services.check_out.estimate("AA-1")
    assert estimate.session == parked.session
    assert (await services.reports.reconcile()).charged_in_ledger == 0


async def test_a_reset_removes_vehicles_but_keeps_the_books(services: GarageServices) -> None:
    parked = await services.check_in.check_in(car("AA-1"))
    await services.check_in.check_in(car("BB-2"))
    await services.check_out.check_out(CheckOut(license_plate="BB-2"))
    with pytest.raises(GarageExists):
        await services.garage.initialize("Again", FLOORS)
    at = await services.garage.reset()
    await services.garage.initialize("Again", FLOORS[:1])
    assert (await services.garage.occupancy()).occupied == 0
    assert (await services.check_out.stats()).records.total == 0
    stay = await services.store.committed.sessions.find_by_id(parked.session.id)
    assert stay is not None
    assert (stay.status, stay.check_out_at, stay.record_removed_at) == (SessionStatus.CANCELLED, at, at)
    assert (await services.check_in.check_in(car("AA-1"))).spot == replace(
        parked.spot, updated_at=services.clock.now(), created_at=services.clock.now()
    )
    reconciliation = await services.reports.reconcile()
    assert reconciliation.agrees
    assert reconciliation.charged_in_ledger == 500


async def test_after_a_reset_nobody_checks_out(services: GarageServices) -> None:
    await services.check_in.check_in(car("AA-1"))
    await services.garage.reset()
    with pytest.raises(VehicleNotFound):
        await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert await services.check_out.ready_for_check_out() == []


async def test_forced_check_outs_leave_their_reason(services: GarageServices, store: GarageStore) -> None:
    await services.check_in.check_in(car())
    result = await services.check_out.force("AA-1", "blocked the exit", "admin")
    trail = await store.committed.audit.find_by_entity("session", result.session.id)
    assert [(each.action, each.actor) for each in trail] == [("session.opened", "system"), ("session.forced", "admin")]
    assert trail[-1].detail["reason"] == "blocked the exit"


async def test_ready_for_check_out_counts_minutes(services: GarageServices, clock: ManualClock) -> None:
    await services.check_in.check_in(car("OLD", rate=RateType.DAILY))
    clock.advance(2 * HOUR)
    await services.check_in.check_in(car("NEW"))
    ready = await services.check_out.ready_for_check_out(60)
    assert [(each.session.license_plate, each.fee.total) for each in ready] == [("OLD", 800)]
    assert len(await services.check_out.ready_for_check_out()) == 2


async def test_lost_tickets_are_charged_once(services: GarageServices, clock: ManualClock) -> None:
    await services.check_in.check_in(car())
    for _ in range(2):
        lost = await services.tickets.report_lost("AA-1")
        assert (lost.session.penalty_cents, lost.ticket.status) == (2000, TicketStatus.LOST)
    clock.advance(HOUR)
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert result.session.balance_cents == 2500
    assert (await services.reports.reconcile()).agrees


@pytest.mark.parametrize(
    ("name", "floors", "problem"),
    [
        ("", FLOORS, "Name"),
        ("x", [], "At least one floor"),
        ("x", [Floor(number=0, bays=1, spots_per_bay=1)], "Floor 1: number"),
        ("x", [Floor(number=1, bays=51, spots_per_bay=1)], "Floor 1: bays"),
        ("x", [Floor(number=1, bays=1, spots_per_bay=101)], "Floor 1: spotsPerBay"),
        ("x", [Floor(number=1, bays=1, spots_per_bay=1)] * 2, "Floor 2: duplicate"),
        ("x", [Floor(number=n, bays=50, spots_per_bay=100) for n in (1, 2, 3)], "Total capacity"),
    ],
)
async def test_impossible_layouts(
    store: GarageStore, clock: ManualClock, name: str, floors: list[Floor], problem: str
) -> None:
    services = bootstrap(store, clock=clock)
    with pytest.raises(ValidationFailed) as refused:
        await services.garage.initialize(name, floors)
    assert any(problem in error for error in refused.value.errors)
    assert not await services.garage.is_initialized()


async def test_rates_are_advertised_not_charged(services: GarageServices, clock: ManualClock) -> None:
    garage = await services.garage.update_rates({"standard": 9900, "ev_charging": 100})
    assert garage.rates.as_mapping() == {"standard": 9900, "compact": 400, "oversized": 700, "ev_charging": 100}
    assert (await services.garage.find()).rates == garage.rates
    await services.check_in.check_in(car())
    assert (await services.check_out.estimate("AA-1")).fee.total == 500
    for wrong in ({}, {"gold": 1}, {"standard": -1}, {"standard": 100_001}):
        with pytest.raises(ValidationFailed):
            await services.garage.update_rates(wrong)
