"""Plans, quotes, codes, permits and parts of a payment at the gate, over every store."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from atrium.garage.errors import (
    CustomerNotFound,
    DiscountCodeInvalid,
    PermitExists,
    PermitNotFound,
    PlanNotFound,
    QuoteExpired,
    QuoteNotFound,
    VehicleNotFound,
)
from atrium.garage.interfaces import GarageStore
from atrium.garage.models import (
    CustomerTier,
    LedgerAccount,
    PaymentMethod,
    PermitStatus,
    SpotType,
    TicketStatus,
    VehicleType,
)
from atrium.garage.services import (
    CheckIn,
    CheckOut,
    GarageServices,
    PaidCheckOut,
    PaymentTerms,
    PermitOrder,
    ProspectiveStay,
    Refund,
    StayPayment,
)
from atrium.garage.services.dynamic_plan import dynamic_codes, dynamic_plan
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, ValidationFailed
from tests.integration.garage.conftest import START

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def cash(key: str, **more: int) -> PaymentTerms:
    return PaymentTerms(idempotency_key=key, method=PaymentMethod.CASH, **more)


async def park(services: GarageServices, plate: str = "AA-1") -> str:
    result = await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.STANDARD))
    return result.session.id


def leave(key: str, plate: str = "AA-1", **more: str) -> PaidCheckOut:
    return PaidCheckOut(terms=cash(key), license_plate=plate, **more)


@pytest.fixture
async def planned(services: GarageServices) -> GarageServices:
    """With the dynamic plan and its codes. It is Monday, 8 o'clock: half past the price."""
    await services.plans.put(dynamic_plan("", START))
    for code in dynamic_codes("", START):
        await services.plans.add_code(code)
    return services


async def test_a_plan_prices_stays(planned: GarageServices, clock: ManualClock) -> None:
    await park(planned)
    clock.advance(90 * MINUTE)
    assert (await planned.check_out.estimate("AA-1")).fee.total == 2 * 750
    assert [each.fee.total for each in await planned.check_out.ready_for_check_out()] == [1500]
    result = await planned.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert (result.session.fee_cents, result.session.rate_plan_id is not None) == (1500, True)
    assert (await planned.reports.reconcile()).agrees


async def test_without_a_plan_the_tariff_prices_stays(planned: GarageServices, clock: ManualClock) -> None:
    await park(planned)
    await planned.plans.retire("dynamic")
    clock.advance(90 * MINUTE)
    assert (await planned.check_out.estimate("AA-1")).fee.total == 2 * 500
    with pytest.raises(PlanNotFound):
        await planned.plans.retire("dynamic")
    with pytest.raises(PlanNotFound):
        await planned.plans.find("dynamic")


async def test_a_change_of_plan_leaves_a_trail(planned: GarageServices, store: GarageStore) -> None:
    current = await planned.plans.find("dynamic")
    dearer = replace(current, id="plan-2", standard_hourly_cents=600)
    changed = await planned.plans.put(dearer, actor="manager")
    assert (changed.version, [each.version for each in await planned.plans.find_all()]) == (2, [2])
    trail = await store.committed.audit.find_by_entity("rate_plan", "plan-2")
    assert [(each.actor, each.before, each.after) for each in trail] == [
        ("manager", {"standard_hourly_cents": 500}, {"standard_hourly_cents": 600})
    ]


async def test_senseless_plans_and_codes_are_refused(planned: GarageServices) -> None:
    sound = dynamic_plan("", START)
    for wrong in (
        replace(sound, standard_hourly_cents=-1),
        replace(sound, surge_cap_percent=99),
        replace(sound, code=""),
        replace(sound, tiers=sound.tiers + sound.tiers),
        replace(sound, surge_rules=(replace(sound.surge_rules[0], end_minute=0),)),
        replace(sound, tiers=(replace(sound.tiers[0], discount_percent=101),)),
    ):
        with pytest.raises(ValidationFailed):
            await planned.plans.put(wrong)
    code = dynamic_codes("", START)[0]
    for wrong_code in (
        replace(code, code="lower"),
        replace(code, value=101),
        replace(code, minimum_cents=-1),
        replace(code, usage_limit=0),
    ):
        with pytest.raises(ValidationFailed):
            await planned.plans.add_code(wrong_code)
    with pytest.raises(Conflict):
        await planned.plans.add_code(replace(code, id="other"))
    await planned.plans.retire_code("welcome10")
    with pytest.raises(DiscountCodeInvalid):
        await planned.plans.retire_code("WELCOME10")
    assert [each.code for each in await planned.plans.find_codes()] == ["PREMIUM5", "SAVE20"]


