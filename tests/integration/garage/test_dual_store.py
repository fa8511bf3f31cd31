"""Two stores as one: the second one holds what the first one holds, or is known not to."""

from __future__ import annotations

import inspect
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest

from atrium.garage import interfaces
from atrium.garage.errors import GarageFull
from atrium.garage.in_memory import InMemoryStore
from atrium.garage.in_memory.operations import OperationsState
from atrium.garage.in_memory.state import State
from atrium.garage.in_memory.tables import FIELDS
from atrium.garage.interfaces import GarageStore, Kind, Repositories, key_of
from atrium.garage.models import (
    AttemptStatus,
    Customer,
    CustomerTier,
    DayClose,
    DiscountCode,
    DiscountKind,
    Dispute,
    DisputeStatus,
    Feature,
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
from atrium.garage.moving import DualStore, Shadow, compare, from_json, to_json
from atrium.garage.moving.touched import RULES, UnmirroredWrite, is_reading
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import CheckIn, CheckOut, GarageServices, PaidCheckOut, PaymentTerms, Refund, bootstrap
from atrium.platform.audit import AuditWriter
from atrium.platform.clock import ManualClock
from atrium.platform.database import connected
from atrium.platform.errors import AtriumError
from atrium.platform.idempotency import IdempotencyStore

from .conftest import FLOORS, Unrecorded

Pair = tuple[DualStore, GarageStore]


@asynccontextmanager
async def pair(first: str, clock: ManualClock, url: str) -> AsyncIterator[Pair]:
    """A dual store and its secondary store."""
    async with connected(url) as client:
        stores: list[GarageStore] = [InMemoryStore(clock), PrismaStore(client, clock=clock)]
        primary, secondary = stores if first == "memory" else reversed(stores)
        yield DualStore(Shadow(primary, secondary, Unrecorded())), secondary


@pytest.fixture(params=["memory", "database"])
async def stores(request: pytest.FixtureRequest, clock: ManualClock, database_url: str) -> AsyncIterator[Pair]:
    """Either order of the two stores."""
    async with pair(str(request.param), clock, database_url) as made:
        yield made


async def a_day(services: GarageServices, clock: ManualClock, seed: int) -> None:
    """Everything a garage does, at random; refusals are part of it."""
    chances = random.Random(seed)
    await services.garage.initialize("Central", FLOORS)
    await services.garage.update_rates({"compact": 450})
    await services.spots.update("F1-B1-S003", {"type": SpotType.OVERSIZED, "features": (Feature.HANDICAP,)})
    paid: list[str] = []
    for turn in range(120):
        plate = f"P-{chances.randrange(30)}"
        terms = PaymentTerms(
            idempotency_key=f"k-{turn}", method=chances.choice(list(PaymentMethod)), card_token="tok_visa"
        )
        try:
            action = chances.randrange(6)
            if action < 3:
                kind = chances.choice(list(VehicleType))
                await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=kind))
            elif action == 3:
                receipt = await services.check_out.check_out_and_pay(PaidCheckOut(license_plate=plate, terms=terms))
                paid.append(receipt.payment_id)
            elif action == 4:
                await services.check_out.check_out(CheckOut(license_plate=plate, remove_record=chances.random() < 0.5))
            elif chances.random() < 0.5 and paid:
                await services.payments.refund(
                    Refund(idempotency_key=f"r-{turn}", payment_id=chances.choice(paid), amount_cents=100)
                )
            else:
                await services.tickets.report_lost(plate)
        except AtriumError:
            pass
        clock.advance(timedelta(minutes=chances.randrange(90)))


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_second_store_follows(stores: Pair, clock: ManualClock, seed: int) -> None:
    dual, secondary = stores
    services = bootstrap(dual, clock=clock)
    await a_day(services, clock, seed)
    result = await compare(dual.committed.tables, secondary.committed.tables)
    assert result.agrees, (seed, result.differences[:5])
    assert result.compared[Kind.SESSION] > 20
    assert (await bootstrap(secondary, clock=clock).reports.reconcile()).agrees
    assert dual.shadow.counts.diverged == 0
    await services.garage.reset()
    again = await compare(dual.committed.tables, secondary.committed.tables)
    assert again.agrees, again.differences[:5]
    assert again.compared[Kind.SPOT] == 0


