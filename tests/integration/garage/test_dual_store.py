"""Two stores as one: the second one holds what the first one holds, or is known not to."""

from __future__ import annotations

import inspect
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields
from datetime import timedelta

import pytest

from atrium.garage import interfaces
from atrium.garage.errors import GarageFull
from atrium.garage.in_memory import InMemoryStore
from atrium.garage.in_memory.state import State
from atrium.garage.in_memory.tables import FIELDS
from atrium.garage.interfaces import GarageStore, Kind, Repositories
from atrium.garage.models import Feature, PaymentMethod, SpotStatus, SpotType, VehicleType
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
        yield DualStore(primary, Shadow(primary, secondary, Unrecorded())), secondary


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
    assert all(result.compared.values())
    assert (await bootstrap(secondary, clock=clock).reports.reconcile()).agrees
    assert dual.shadow.counts.diverged == 0
    await services.garage.reset()
    again = await compare(dual.committed.tables, secondary.committed.tables)
    assert again.agrees, again.differences[:5]
    assert again.compared[Kind.SPOT] == 0


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

    async def transact(self, work):  # type: ignore[no-untyped-def]
        self.units += 1
        if self.is_away:
            raise ConnectionError("the network is down")
        return await self.store.transact(work)


async def test_a_store_that_was_away_is_mended(clock: ManualClock, database_url: str) -> None:
    async with connected(database_url) as client:
        primary, secondary = InMemoryStore(clock), Unreachable(PrismaStore(client, clock=clock))
        dual = DualStore(primary, Shadow(primary, secondary, Unrecorded()))
        services = bootstrap(dual, clock=clock)
        await services.garage.initialize("Central", FLOORS)
        secondary.is_away = True
        units = secondary.units
        for number in range(5):
            await services.check_in.check_in(CheckIn(license_plate=f"P-{number}", vehicle_type=VehicleType.COMPACT))
        assert secondary.units == units + 1, "a store that is away is not asked again by every request"
        assert dual.shadow.waiting == dual.shadow.counts.diverged == 5 * 5
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
    assert dual.shadow.waiting == 0
    assert await secondary.committed.tables[Kind.VEHICLE].count() == 0


async def test_a_commit_that_failed_is_looked_at_again(stores: Pair, clock: ManualClock) -> None:
    dual, _ = stores
    await bootstrap(dual, clock=clock).garage.initialize("Central", FLOORS)

    async def unit(repositories: Repositories) -> None:
        await repositories.spots.update("F1-B1-S001", {"status": SpotStatus.RESERVED})
        raise TimeoutError("the answer to COMMIT was lost")

    with pytest.raises(TimeoutError):
        await dual.transact(unit)
    assert dual.shadow.waiting == 1
    assert await dual.catch_up() == 0


async def test_values_survive_json(stores: Pair, clock: ManualClock) -> None:
    dual, secondary = stores
    await a_day(bootstrap(dual, clock=clock), clock, 3)
    for kind in Kind:
        async for values in secondary.committed.tables[kind].batches(50):
            assert [from_json(kind, to_json(kind, value)) for value in values] == list(values)


def test_every_writing_method_has_a_rule() -> None:
    protocols = {
        "garages": interfaces.GarageRepository,
        "spots": interfaces.SpotRepository,
        "sessions": interfaces.SessionRepository,
        "tickets": interfaces.TicketRepository,
        "payments": interfaces.PaymentRepository,
        "ledger": interfaces.LedgerRepository,
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
    assert set(FIELDS.values()) == {field.name for field in fields(State)}
    assert set(FIELDS) == set(Kind)


async def test_a_write_without_a_rule_is_refused(stores: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    dual, _ = stores
    monkeypatch.delitem(RULES, ("spots", "update"))  # type: ignore[arg-type]
    with pytest.raises(UnmirroredWrite):
        await dual.committed.spots.update("F1-B1-S001", {"status": SpotStatus.RESERVED})