async def test_a_quote_is_honoured_for_a_quarter_of_an_hour(planned: GarageServices, clock: ManualClock) -> None:
    await park(planned)
    await park(planned, "BB-2")
    clock.advance(50 * MINUTE)
    quote = await planned.quotes.quote_parked("AA-1")
    assert (quote.amount_cents, quote.breakdown["surgePercent"]) == (750, 150)
    assert await planned.quotes.find(quote.id) == quote
    clock.advance(15 * MINUTE)
    assert (await planned.check_out.estimate("AA-1")).fee.total == 1500
    with pytest.raises(QuoteNotFound):
        await planned.check_out.check_out_and_pay(leave("k", "BB-2", quote_id=quote.id))
    receipt = await planned.check_out.check_out_and_pay(leave("k-1", quote_id=quote.id))
    assert receipt.amount_cents == 750
    late = await planned.quotes.quote_parked("BB-2")
    clock.advance(15 * MINUTE + timedelta(milliseconds=1))
    with pytest.raises(QuoteExpired):
        await planned.check_out.check_out_and_pay(leave("k-2", "BB-2", quote_id=late.id))
    with pytest.raises(QuoteNotFound):
        await planned.quotes.find("nothing")
    assert (await planned.reports.reconcile()).agrees


async def test_a_quote_for_a_stay_that_has_not_begun(planned: GarageServices) -> None:
    quote = await planned.quotes.quote_prospective(ProspectiveStay(spot_type=SpotType.COMPACT), "welcome10")
    assert quote.amount_cents == 2 * 600 * 90 // 100
    assert quote.priced_until - quote.priced_from == 2 * HOUR
    with pytest.raises(ValidationFailed):
        await planned.quotes.quote_prospective(ProspectiveStay(spot_type=SpotType.COMPACT, lasts=timedelta()))


async def test_a_code_takes_off_what_it_says(planned: GarageServices, clock: ManualClock) -> None:
    await park(planned)
    clock.advance(90 * MINUTE)
    for name, why in (("NOPE", "no discount code"), ("PREMIUM5", "tier")):
        with pytest.raises(DiscountCodeInvalid, match=why):
            await planned.payments.pay(StayPayment(terms=cash(name), license_plate="AA-1", discount_code=name))
    receipt = await planned.check_out.check_out_and_pay(leave("k-1", discount_code="save20"))
    assert receipt.amount_cents == 1500 - 300
    codes = {each.code: each.used_count for each in await planned.plans.find_codes()}
    assert codes == {"PREMIUM5": 0, "SAVE20": 1, "WELCOME10": 0}
    assert (await planned.reports.reconcile()).agrees


async def test_a_limited_code_is_used_up_once(planned: GarageServices, clock: ManualClock) -> None:
    once = replace(dynamic_codes("", START)[0], id="once", code="ONCE", usage_limit=1)
    await planned.plans.add_code(once)
    for number in range(6):
        await park(planned, f"P-{number}")
    clock.advance(HOUR)
    outcomes = await asyncio.gather(
        *(planned.check_out.check_out_and_pay(leave(f"k-{n}", f"P-{n}", discount_code="ONCE")) for n in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, DiscountCodeInvalid) for each in outcomes) == 5, outcomes
    assert (await planned.reports.reconcile()).agrees


async def test_a_customers_tier_gets_its_terms(planned: GarageServices, clock: ManualClock) -> None:
    await park(planned)
    customer = await planned.customers.register("Ada", "Ada@Example.org", CustomerTier.PREMIUM)
    with pytest.raises(Conflict):
        await planned.customers.register("Eve", "ada@example.org")
    with pytest.raises(ValidationFailed):
        await planned.customers.register("Eve", "nowhere")
    await planned.customers.assign_vehicle(customer.id, "aa-1")
    with pytest.raises(VehicleNotFound):
        await planned.customers.assign_vehicle(customer.id, "ZZ-9")
    clock.advance(150 * MINUTE)
    assert (await planned.check_out.estimate("AA-1")).fee.total == 750 * 90 // 100
    await planned.customers.set_tier(customer.id, CustomerTier.VIP)
    assert (await planned.check_out.estimate("AA-1")).fee.total == 0
    with pytest.raises(CustomerNotFound):
        await planned.customers.set_tier("nobody", CustomerTier.VIP)
    assert [each.email for each in await planned.customers.find_all()] == ["ada@example.org"]