async def an_operators_day(repositories: Repositories, garage_id: str, at: datetime) -> None:
    """One of everything beyond stays and payments, changed once."""
    hour = timedelta(hours=1)
    customer = Customer(id="c-1", name="Ann", email="ann@example.org", created_at=at)
    await repositories.customers.create(customer)
    await repositories.customers.save(replace(customer, tier=CustomerTier.VIP))
    assert await repositories.customers.assign_vehicle("AA-1", "c-1")
    for number in (1, 2):
        surge = [SurgeRule(kind=SurgeKind.WINDOW, percent=150 + each, weekdays=frozenset({0, 4})) for each in range(3)]
        plan = RatePlan(
            id=f"plan-{number}",
            garage_id=garage_id,
            code=f"PLAN-{number}",
            is_default=True,
            name="Plan",
            compact_hourly_cents=400,
            standard_hourly_cents=500,
            oversized_hourly_cents=700,
            surge_rules=tuple(surge),
            tiers=(PlanTier(tier=CustomerTier.VIP, discount_percent=20), PlanTier(tier=CustomerTier.CORPORATE)),
            created_at=at,
        )
        await repositories.rate_plans.put(plan)
    await repositories.rate_plans.put(replace(plan, id="plan-3"))
    await repositories.rate_plans.retire("PLAN-1")
    code = DiscountCode(
        id="d-1", garage_id=garage_id, code="SAVE20", kind=DiscountKind.PERCENT, value=20, created_at=at
    )
    await repositories.discount_codes.create(code)
    assert await repositories.discount_codes.use(code)
    await repositories.discount_codes.retire("SAVE20")
    quote = Quote(
        id="q-1",
        garage_id=garage_id,
        plan_id="plan-2",
        amount_cents=900,
        priced_from=at,
        priced_until=at + hour,
        issued_at=at,
        valid_until=at + hour,
        breakdown={"hours": [1, 2]},
    )
    await repositories.quotes.create(quote)
    permit = Permit(
        id="p-1",
        number="PER-1",
        garage_id=garage_id,
        customer_id="c-1",
        license_plate="AA-1",
        starts_at=at,
        ends_at=at + 24 * hour,
        price_cents=9000,
        created_at=at,
    )
    await repositories.permits.create(permit)
    await repositories.permits.save(replace(permit, status=PermitStatus.CANCELLED))
    reservation = Reservation(
        id="r-1",
        number="RES-1",
        garage_id=garage_id,
        spot_id="F2-B1-S001",
        license_plate="BB-2",
        vehicle_type=VehicleType.COMPACT,
        starts_at=at,
        ends_at=at + hour,
        hold_until=at + hour,
        created_at=at,
    )
    await repositories.reservations.book(reservation)
    await repositories.reservations.save(replace(reservation, status=ReservationStatus.CANCELLED, closed_at=at))
    attempt = PaymentAttempt(
        id="a-1",
        key="a-1",
        operation="pay",
        request_hash="h",
        garage_id=garage_id,
        method=PaymentMethod.CARD,
        amount_cents=500,
        priced_at=at,
        created_at=at,
    )
    await repositories.attempts.create(attempt)
    await repositories.attempts.move(attempt, AttemptStatus.FAILED, "timeout")
    [payment] = await repositories.payments.find_between(at - hour, at + 9 * hour)
    dispute = Dispute(
        id="x-1", reference="dp-1", payment_id=payment.id, amount_cents=100, reason="unknown", opened_at=at
    )
    await repositories.disputes.create(dispute)
    await repositories.disputes.resolve(replace(dispute, status=DisputeStatus.WON, resolved_at=at + hour))
    await repositories.day_closes.lock_books()
    close = DayClose(
        id="z-1",
        garage_id=garage_id,
        day="2026-03-01",
        starts_at=at - 24 * hour,
        ends_at=at,
        expected_cash_cents=100,
        counted_cash_cents=90,
        closed_by="me",
        closed_at=at,
        figures={"cash": 100},
    )
    await repositories.day_closes.create(close)


async def test_the_second_store_follows_the_operator(stores: Pair, clock: ManualClock) -> None:
    dual, secondary = stores
    services = bootstrap(dual, clock=clock)
    made = await services.garage.initialize("Central", FLOORS)
    await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    terms = PaymentTerms(idempotency_key="k", method=PaymentMethod.CASH)
    await services.check_out.check_out_and_pay(PaidCheckOut(license_plate="AA-1", terms=terms))

    async def unit(repositories: Repositories) -> None:
        await an_operators_day(repositories, made.garage.id, clock.now())

    await dual.transact(unit)
    assert dual.shadow.counts.diverged == 0
    result = await compare(dual.committed.tables, secondary.committed.tables)
    assert result.agrees, result.differences
    assert set(Kind) == {kind for kind, count in result.compared.items() if count} | {Kind.TICKET}
    for kind in Kind:
        table = dual.committed.tables[kind]
        async for values in table.batches(50):
            assert [from_json(kind, to_json(kind, value)) for value in values] == list(values)
            keys = [key_of(kind, value) for value in values]
            await secondary.committed.tables[kind].put(values)
            assert set(await secondary.committed.tables[kind].find(keys)) == set(keys)
    owner = await secondary.committed.customers.find_by_plate("AA-1")
    assert owner is not None
    assert owner.tier is CustomerTier.VIP


async def test_the_comparison_finds_differences(stores: Pair, clock: ManualClock) -> None:
    """The check of the check: what is changed behind the dual store's back is found."""
    dual, secondary = stores
    services = bootstrap(dual, clock=clock)
    await services.garage.initialize("Central", FLOORS)
    await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    await secondary.committed.spots.update("F2-B1-S001", {"status": SpotStatus.MAINTENANCE})
    await secondary.committed.spots.create_spot(9, 1, 1)
    await secondary.committed.tables[Kind.SPOT].remove(["F2-B2-S002"])
    found = await compare(dual.committed.tables, secondary.committed.tables)
    assert {(each.key, each.reason) for each in found.differences} == {
        ("F2-B1-S001", "different"),
        ("F9-B1-S001", "extra"),
        ("F2-B2-S002", "missing"),
    }
    assert found.counts() == {"missing": 1, "different": 1, "extra": 1}
    dual.shadow.recheck(found.keys)
    assert await dual.catch_up() == 0
    assert (await compare(dual.committed.tables, secondary.committed.tables)).agrees


