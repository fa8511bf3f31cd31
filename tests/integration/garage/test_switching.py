"""The store is exchanged while it is in use: nothing fails, nothing is lost; what would lose something is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.interfaces import GarageStore, Kind, Repositories
from atrium.garage.models import Floor, PaymentMethod, SpotStatus, VehicleType
from atrium.garage.moving import (
    ModeChangeRefused,
    StoreInUse,
    StoreKeeper,
    StoreMode,
    SwitchingStore,
    compare,
    next_mode,
    parse_mode,
)
from atrium.garage.repositories import PrismaStore
from atrium.garage.repositories.migrations import PrismaMigrationLog
from atrium.garage.repositories.modes import PrismaModeBook
from atrium.garage.services import CheckIn, GarageServices, PaidCheckOut, PaymentTerms, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.database import connected
from atrium.platform.errors import ValidationFailed

from .conftest import FLOORS, Unrecorded

MEMORY, MEMORY_FIRST, DATABASE_FIRST, DATABASE = StoreMode
THERE = [MEMORY_FIRST, DATABASE_FIRST, DATABASE]
BACK = [DATABASE_FIRST, MEMORY_FIRST, MEMORY]


class Failing:
    """A store that can be told to fail, for units that ``is_refused`` chooses."""

    def __init__(self, store: GarageStore) -> None:
        self._store = store
        self.is_away = False

    @property
    def config_name(self) -> str:
        return self._store.config_name

    @property
    def committed(self) -> Repositories:
        return self._store.committed

    async def read(self, work: Callable[[Repositories], Awaitable[Any]]) -> Any:
        return await self._store.read(work)

    async def transact(self, work: Callable[[Repositories], Awaitable[Any]]) -> Any:
        if self.is_away:
            raise ConnectionError("the network is down")
        return await self._store.transact(work)


@pytest.fixture
async def database(clock: ManualClock, database_url: str) -> AsyncIterator[Failing]:
    async with connected(database_url) as client:
        yield Failing(PrismaStore(client, clock=clock))


Open = Callable[[StoreMode], SwitchingStore]


@pytest.fixture
def opened(database: Failing, clock: ManualClock) -> Open:
    """A switching store in a mode."""
    return lambda mode: SwitchingStore(database, lambda: InMemoryStore(clock), Unrecorded(), mode)


class Traffic:
    """Vehicles that come, pay and leave for as long as the block runs; what was acknowledged."""

    def __init__(self, services: GarageServices, workers: int = 4) -> None:
        self._services = services
        self._workers = workers
        self._tasks: list[asyncio.Task[None]] = []
        self.parked: set[str] = set()
        self.paid: list[str] = []

    async def __aenter__(self) -> Traffic:
        self._tasks = [asyncio.create_task(self._run(number)) for number in range(self._workers)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        results = await asyncio.gather(*self._tasks, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in results), results

    async def more(self, count: int = 10) -> None:
        """Wait for so many more payments."""
        wanted = len(self.paid) + count
        while len(self.paid) < wanted:
            assert not any(task.done() for task in self._tasks), [task.exception() for task in self._tasks]
            await asyncio.sleep(0.005)

    async def _run(self, worker: int) -> None:
        turn = 0
        while True:
            turn += 1
            await asyncio.shield(self._visit(f"W{worker}-{turn}", leaves=turn % 20 != 0))
            await asyncio.sleep(0)

    async def _visit(self, plate: str, *, leaves: bool) -> None:
        await self._services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.COMPACT))
        if not leaves:
            self.parked.add(plate)
            return
        terms = PaymentTerms(idempotency_key=plate, method=PaymentMethod.CASH)
        receipt = await self._services.check_out.check_out_and_pay(PaidCheckOut(license_plate=plate, terms=terms))
        self.paid.append(receipt.payment_id)


async def faults(traffic: Traffic, store: GarageStore) -> list[str]:
    """What was acknowledged and is not there."""
    payments = await store.committed.tables[Kind.PAYMENT].find(traffic.paid)
    found = [f"payment {each} is lost" for each in traffic.paid if each not in payments]
    active = {each.license_plate for each in await store.committed.sessions.find_active()}
    found += [f"{plate} is lost" for plate in traffic.parked - active]
    occupied = {spot.current_vehicle for spot in await store.committed.spots.find_occupied()}
    return found + [f"spots of {each} disagree" for each in active ^ occupied]


async def settled(traffic: Traffic, store: SwitchingStore) -> list[str]:
    """After the traffic: faults, and what the books say."""
    await asyncio.sleep(0.05)
    assert (await bootstrap(store).reports.reconcile()).agrees
    return await faults(traffic, store)


async def test_there_and_back_under_traffic(opened: Open, database: Failing, clock: ManualClock) -> None:
    store = opened(MEMORY)
    services = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", [Floor(number=n, bays=10, spots_per_bay=10) for n in (1, 2, 3)])
    async with Traffic(services) as traffic:
        await traffic.more()
        for mode in THERE + BACK + THERE:
            await store.move(mode)
            assert store.mode is mode
            assert store.waiting == 0
            await traffic.more()
            assert store.counts.diverged == 0
    assert await settled(traffic, store) == []
    assert len(traffic.paid) >= 100
    assert await faults(traffic, database) == []


async def test_both_stores_are_equal_in_dual_modes(opened: Open, database: Failing, clock: ManualClock) -> None:
    store = opened(MEMORY)
    services = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", FLOORS)
    for mode in (MEMORY_FIRST, DATABASE_FIRST):
        await store.move(mode)
        await services.check_in.check_in(CheckIn(license_plate=f"P-{mode}"[:10], vehicle_type=VehicleType.COMPACT))
        assert (await compare(store.memory.committed.tables, database.committed.tables)).agrees
        assert (await store.reconcile()).agrees


async def test_a_difference_is_found_and_mended(opened: Open, database: Failing, clock: ManualClock) -> None:
    store = opened(MEMORY)
    services = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", FLOORS)
    await store.move(MEMORY_FIRST)
    await database.committed.spots.update("F1-B1-S001", {"status": SpotStatus.OUT_OF_ORDER})
    found = await store.reconcile()
    assert [(each.key, each.reason) for each in found.differences] == [("F1-B1-S001", "different")]
    assert (store.counts.diverged, store.counts.reconciled) == (1, 1)
    assert (await store.reconcile()).agrees


async def test_an_empty_memory_does_not_empty_the_database(opened: Open, clock: ManualClock) -> None:
    await bootstrap(opened(DATABASE), clock=clock).garage.initialize("Central", FLOORS)
    store = opened(MEMORY)
    with pytest.raises(ModeChangeRefused, match="empty the database"):
        await store.move(MEMORY_FIRST)
    assert store.mode is MEMORY


async def test_what_the_database_has_from_an_earlier_time_goes(opened: Open, clock: ManualClock) -> None:
    """The memory is right: the database becomes what it is, whatever was in it."""
    earlier = bootstrap(opened(DATABASE), clock=clock)
    await earlier.garage.initialize("Earlier", FLOORS)
    await earlier.check_in.check_in(CheckIn(license_plate="OLD-1", vehicle_type=VehicleType.COMPACT))
    store = opened(MEMORY)
    services = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", FLOORS[:1])
    await services.check_in.check_in(CheckIn(license_plate="NEW-1", vehicle_type=VehicleType.COMPACT))
    for mode in THERE:
        await store.move(mode)
    assert (await services.garage.find()).name == "Central"
    assert [each.license_plate for each in await store.committed.sessions.find_active()] == ["NEW-1"]
    assert await store.committed.spots.count() == 20


async def test_a_database_that_is_away_does_not_take_over(opened: Open, database: Failing, clock: ManualClock) -> None:
    store = opened(MEMORY)
    services = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", FLOORS)
    database.is_away = True
    with pytest.raises(ModeChangeRefused, match="refused"):
        await store.move(MEMORY_FIRST)
    assert store.mode is MEMORY
    database.is_away = False
    await store.move(MEMORY_FIRST)
    database.is_away = True
    await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    assert store.waiting
    with pytest.raises(ModeChangeRefused, match="still lacks"):
        await store.move(DATABASE_FIRST)
    assert store.mode is MEMORY_FIRST
    database.is_away = False
    await store.move(DATABASE_FIRST)
    assert (store.waiting, store.mode) == (0, DATABASE_FIRST)
    assert await store.committed.sessions.find_active_by_plate("AA-1") is not None


async def test_only_neighbours(opened: Open) -> None:
    store = opened(DATABASE)
    await store.move(DATABASE)
    with pytest.raises(ModeChangeRefused, match="not next to"):
        await store.move(MEMORY)
    with pytest.raises(ModeChangeRefused, match="no second store"):
        await store.reconcile()
    assert await store.catch_up() == 0
    assert next_mode(MEMORY, DATABASE) is MEMORY_FIRST
    assert next_mode(DATABASE, MEMORY) is DATABASE_FIRST
    assert parse_mode("memory") is MEMORY
    with pytest.raises(ValidationFailed, match="dual-memory-primary"):
        parse_mode("cloud")


@pytest.fixture
async def keepers(clock: ManualClock, database_url: str) -> AsyncIterator[Callable[[StoreMode], StoreKeeper]]:
    """Servers of one garage: each with its own memory, all with one database."""
    async with connected(database_url) as client:

        def keeper(mode: StoreMode) -> StoreKeeper:
            book = PrismaModeBook(client, "default", clock)
            database = PrismaStore(client, clock=clock)
            store = SwitchingStore(database, lambda: InMemoryStore(clock), book, mode)
            return StoreKeeper(store, book, PrismaMigrationLog(client, "default"), clock, 0.01)

        yield keeper


async def test_a_server_goes_where_it_is_wanted(
    keepers: Callable[[StoreMode], StoreKeeper], clock: ManualClock, database_url: str
) -> None:
    keeper = keepers(MEMORY)
    await keeper.start()
    services = bootstrap(keeper.store, clock=clock)
    await services.garage.initialize("Central", FLOORS)
    async with connected(database_url) as client:
        book = PrismaModeBook(client, "default", clock)
        await book.want(DATABASE)
        seen = [keeper.status().mode]
        for _ in range(4):
            await keeper.tend()
            seen.append(keeper.status().mode)
        assert seen == [MEMORY, MEMORY_FIRST, DATABASE_FIRST, DATABASE, DATABASE]
        entry = await book.read()
        assert entry is not None
        assert (entry.mode, entry.wanted, entry.refusal) == (DATABASE, DATABASE, None)
        assert await book.previous() is DATABASE_FIRST
        assert len(await book.servers()) == 1
        assert not keeper.status().is_moving
        await keeper.stop()
        assert not await book.servers()


async def test_counts_are_written_down(
    keepers: Callable[[StoreMode], StoreKeeper], clock: ManualClock, database_url: str
) -> None:
    keeper = keepers(DATABASE_FIRST)
    await keeper.start()
    await bootstrap(keeper.store, clock=clock).garage.initialize("Central", FLOORS)
    await keeper.store.memory.committed.spots.update("F1-B1-S001", {"status": SpotStatus.RESERVED})
    await keeper.store.reconcile()
    await keeper.tend()
    async with connected(database_url) as client:
        book = PrismaModeBook(client, "default", clock)
        entry = await book.read()
        assert entry is not None
        assert entry.counts == keeper.status().counts
        assert (entry.counts.diverged, entry.counts.reconciled) == (1, 1)
        assert entry.counts.shadowed > 40
        assert await book.open_divergences() == 0
        assert await client.storedivergence.count() == 1
    assert keeper.status().to_json()["diverged"] == 1


async def test_two_servers_have_only_the_database(
    keepers: Callable[[StoreMode], StoreKeeper], clock: ManualClock, database_url: str
) -> None:
    first, second = keepers(DATABASE), keepers(DATABASE)
    await first.start()
    await second.start()
    async with connected(database_url) as client:
        book = PrismaModeBook(client, "default", clock)
        await book.want(DATABASE_FIRST)
        await first.tend()
        entry = await book.read()
        assert entry is not None
        assert entry.wanted is DATABASE
        assert "Another server" in (entry.refusal or "")
        assert "Another server" in str((await _tended(first)).status().refusal)
        await second.stop()
        await book.want(DATABASE_FIRST)
        await first.tend()
        assert first.store.mode is DATABASE_FIRST
        third = keepers(DATABASE_FIRST)
        with pytest.raises(StoreInUse):
            await third.start()
        assert len(await book.servers()) == 1
        clock.advance(timedelta(minutes=1))
        await third.start()


async def _tended(keeper: StoreKeeper) -> StoreKeeper:
    await keeper.tend()
    return keeper


async def test_a_keeper_outlives_a_database_that_is_away(
    keepers: Callable[[StoreMode], StoreKeeper], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = keepers(DATABASE)
    await keeper.start()

    async def away(self: PrismaModeBook) -> None:
        raise ConnectionError("the network is down")

    with monkeypatch.context() as patch:
        patch.setattr(PrismaModeBook, "read", away)
        task = asyncio.create_task(keeper.run())
        while "the network is down" not in caplog.text:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert not task.done()
    task.cancel()
