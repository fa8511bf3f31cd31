"""Many at once, over every store: one payment, one spot, one refund."""

from __future__ import annotations

import asyncio
from collections import Counter

from atrium.garage.errors import AlreadyCheckedOut, DuplicateCheckIn, RefundExceedsPayment
from atrium.garage.models import PaymentMethod, Receipt, VehicleType
from atrium.garage.services import (
    CheckIn,
    CheckInResult,
    GarageServices,
    PaidCheckOut,
    PaymentTerms,
    Refund,
    StayPayment,
)
from atrium.platform.errors import Conflict

CROWD = 50


def leave(key: str, method: PaymentMethod = PaymentMethod.CASH) -> PaidCheckOut:
    terms = PaymentTerms(idempotency_key=key, method=method, card_token="tok_visa")
    return PaidCheckOut(terms=terms, license_plate="AA-1")


async def park(services: GarageServices, plate: str = "AA-1") -> str:
    result = await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.STANDARD))
    return result.session.id


async def assert_paid_once(services: GarageServices, session_id: str) -> None:
    assert len(await services.payments.find_by_session(session_id)) == 1
    reconciliation = await services.reports.reconcile()
    assert reconciliation.agrees
    assert reconciliation.captured_in_ledger == 500


async def test_fifty_check_outs_with_fifty_keys_pay_once(services: GarageServices) -> None:
    session_id = await park(services)
    methods = [PaymentMethod.CASH, PaymentMethod.CARD]
    calls = [services.check_out.check_out_and_pay(leave(f"k-{n}", methods[n % 2])) for n in range(CROWD)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    kinds = Counter(type(each) for each in outcomes)
    assert kinds[Receipt] == 1
    assert kinds[AlreadyCheckedOut] + kinds[Conflict] == CROWD - 1
    await assert_paid_once(services, session_id)


async def test_fifty_check_outs_with_one_key_get_one_receipt(services: GarageServices) -> None:
    session_id = await park(services)
    receipts = await asyncio.gather(*(services.check_out.check_out_and_pay(leave("k")) for _ in range(CROWD)))
    assert len(set(receipts)) == 1
    await assert_paid_once(services, session_id)


async def test_paying_at_a_station_and_at_the_exit_at_once(services: GarageServices) -> None:
    session_id = await park(services)
    stations = [
        services.payments.pay(StayPayment(terms=leave(f"s-{n}").terms, license_plate="AA-1")) for n in range(CROWD // 2)
    ]
    exits = [services.check_out.check_out_and_pay(leave(f"e-{n}")) for n in range(CROWD // 2)]
    outcomes = await asyncio.gather(*stations, *exits, return_exceptions=True)
    assert sum(isinstance(each, Receipt) for each in outcomes) == 1
    assert all(isinstance(each, Receipt | Conflict) for each in outcomes)
    await assert_paid_once(services, session_id)


async def test_one_vehicle_checks_in_once(services: GarageServices) -> None:
    calls = [
        services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
        for _ in range(CROWD)
    ]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    kinds = Counter(type(each) for each in outcomes)
    assert kinds == {CheckInResult: 1, DuplicateCheckIn: CROWD - 1}
    assert (await services.garage.occupancy()).occupied == 1


async def test_every_vehicle_gets_a_spot_of_its_own(services: GarageServices) -> None:
    calls = [
        services.check_in.check_in(CheckIn(license_plate=f"P-{n}", vehicle_type=VehicleType.COMPACT))
        for n in range(CROWD)
    ]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    spots = [each.spot.id for each in outcomes if isinstance(each, CheckInResult)]
    assert len(spots) == len(set(spots)) == 40
    assert (await services.garage.occupancy()).occupied == 40


async def test_concurrent_refunds_stay_within_the_capture(services: GarageServices) -> None:
    await park(services)
    receipt = await services.check_out.check_out_and_pay(leave("k"))
    calls = [
        services.payments.refund(Refund(idempotency_key=f"r-{n}", payment_id=receipt.payment_id, amount_cents=30))
        for n in range(CROWD)
    ]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    given = [each.amount_cents for each in outcomes if isinstance(each, Receipt)]
    assert sum(given) <= 500
    assert all(isinstance(each, Receipt | RefundExceedsPayment | Conflict) for each in outcomes)
    capture = await services.payments.find(receipt.payment_id)
    assert capture.refunded_cents == sum(given)
    assert (await services.reports.reconcile()).agrees