class Unreachable:
    """A store whose units fail while ``is_away``."""

    def __init__(self, store: GarageStore) -> None:
        self.store = store
        self.is_away = False
        self.units = 0

    @property
    def config_name(self) -> str:
        return self.store.config_name

    @property
    def committed(self) -> Repositories:
        return self.store.committed

    async def read(self, work):  # type: ignore[no-untyped-def]
        return await self.store.read(work)

    async def transact(self, work):  # type: ignore[no-untyped-def]
        self.units += 1
        if self.is_away:
            raise ConnectionError("the network is down")
        return await self.store.transact(work)


async def test_a_store_that_was_away_is_mended(clock: ManualClock, database_url: str) -> None:
    async with connected(database_url) as client:
        primary, secondary = InMemoryStore(clock), Unreachable(PrismaStore(client, clock=clock))
        dual = DualStore(Shadow(primary, secondary, Unrecorded()))
        services = bootstrap(dual, clock=clock)
        await services.garage.initialize("Central", FLOORS)
        secondary.is_away = True
        units = secondary.units
        for number in range(5):
            await services.check_in.check_in(CheckIn(license_plate=f"P-{number}", vehicle_type=VehicleType.COMPACT))
        assert secondary.units == units + 1, "a store that is away is not asked again by every request"
        assert len(dual.shadow.waiting) == dual.shadow.counts.diverged == 5 * 5
        assert await dual.catch_up() == 25
        secondary.is_away = False
        await services.check_out.check_out(CheckOut(license_plate="P-0"))
        assert await dual.catch_up() == 0
        assert dual.shadow.counts.reconciled == 25 + 2
        assert (await compare(primary.committed.tables, secondary.committed.tables)).agrees


async def test_a_refusal_writes_nothing_anywhere(stores: Pair, clock: ManualClock) -> None:
    dual, secondary = stores
    services = bootstrap(dual, clock=clock)
    with pytest.raises(GarageFull):
        await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    assert not dual.shadow.waiting
    assert await secondary.committed.tables[Kind.VEHICLE].count() == 0


async def test_a_commit_that_failed_is_looked_at_again(stores: Pair, clock: ManualClock) -> None:
    dual, _ = stores
    await bootstrap(dual, clock=clock).garage.initialize("Central", FLOORS)

    async def unit(repositories: Repositories) -> None:
        await repositories.spots.update("F1-B1-S001", {"status": SpotStatus.RESERVED})
        raise TimeoutError("the answer to COMMIT was lost")

    with pytest.raises(TimeoutError):
        await dual.transact(unit)
    assert len(dual.shadow.waiting) == 1
    assert await dual.catch_up() == 0


def test_every_writing_method_has_a_rule() -> None:
    protocols = {
        "garages": interfaces.GarageRepository,
        "spots": interfaces.SpotRepository,
        "sessions": interfaces.SessionRepository,
        "tickets": interfaces.TicketRepository,
        "payments": interfaces.PaymentRepository,
        "ledger": interfaces.LedgerRepository,
        "reservations": interfaces.ReservationRepository,
        "rate_plans": interfaces.RatePlanRepository,
        "discount_codes": interfaces.DiscountCodeRepository,
        "quotes": interfaces.QuoteRepository,
        "customers": interfaces.CustomerRepository,
        "permits": interfaces.PermitRepository,
        "attempts": interfaces.AttemptRepository,
        "disputes": interfaces.DisputeRepository,
        "day_closes": interfaces.DayCloseRepository,
        "analytics": interfaces.AnalyticsRepository,
        "archive": interfaces.ArchiveRepository,
        "idempotency": IdempotencyStore,
        "audit": AuditWriter,
    }
    declared = {name for name, member in inspect.getmembers(Repositories) if isinstance(member, property)}
    assert declared == {*protocols, "tables"}
    writing = {
        (name, method)
        for name, protocol in protocols.items()
        for method, _ in inspect.getmembers(protocol, inspect.isfunction)
        if not method.startswith("_") and not is_reading(method)
    }
    assert writing == set(RULES)


def test_every_kind_of_value_has_a_table() -> None:
    own = {field.name for field in fields(State)} - {"operations"}
    assert set(FIELDS.values()) == own | {f"operations.{field.name}" for field in fields(OperationsState)}
    assert set(FIELDS) == set(Kind)


async def test_a_write_without_a_rule_is_refused(stores: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    dual, _ = stores
    monkeypatch.delitem(RULES, ("spots", "update"))  # type: ignore[arg-type]
    with pytest.raises(UnmirroredWrite):
        await dual.committed.spots.update("F1-B1-S001", {"status": SpotStatus.RESERVED})
