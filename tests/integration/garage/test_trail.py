"""The audit trail with what was before and after, the way back for deleted rows, and the day's close."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from atrium.garage.errors import DayClosed, DayNotOver
from atrium.garage.interfaces import GarageStore
from atrium.garage.models import LedgerAccount, PaymentMethod, SpotStatus, VehicleType
from atrium.garage.services import (
    CheckIn,
    CheckOut,
    GarageServices,
    PaymentTerms,
    StayPayment,
    business_day,
)
from atrium.garage.services.dynamic_plan import dynamic_codes, dynamic_plan
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, NotFound, ValidationFailed
from tests.integration.garage.conftest import EVERY_STORE, START

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TODAY = START.date()


async def park(services: GarageServices, plate: str = "AA-1") -> str:
    result = await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.STANDARD))
    return result.session.id


@EVERY_STORE
async def test_who_changed_what_when(services: GarageServices, clock: ManualClock) -> None:
    session_id = await park(services)
    await services.spots.update("F1-B1-S009", {"status": SpotStatus.OCCUPIED}, actor="clerk")
    clock.advance(HOUR)
    await services.garage.update_rates({"standard": 600}, actor="manager")
    await services.check_out.check_out(CheckOut(license_plate="AA-1", actor="gate"))
    trail = await services.trail.find(START, START + DAY)
    assert [each.action for each in trail[:2]] == ["session.closed", "garage.rates_changed"]
    rates = trail[1]
    assert (rates.actor, rates.before, rates.after) == ("manager", {"standard": 500}, {"standard": 600})
    by_clerk = await services.trail.find(START, START + DAY, actor="clerk")
    assert [(each.before, each.after) for each in by_clerk] == [({"status": "available"}, {"status": "occupied"})]
    history = await services.trail.history("session", session_id)
    assert [each.action for each in history] == ["session.opened", "session.closed"]
    assert (history[1].before or {})["status"] == "active"
    assert (history[1].after or {})["feeCents"] == 500
    spots = await services.trail.find(START, START + DAY, entity_types=["spot", "session"], limit=2)
    assert {each.entity_type for each in spots} == {"session", "spot"} - ({"spot"} if len(spots) < 2 else set())
    assert await services.trail.find(START + DAY, START + 2 * DAY) == []


@EVERY_STORE
async def test_deleted_rows_come_back(services: GarageServices, store: GarageStore) -> None:
    session_id = await park(services)
    await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert await store.committed.sessions.find_latest_by_plate("AA-1") is None
    deleted = await services.trail.find_deleted("session")
    assert [(each.id, each.label) for each in deleted] == [(session_id, "AA-1")]
    await services.trail.restore("session", session_id, actor="clerk")
    found = await store.committed.sessions.find_latest_by_plate("AA-1")
    assert found is not None
    with pytest.raises(NotFound):
        await services.trail.restore("session", session_id)

    plan = await services.plans.put(dynamic_plan("", START))
    code = await services.plans.add_code(dynamic_codes("", START)[0])
    await services.plans.retire("dynamic")
    await services.plans.retire_code(code.code)
    await services.trail.restore("rate_plan", plan.id)
    await services.trail.restore("discount_code", code.id)
    assert [each.code for each in await services.plans.find_all()] == ["dynamic"]
    assert [each.code for each in await services.plans.find_codes()] == [code.code]
    assert [each.action for each in await services.trail.history("rate_plan", plan.id)][-1] == "rate_plan.restored"


async def test_whose_place_is_taken_stays_deleted(services: GarageServices) -> None:
    first = await services.plans.put(dynamic_plan("", START))
    await services.plans.put(dynamic_plan("", START))
    with pytest.raises(Conflict):
        await services.trail.restore("rate_plan", first.id)
    with pytest.raises(ValidationFailed):
        await services.trail.find_deleted("payment")
    with pytest.raises(ValidationFailed):
        await services.trail.restore("payment", "x")


@pytest.mark.parametrize("store_kind", ["sqlite", "postgresql", "mysql"], indirect=True)
async def test_a_reset_garage_comes_back_with_its_spots(services: GarageServices) -> None:
    await park(services)
    await services.garage.reset()
    assert not await services.garage.is_initialized()
    (deleted,) = await services.trail.find_deleted("garage")
    await services.trail.restore("garage", deleted.id)
    assert (await services.garage.find()).name == "Central"
    assert (await services.garage.occupancy()).total == 40


@EVERY_STORE
async def test_a_day_is_closed_once(services: GarageServices, store: GarageStore, clock: ManualClock) -> None:
    await park(services)
    clock.advance(HOUR)
    terms = PaymentTerms(idempotency_key="k", method=PaymentMethod.CASH)
    await services.payments.pay(StayPayment(terms=terms, license_plate="AA-1"))
    await park(services, "BB-2")
    with pytest.raises(DayNotOver):
        await services.days.close(TODAY, 500)
    clock.set(START.replace(hour=0) + DAY + timedelta(minutes=2))
    with pytest.raises(ValidationFailed):
        await services.days.close(TODAY, -1)
    preview = await services.days.preview(TODAY)
    close = await services.days.close(TODAY, 480, actor="manager")
    assert (close.expected_cash_cents, close.variance_cents, close.closed_by) == (500, -20, "manager")
    assert close.figures["revenueCents"] == preview.revenue == 500
    with pytest.raises(DayClosed):
        await services.days.close(TODAY, 500)
    assert await services.days.find_all() == [close]
    balances = await store.committed.ledger.get_balances()
    assert (balances[LedgerAccount.CASH], balances[LedgerAccount.CASH_OVER_SHORT]) == (480, 20)
    assert (await services.reports.reconcile()).agrees

    late = CheckOut(license_plate="BB-2", check_out_time=START + 2 * HOUR)
    with pytest.raises(DayClosed):
        await services.check_out.check_out(late)
    assert (await services.check_out.check_out(CheckOut(license_plate="BB-2"))).session.fee_cents > 0


async def test_money_of_the_next_day_is_not_expected_in_the_drawer(
    services: GarageServices, clock: ManualClock
) -> None:
    await park(services)
    clock.set(START.replace(hour=0) + DAY + HOUR)
    terms = PaymentTerms(idempotency_key="k", method=PaymentMethod.CASH)
    await services.payments.pay(StayPayment(terms=terms, license_plate="AA-1"))
    close = await services.days.close(TODAY, 0)
    assert (close.expected_cash_cents, close.variance_cents) == (0, 0)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 2), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_business_days_are_local(day: date, hours: int) -> None:
    start, end = business_day(day, "Europe/Berlin")
    assert (end - start, start.hour) == (timedelta(hours=hours), 22 if day.month in (10,) else 23)
