"""Card payments when the gateway declines, is silent or takes money back, over every store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atrium.garage.errors import (
    DisputeNotFound,
    GatewayUnavailable,
    PaymentAbandoned,
    PaymentDeclined,
    RefundExceedsPayment,
)
from atrium.garage.gateways import DECLINE_TOKENS, SimulatedGateway
from atrium.garage.interfaces import ChargeState, GarageStore
from atrium.garage.models import (
    AttemptStatus,
    DisputeStatus,
    LedgerAccount,
    PaymentMethod,
    PaymentStatus,
    VehicleType,
)
from atrium.garage.services import CheckIn, GarageServices, PaymentTerms, Refund, StayPayment, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, IdempotencyKeyReused

LATER = timedelta(hours=1)


@pytest.fixture
def gateway() -> SimulatedGateway:
    return SimulatedGateway()


@pytest.fixture
async def desk(
    services: GarageServices, store: GarageStore, clock: ManualClock, gateway: SimulatedGateway
) -> GarageServices:
    """Services that use ``gateway``; AA-1 is parked and owes 5.00."""
    made = bootstrap(store, clock=clock, gateway=gateway)
    await made.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.STANDARD))
    return made


def by_card(key: str, token: str = "tok_visa") -> StayPayment:
    terms = PaymentTerms(idempotency_key=key, method=PaymentMethod.CARD, card_token=token)
    return StayPayment(terms=terms, license_plate="AA-1")


async def statuses(desk: GarageServices, session_id: str) -> list[PaymentStatus]:
    return [each.status for each in await desk.payments.find_by_session(session_id)]


async def status_of_attempt(store: GarageStore, key: str) -> AttemptStatus:
    attempt = await store.committed.attempts.find_by_key(key)
    assert attempt is not None
    return attempt.status


@pytest.mark.parametrize("token", sorted(DECLINE_TOKENS))
async def test_a_decline_is_final_under_its_key(desk: GarageServices, store: GarageStore, token: str) -> None:
    for _ in range(2):
        with pytest.raises(PaymentDeclined) as caught:
            await desk.payments.pay(by_card("k-1", token))
        assert caught.value.details == {"declineCode": DECLINE_TOKENS[token]}
    assert await status_of_attempt(store, "k-1") is AttemptStatus.DECLINED
    receipt = await desk.payments.pay(by_card("k-2"))
    assert receipt.session_id is not None
    assert await statuses(desk, receipt.session_id) == [PaymentStatus.DECLINED, PaymentStatus.COMPLETED]


@pytest.mark.parametrize("token", ["tok_timeout_before", "tok_timeout_after"])
async def test_a_repetition_goes_on_where_the_gateway_fell_silent(
    desk: GarageServices, store: GarageStore, clock: ManualClock, gateway: SimulatedGateway, token: str
) -> None:
    with pytest.raises(GatewayUnavailable):
        await desk.payments.pay(by_card("k-1", token))
    assert await status_of_attempt(store, "k-1") is AttemptStatus.PENDING
    clock.advance(LATER)
    receipt = await desk.payments.pay(by_card("k-1", token))
    assert receipt.amount_cents == 500, "the repetition pays what the first request was told"
    assert await desk.payments.pay(by_card("k-1", token)) == receipt
    charge = await gateway.find_charge("k-1")
    assert charge is not None
    assert (charge.amount_cents, charge.state) == (500, ChargeState.CAPTURED)
    assert (await desk.reports.reconcile()).agrees


async def test_another_body_under_a_pending_key_is_refused(desk: GarageServices) -> None:
    with pytest.raises(GatewayUnavailable):
        await desk.payments.pay(by_card("k-1", "tok_timeout_after"))
    with pytest.raises(IdempotencyKeyReused):
        await desk.payments.pay(by_card("k-1", "tok_visa"))


@pytest.mark.parametrize("token", ["tok_timeout_before", "tok_timeout_after"])
async def test_what_nobody_repeats_is_given_back(
    desk: GarageServices, store: GarageStore, clock: ManualClock, gateway: SimulatedGateway, token: str
) -> None:
    with pytest.raises(GatewayUnavailable):
        await desk.payments.pay(by_card("k-1", token))
    assert (await desk.recovery.recover()).voided == 0, "the payer may still repeat it"
    clock.advance(LATER)
    assert (await desk.recovery.recover()).voided == 1
    assert (await desk.recovery.recover()).voided == 0
    charge = await gateway.find_charge("k-1")
    assert charge is not None
    assert charge.state is ChargeState.VOIDED
    with pytest.raises(PaymentAbandoned):
        await desk.payments.pay(by_card("k-1", token))
    receipt = await desk.payments.pay(by_card("k-2"))
    assert receipt.session_id is not None
    assert await statuses(desk, receipt.session_id) == [PaymentStatus.FAILED, PaymentStatus.COMPLETED]
    assert (await desk.reports.reconcile()).agrees


async def test_the_gateway_refuses_a_given_up_key(desk: GarageServices, gateway: SimulatedGateway) -> None:
    await gateway.void("k-1")
    with pytest.raises(PaymentAbandoned):
        await desk.payments.pay(by_card("k-1"))


async def test_a_silent_gateway_leaves_the_attempt_for_later(
    desk: GarageServices, clock: ManualClock, gateway: SimulatedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GatewayUnavailable):
        await desk.payments.pay(by_card("k-1", "tok_down"))
    clock.advance(LATER)

    async def silent(key: str) -> None:
        raise GatewayUnavailable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(gateway, "void", silent)
        assert (await desk.recovery.recover()).unanswered == 1
    assert (await desk.recovery.recover()).voided == 1


async def test_a_refund_is_paid_out_once(
    desk: GarageServices, clock: ManualClock, gateway: SimulatedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = await desk.payments.pay(by_card("k-1"))
    refund = Refund(idempotency_key="r-1", payment_id=receipt.payment_id, amount_cents=200)

    async def silent(key: str, charge_reference: str, amount_cents: int) -> None:
        raise GatewayUnavailable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(gateway, "refund", silent)
        with pytest.raises(GatewayUnavailable):
            await desk.payments.refund(refund)
    clock.advance(LATER)
    assert (await desk.recovery.recover()).paid_out == 1
    first = await desk.payments.refund(refund)
    assert (first.amount_cents, await desk.payments.refund(refund)) == (200, first)
    rest = await desk.payments.refund(Refund(idempotency_key="r-2", payment_id=receipt.payment_id))
    assert rest.amount_cents == 300
    charge = await gateway.find_charge("k-1")
    assert charge is not None
    assert charge.refunded_cents == 500
    assert (await desk.payments.find(receipt.payment_id)).status is PaymentStatus.REFUNDED
    with pytest.raises(IdempotencyKeyReused):
        await desk.payments.refund(Refund(idempotency_key="r-1", payment_id=receipt.payment_id, amount_cents=1))
    with pytest.raises(IdempotencyKeyReused):
        await desk.payments.pay(by_card("r-1"))
    assert (await desk.reports.reconcile()).agrees


@pytest.mark.parametrize(("won", "status"), [(True, PaymentStatus.COMPLETED), (False, PaymentStatus.CHARGED_BACK)])
async def test_a_dispute_takes_the_money_until_it_is_resolved(
    desk: GarageServices, store: GarageStore, won: bool, status: PaymentStatus
) -> None:
    receipt = await desk.payments.pay(by_card("k-1", "tok_dispute"))
    opened = await desk.disputes.fetch()
    assert [each.amount_cents for each in opened] == [500]
    assert await desk.disputes.fetch() == []
    assert (await desk.payments.find(receipt.payment_id)).status is PaymentStatus.DISPUTED
    with pytest.raises(RefundExceedsPayment):
        await desk.payments.refund(Refund(idempotency_key="r-1", payment_id=receipt.payment_id))
    balances = await store.committed.ledger.get_balances()
    assert (balances[LedgerAccount.DISPUTED_FUNDS], balances[LedgerAccount.CARD_CLEARING]) == (500, 0)

    resolve = desk.disputes.win if won else desk.disputes.lose
    resolved = await resolve(opened[0].reference, actor="clerk")
    assert resolved.status is (DisputeStatus.WON if won else DisputeStatus.LOST)
    with pytest.raises(Conflict):
        await resolve(opened[0].reference)
    with pytest.raises(DisputeNotFound):
        await resolve("dp_unknown")
    assert (await desk.payments.find(receipt.payment_id)).status is status
    balances = await store.committed.ledger.get_balances()
    assert (balances[LedgerAccount.DISPUTED_FUNDS], sum(balances.values())) == (0, 0)
    assert balances.get(LedgerAccount.CHARGEBACK_LOSSES, 0) == (0 if won else 500)
    assert (await desk.reports.reconcile()).agrees
    assert [each.status for each in await desk.disputes.find_all()] == [resolved.status]
