"""Whatever happens at the gates: the ledger sums to zero, books and stays agree, refunds stay within captures."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atrium.garage.interfaces import GarageStore
from atrium.garage.models import PaymentKind, PaymentMethod, PaymentStatus, RateType, VehicleType
from atrium.garage.repositories import PrismaStore
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
from atrium.platform.database import connected
from atrium.platform.errors import AtriumError

from .conftest import FLOORS, START, STORES

PLATES = ["AA-1", "BB-2", "CC-3"]


@dataclass(frozen=True)
class Step:
    action: str
    plate: str
    key: str
    amount: int
    minutes: int
    method: PaymentMethod
    token: str
    rate: RateType


STEPS = st.lists(
    st.builds(
        Step,
        action=st.sampled_from(["enter", "enter", "pay", "leave", "leave and pay", "lose", "refund"]),
        plate=st.sampled_from(PLATES),
        key=st.integers(0, 12).map("key-{}".format),
        amount=st.integers(-100, 3000),
        minutes=st.sampled_from([0, 5, 20, 61, 600, 3000]),
        method=st.sampled_from(PaymentMethod),
        token=st.sampled_from(["tok_visa", "tok_declined"]),
        rate=st.sampled_from(RateType),
    ),
    max_size=30,
)


async def perform(services: GarageServices, step: Step, paid: list[str]) -> None:
    """One step; a refusal is a fine outcome."""
    terms = PaymentTerms(idempotency_key=step.key, method=step.method, card_token=step.token)
    actions: dict[str, Callable[[], Awaitable[object]]] = {
        "enter": lambda: services.check_in.check_in(
            CheckIn(license_plate=step.plate, vehicle_type=VehicleType.COMPACT, rate_type=step.rate)
        ),
        "pay": lambda: services.payments.pay(StayPayment(terms=terms, license_plate=step.plate)),
        "leave": lambda: services.check_out.check_out(
            CheckOut(license_plate=step.plate, apply_grace_period=step.amount % 2 == 0)
        ),
        "leave and pay": lambda: services.check_out.check_out_and_pay(
            PaidCheckOut(license_plate=step.plate, terms=terms)
        ),
        "lose": lambda: services.tickets.report_lost(step.plate),
        "refund": lambda: services.payments.refund(
            Refund(
                idempotency_key=step.key,
                payment_id=paid[step.amount % len(paid)] if paid else "none",
                amount_cents=step.amount,
            )
        ),
    }
    try:
        result = await actions[step.action]()
    except AtriumError:
        return
    if step.action in ("pay", "leave and pay"):
        paid.append(result.payment_id)  # type: ignore[attr-defined]


async def assert_books_are_right(services: GarageServices, store: GarageStore) -> None:
    reconciliation = await services.reports.reconcile()
    assert reconciliation.differences == []
    activity = await services.reports.activity(START - timedelta(days=1), START + timedelta(days=999))
    assert all(each.balance_cents >= 0 for each in activity.sessions)
    captures = [each for each in activity.payments if each.kind is PaymentKind.CAPTURE]
    for capture in captures:
        refunds = sum(each.amount_cents for each in activity.payments if each.refund_of == capture.id)
        assert refunds == capture.refunded_cents <= capture.amount_cents
        assert capture.status is not PaymentStatus.DECLINED or refunds == 0
    keys = [each.capture_key for each in captures if each.status is not PaymentStatus.DECLINED]
    assert len(keys) == len(set(keys))
    parked = [each.spot_id for each in await store.committed.sessions.find_active()]
    occupied = [each.id for each in await store.committed.spots.find_occupied()]
    assert sorted(parked) == sorted(occupied)


async def play(kind: str, url: str, steps: list[Step]) -> None:
    clock = ManualClock(START)
    async with STORES[kind](clock, url) as store:
        services = bootstrap(store, clock=clock)
        await services.garage.initialize("Central", FLOORS[:1])
        paid: list[str] = []
        for step in steps:
            clock.advance(timedelta(minutes=step.minutes))
            await perform(services, step, paid)
        await assert_books_are_right(services, store)


@given(steps=STEPS)
@settings(max_examples=150, deadline=None)
def test_books_in_memory(steps: list[Step]) -> None:
    asyncio.run(play("memory", "", steps))


@given(steps=STEPS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_books_on_sqlite(template: Path, steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "garage.db"
        shutil.copy(template, path)
        asyncio.run(play("sqlite", f"file:{path}", steps))


async def test_the_check_can_fail(store: GarageStore, services: GarageServices) -> None:
    """A capture that is booked without its journal entry is found."""
    parked = await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    terms = PaymentTerms(idempotency_key="k", method=PaymentMethod.CASH)
    receipt = await services.check_out.check_out_and_pay(PaidCheckOut(license_plate="AA-1", terms=terms))
    payment = await services.payments.find(receipt.payment_id)
    await store.committed.payments.add_refund(payment, 100)
    with pytest.raises(AssertionError):
        await assert_books_are_right(services, store)
    assert parked.session.id == receipt.session_id


async def test_a_damaged_ledger_is_reported(database_url: str) -> None:
    """A line changed by hand is found, although reading the entry itself would fail."""
    clock = ManualClock(START)
    async with connected(database_url) as client:
        services = bootstrap(PrismaStore(client, clock=clock), clock=clock)
        await services.garage.initialize("Central", FLOORS)
        await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
        await services.check_out.check_out(CheckOut(license_plate="AA-1"))
        assert (await services.reports.reconcile()).agrees
        await client.ledgerline.update_many(where={"amountCents": {"gt": 0}}, data={"amountCents": {"increment": 1}})
        (owed, total, entry) = (await services.reports.reconcile()).differences
        assert owed.startswith("balances owed")
        assert total == "sum of the ledger: 0 against 1 in the ledger"
        assert entry.endswith("does not sum to zero")
