"""Paying and refunding, over every store: what is captured, what is refused, what a repeated key answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atrium.garage.errors import (
    AlreadyCheckedOut,
    InsufficientPayment,
    NothingOwed,
    PaymentDeclined,
    PaymentNotFound,
    RefundExceedsPayment,
    VehicleNotFound,
)
from atrium.garage.gateways import SimulatedGateway
from atrium.garage.interfaces import ChargeState, GarageStore, GatewayCharge
from atrium.garage.models import (
    LedgerAccount,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    TicketStatus,
    VehicleType,
)
from atrium.garage.services import (
    CheckIn,
    CheckOut,
    GarageServices,
    PaidCheckOut,
    PaymentTerms,
    Refund,
    StayPayment,
    bootstrap,
)
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, IdempotencyKeyReused, ValidationFailed

MINUTE = timedelta(minutes=1)


def cash(key: str, tendered: int | None = None) -> PaymentTerms:
    return PaymentTerms(idempotency_key=key, method=PaymentMethod.CASH, tendered_cents=tendered)


def card(key: str, token: str | None = "tok_visa") -> PaymentTerms:
    return PaymentTerms(idempotency_key=key, method=PaymentMethod.CARD, card_token=token)


async def park(services: GarageServices, plate: str = "AA-1") -> str:
    result = await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.STANDARD))
    return result.session.id


async def test_pay_at_a_station_then_leave_in_time(services: GarageServices, clock: ManualClock) -> None:
    session_id = await park(services)
    clock.advance(50 * MINUTE)
    receipt = await services.payments.pay(StayPayment(terms=cash("k-1", 2000), license_plate="aa-1"))
    assert (receipt.amount_cents, receipt.change_cents, receipt.license_plate) == (500, 1500, "AA-1")
    ticket = await services.tickets.find(session_id)
    assert ticket is not None
    assert ticket.status is TicketStatus.PAID
    clock.advance(15 * MINUTE)
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert (result.session.fee_cents, result.session.balance_cents, result.session.is_paid) == (500, 0, True)
    assert (await services.reports.reconcile()).agrees


async def test_who_leaves_late_owes_the_difference(services: GarageServices, clock: ManualClock) -> None:
    await park(services)
    clock.advance(50 * MINUTE)
    await services.payments.pay(StayPayment(terms=cash("k-1"), license_plate="AA-1"))
    clock.advance(16 * MINUTE)
    result = await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    assert (result.session.fee_cents, result.session.balance_cents, result.session.is_paid) == (1000, 500, False)
    receipt = await services.payments.pay(StayPayment(terms=card("k-2"), session_id=result.session.id))
    assert receipt.amount_cents == 500
    assert len(await services.payments.find_by_session(result.session.id)) == 2
    with pytest.raises(NothingOwed):
        await services.payments.pay(StayPayment(terms=cash("k-3"), session_id=result.session.id))
    assert (await services.reports.reconcile()).agrees


async def test_pay_after_the_record_was_removed(services: GarageServices) -> None:
    await park(services)
    await services.check_out.check_out(CheckOut(license_plate="AA-1"))
    receipt = await services.payments.pay(StayPayment(terms=card("k-1"), license_plate="AA-1"))
    assert receipt.amount_cents == 500
    balances = (await services.reports.reconcile()).receivable_in_ledger
    assert balances == 0


async def test_the_same_key_answers_the_same_receipt(services: GarageServices, clock: ManualClock) -> None:
    await park(services)
    first = await services.payments.pay(StayPayment(terms=cash("k-1"), license_plate="AA-1"))
    clock.advance(timedelta(hours=5))
    assert await services.payments.pay(StayPayment(terms=cash("k-1"), license_plate="aa-1")) == first
    for other in (
        StayPayment(terms=cash("k-1", 700), license_plate="AA-1"),
        StayPayment(terms=cash("k-1"), license_plate="BB-2"),
        StayPayment(terms=card("k-1"), license_plate="AA-1"),
    ):
        with pytest.raises(IdempotencyKeyReused):
            await services.payments.pay(other)
    with pytest.raises(IdempotencyKeyReused):
        await services.check_out.check_out_and_pay(PaidCheckOut(terms=cash("k-1"), license_plate="AA-1"))
    with pytest.raises(IdempotencyKeyReused):
        await services.payments.refund(Refund(idempotency_key="k-1", payment_id=first.payment_id))


async def test_check_out_and_pay_is_one_unit(services: GarageServices, store: GarageStore) -> None:
    session_id = await park(services)
    request = PaidCheckOut(terms=card("k-1"), license_plate="AA-1")
    receipt = await services.check_out.check_out_and_pay(request)
    assert await services.check_out.check_out_and_pay(request) == receipt
    session = await store.committed.sessions.find_by_id(session_id)
    assert session is not None
    assert (session.is_paid, session.paid_cents) == (True, 500)
    assert (await services.garage.occupancy()).occupied == 0
    with pytest.raises(AlreadyCheckedOut):
        await services.check_out.check_out_and_pay(PaidCheckOut(terms=card("k-2"), license_plate="AA-1"))
    balances = await store.committed.ledger.get_balances()
    assert balances == {
        LedgerAccount.RECEIVABLE: 0,
        LedgerAccount.PARKING_REVENUE: -500,
        LedgerAccount.CARD_CLEARING: 500,
    }


async def test_a_declined_card_changes_nothing_but_the_record(services: GarageServices) -> None:
    session_id = await park(services)
    request = PaidCheckOut(terms=card("k-1", "tok_declined"), license_plate="AA-1")
    for _ in range(2):
        with pytest.raises(PaymentDeclined) as declined:
            await services.check_out.check_out_and_pay(request)
        assert declined.value.details == {"declineCode": "card_declined"}
    (attempt,) = await services.payments.find_by_session(session_id)
    assert (attempt.status, attempt.decline_code, attempt.amount_cents) == (
        PaymentStatus.DECLINED,
        "card_declined",
        500,
    )
    assert (await services.garage.occupancy()).occupied == 1
    reconciliation = await services.reports.reconcile()
    assert reconciliation.agrees
    assert reconciliation.captured_by_payments == reconciliation.charged_in_ledger == 0
    await services.check_out.check_out_and_pay(PaidCheckOut(terms=card("k-2"), license_plate="AA-1"))
    with pytest.raises(RefundExceedsPayment):
        await services.payments.refund(Refund(idempotency_key="r-1", payment_id=attempt.id))


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        (cash("k", 499), InsufficientPayment),
        (cash("k", -1), ValidationFailed),
        (card("k", None), ValidationFailed),
        (card("", "tok_visa"), ValidationFailed),
        (cash("k" * 129), ValidationFailed),
        (cash("naïve"), ValidationFailed),
        (PaymentTerms(idempotency_key="k", method=PaymentMethod.MOBILE, tendered_cents=600), ValidationFailed),
    ],
)
async def test_refused_terms_write_nothing(
    services: GarageServices, terms: PaymentTerms, error: type[Exception]
) -> None:
    session_id = await park(services)
    with pytest.raises(error):
        await services.payments.pay(StayPayment(terms=terms, license_plate="AA-1"))
    assert await services.payments.find_by_session(session_id) == []
    assert (await services.reports.reconcile()).charged_in_ledger == 0


async def test_unknown_stays_and_payments(services: GarageServices) -> None:
    with pytest.raises(VehicleNotFound):
        await services.payments.pay(StayPayment(terms=cash("k"), license_plate="ZZ-9"))
    with pytest.raises(VehicleNotFound):
        await services.payments.pay(StayPayment(terms=cash("k"), session_id="no-such-session"))
    with pytest.raises(ValidationFailed):
        await services.payments.pay(StayPayment(terms=cash("k")))
    with pytest.raises(PaymentNotFound):
        await services.payments.find("no-such-payment")
    with pytest.raises(PaymentNotFound):
        await services.payments.refund(Refund(idempotency_key="r", payment_id="no-such-payment"))


async def test_refunds_never_exceed_the_capture(services: GarageServices, store: GarageStore) -> None:
    await park(services)
    receipt = await services.check_out.check_out_and_pay(PaidCheckOut(terms=cash("k-1"), license_plate="AA-1"))
    partly = Refund(idempotency_key="r-1", payment_id=receipt.payment_id, amount_cents=200, reason="barrier broken")
    first = await services.payments.refund(partly)
    assert (first.kind, first.amount_cents) == (PaymentKind.REFUND, 200)
    assert await services.payments.refund(partly) == first
    with pytest.raises(RefundExceedsPayment):
        await services.payments.refund(Refund(idempotency_key="r-2", payment_id=receipt.payment_id, amount_cents=301))
    rest = await services.payments.refund(Refund(idempotency_key="r-3", payment_id=receipt.payment_id))
    assert rest.amount_cents == 300
    with pytest.raises(RefundExceedsPayment):
        await services.payments.refund(Refund(idempotency_key="r-4", payment_id=receipt.payment_id))
    for wrong in (0, -5):
        with pytest.raises(ValidationFailed):
            await services.payments.refund(
                Refund(idempotency_key=f"r-{wrong}", payment_id=receipt.payment_id, amount_cents=wrong)
            )
    capture = await services.payments.find(receipt.payment_id)
    assert (capture.status, capture.refunded_cents) == (PaymentStatus.REFUNDED, 500)
    balances = await store.committed.ledger.get_balances()
    assert (balances[LedgerAccount.CASH], balances[LedgerAccount.REFUNDS], sum(balances.values())) == (0, 500, 0)
    assert (await services.reports.reconcile()).agrees
    with pytest.raises(RefundExceedsPayment):
        await services.payments.refund(Refund(idempotency_key="r-5", payment_id=rest.payment_id))


class _SlowGateway(SimulatedGateway):
    """Charges, but the stay is paid by somebody else while it thinks."""

    def __init__(self, services: GarageServices) -> None:
        super().__init__()
        self._services = services

    async def charge(self, key: str, amount_cents: int, currency: str, token: str) -> GatewayCharge:
        await self._services.payments.pay(StayPayment(terms=cash("quick"), license_plate="AA-1"))
        return await super().charge(key, amount_cents, currency, token)


async def test_a_charge_that_came_too_late_is_voided(
    services: GarageServices, store: GarageStore, clock: ManualClock
) -> None:
    session_id = await park(services)
    gateway = _SlowGateway(services)
    slow = bootstrap(store, clock=clock, gateway=gateway)
    with pytest.raises(Conflict):
        await slow.payments.pay(StayPayment(terms=card("slow"), license_plate="AA-1"))
    charge = await gateway.find_charge("slow")
    assert charge is not None
    assert charge.state is ChargeState.VOIDED
    assert [each.idempotency_key for each in await services.payments.find_by_session(session_id)] == ["quick"]