async def test_a_permit_covers_stays(services: GarageServices, store: GarageStore, clock: ManualClock) -> None:
    order = PermitOrder(terms=cash("p-1"), license_plate="AA-1", months=2)
    receipt = await services.permits.sell(order)
    assert (receipt.amount_cents, receipt.session_id) == (30000, None)
    assert await services.permits.sell(order) == receipt
    with pytest.raises(PermitExists):
        await services.permits.sell(replace(order, terms=cash("p-2")))
    await park(services)
    clock.advance(5 * HOUR)
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert (result.session.fee_cents, result.session.is_paid, result.session.permit_id is not None) == (0, True, True)
    balances = await store.committed.ledger.get_balances()
    assert (balances[LedgerAccount.PERMIT_REVENUE], sum(balances.values())) == (-30000, 0)
    assert (await services.reports.reconcile()).agrees


async def test_only_the_time_within_the_permit_is_free(services: GarageServices, clock: ManualClock) -> None:
    await services.permits.sell(PermitOrder(terms=cash("p-1"), license_plate="AA-1"))
    permit = (await services.permits.find_all())[0]
    clock.set(permit.ends_at - HOUR)
    await park(services)
    clock.advance(3 * HOUR)
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert result.session.fee_cents == 2 * 500
    assert await services.permits.end_due() == 1
    assert (await services.permits.find(permit.id)).status is PermitStatus.EXPIRED


async def test_a_permit_is_renewed_and_cancelled(services: GarageServices, clock: ManualClock) -> None:
    with pytest.raises(PermitNotFound):
        await services.permits.renew(PermitOrder(terms=cash("p-0"), license_plate="AA-1"))
    await services.permits.sell(PermitOrder(terms=cash("p-1"), license_plate="AA-1"))
    receipt = await services.permits.renew(PermitOrder(terms=cash("p-2"), license_plate="AA-1", months=3))
    permit = (await services.permits.find_all())[0]
    assert (receipt.amount_cents, permit.months, permit.ends_at.month) == (45000, 4, 7)
    with pytest.raises(ValidationFailed):
        await services.permits.renew(PermitOrder(terms=cash("p-3"), license_plate="AA-1", months=25))
    await services.payments.refund(Refund(idempotency_key="r-1", payment_id=receipt.payment_id))
    clock.advance(HOUR)
    await park(services)
    clock.advance(HOUR)
    cancelled = await services.permits.cancel(permit.id)
    assert (cancelled.status, cancelled.ends_at) == (PermitStatus.CANCELLED, clock.now())
    with pytest.raises(Conflict):
        await services.permits.cancel(permit.id)
    clock.advance(HOUR)
    assert (await services.check_out.estimate("AA-1")).fee.total == 500
    await services.permits.sell(PermitOrder(terms=cash("p-4"), license_plate="AA-1"))
    assert (await services.reports.reconcile()).agrees


async def test_a_stay_is_paid_in_parts(services: GarageServices, clock: ManualClock) -> None:
    session_id = await park(services)
    clock.advance(50 * MINUTE)

    async def part(key: str, cents: int, **more: int) -> int:
        payment = StayPayment(terms=cash(key, part_cents=cents, **more), license_plate="AA-1")
        return (await services.payments.pay(payment)).balance_cents

    assert await part("k-1", 300) == 200
    assert await part("k-1", 300) == 200
    for wrong in (0, -1, 201):
        with pytest.raises(ValidationFailed):
            await part(f"wrong-{wrong}", wrong)
    assert await part("k-2", 100, tendered_cents=500) == 100
    ticket = await services.tickets.find(session_id)
    assert ticket is not None
    assert ticket.status is TicketStatus.ACTIVE
    with pytest.raises(ValidationFailed):
        await services.check_out.check_out_and_pay(
            PaidCheckOut(terms=cash("k-3", part_cents=100), license_plate="AA-1")
        )
    rest = await services.check_out.check_out_and_pay(leave("k-4"))
    assert (rest.amount_cents, rest.balance_cents) == (100, 0)
    assert [each.amount_cents for each in await services.payments.find_by_session(session_id)] == [300, 100, 100]
    assert (await services.reports.reconcile()).agrees
