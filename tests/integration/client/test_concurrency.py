"""Many tasks and threads on one database: the writer's queue, cancellation, slow reads, foreign locks."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import apsw
import pytest

pytestmark = pytest.mark.providers("sqlite")

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {}) SELECT COUNT(*) AS c FROM n"


async def test_twenty_transactions_count_up(db: Any) -> None:
    row = await db.scalars.create({"whole": 0})

    async def add_one() -> None:
        async with db.tx(max_wait=dt.timedelta(seconds=20)) as tx:
            found = await tx.scalars.find_unique_or_raise({"id": row.id})
            await asyncio.sleep(0)
            await tx.scalars.update({"whole": found.whole + 1}, {"id": row.id})

    await asyncio.gather(*[add_one() for _ in range(20)])
    assert (await db.scalars.find_unique_or_raise({"id": row.id})).whole == 20


async def test_transactions_start_in_the_order_they_were_asked_for(db: Any) -> None:
    order: list[int] = []

    async def enter(number: int) -> None:
        async with db.tx():
            order.append(number)
            await asyncio.sleep(0.001)

    await asyncio.gather(*[enter(number) for number in range(20)])
    assert order == list(range(20))


async def test_writes_beside_a_transaction_wait_for_it(db: Any) -> None:
    events: list[str] = []

    async def write() -> None:
        await db.user.create({"email": "outside"})
        events.append("written")

    async with db.tx() as tx:
        task = asyncio.ensure_future(write())
        await asyncio.sleep(0.02)
        await tx.user.create({"email": "inside"})
        events.append("commit")
    await task
    assert events == ["commit", "written"]
    assert await db.user.count() == 2


@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancelled_task_frees_the_writer(db: Any, times: int) -> None:
    inside = asyncio.Event()

    async def hold() -> None:
        async with db.tx() as tx:
            await tx.user.create({"email": "never"})
            inside.set()
            await tx.query_raw(SLOW.format(1_000_000))
            await asyncio.sleep(10)

    task = asyncio.ensure_future(hold())
    await inside.wait()
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    await asyncio.wait_for(db.user.create({"email": "free"}), 5)
    assert [user.email for user in await db.user.find_many()] == ["free"]


async def test_a_task_cancelled_at_any_moment_frees_the_writer(db: Any) -> None:
    """The cancellation falls into every await of a transaction, one after the other."""

    async def work() -> None:
        async with db.tx() as tx:
            await tx.user.create({"email": "x"})
            await asyncio.gather(*[tx.user.count() for _ in range(3)])
            await tx.query_raw(SLOW.format(30_000))

    for steps in range(60):
        task = asyncio.ensure_future(work())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        done = await asyncio.wait_for(db.user.delete_many(), 5)
        assert done in (0, 1), steps


async def test_a_task_cancelled_while_it_queues(db: Any) -> None:
    async def transaction() -> None:
        async with db.tx():
            raise AssertionError("must not start")

    async with db.tx() as tx:
        waiting = [asyncio.ensure_future(each) for each in (transaction(), db.user.create({"email": "never"}))]
        await asyncio.sleep(0.01)
        for task in waiting:
            task.cancel()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in results)
        await tx.user.create({"email": "ann"})
    await asyncio.wait_for(db.user.create({"email": "bob"}), 5)
    assert await db.user.count() == 2


async def test_a_cancellation_that_meets_the_hand_over(db: Any) -> None:
    """The lock is granted and the waiter cancelled in the same turn of the loop."""
    for _ in range(50):
        manager = db.tx()
        await manager.start()
        waiter = asyncio.ensure_future(db.tx().start())
        await asyncio.sleep(0)
        await manager.rollback()
        waiter.cancel()
        with suppress(asyncio.CancelledError):
            tx = await waiter
            await db._engine.rollback_transaction(tx._tx_id)
        await asyncio.wait_for(db.user.count(), 5)
        await asyncio.wait_for(db.user.delete_many(), 5)


async def stall(work: Any) -> float:
    """The longest time that another task waited for its turn while ``work`` ran."""
    worst = 0.0
    running = True

    async def tick() -> None:
        nonlocal worst
        while running:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, time.perf_counter() - began)

    ticker = asyncio.ensure_future(tick())
    await asyncio.sleep(0.01)
    worst = 0.0
    await work
    running = False
    await ticker
    return worst


async def test_slow_reads_do_not_hold_up_the_event_loop(db: Any) -> None:
    began = time.perf_counter()
    await db.query_raw(SLOW.format(3_000_000))
    alone = time.perf_counter() - began
    assert alone > 0.1, "the query is not slow enough to tell anything"
    assert await stall(db.query_raw(SLOW.format(3_000_000))) < alone / 3
    async with db.tx(timeout=dt.timedelta(seconds=60)) as tx:
        await tx.user.create({"email": "ann"})
        assert await stall(tx.query_raw(SLOW.format(3_000_000))) < alone / 3
        assert await tx.user.count() == 1


async def test_many_short_reads_leave_turns_to_other_tasks(db: Any) -> None:
    async def reads() -> None:
        for _ in range(2000):
            await db.user.find_first()

    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.ensure_future(count())
    await reads()
    counting.cancel()
    assert turns > 2


async def test_fast_reads_go_on_beside_slow_ones(db: Any) -> None:
    slow = [asyncio.ensure_future(db.query_raw(SLOW.format(1_000_000))) for _ in range(6)]
    await asyncio.sleep(0.02)
    await db.user.create({"email": "ann"})
    assert await db.user.count() == 1
    assert not any(task.done() for task in slow[4:])  # those that found no worker yet
    assert [row[0]["c"] for row in await asyncio.gather(*slow)] == [1_000_000] * 6


async def test_a_cancelled_read_stops_at_once(db: Any) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    for _ in range(10):  # more than there are readers
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(db.query_raw(endless), 0.02)
    async with db.tx() as tx:
        await tx.user.create({"email": "ann"})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(tx.query_raw(endless), 0.02)
        assert await tx.user.count() == 1
    assert await db.user.count() == 1
    assert await db.query_raw(SLOW.format(1_000_000)) == [{"c": 1_000_000}]


def locked(database: Path) -> apsw.Connection:
    """A foreign connection that holds the write lock."""
    other = apsw.Connection(str(database))
    other.execute("BEGIN IMMEDIATE")
    return other


async def test_a_foreign_lock_is_waited_for(db: Any, database: Path) -> None:
    other = locked(database)
    asyncio.get_running_loop().call_later(0.2, other.execute, "COMMIT")
    assert await db.user.count() == 0  # reads go on
    began = time.monotonic()
    await db.user.create({"email": "ann"})
    assert time.monotonic() - began >= 0.15
    other.close()


async def test_a_foreign_lock_that_stays_is_a_typed_error(connect: Any, database: Path, errors: ModuleType) -> None:
    db = await connect(busy_timeout=100)
    other = locked(database)
    writes = (
        lambda: db.user.create({"email": "ann"}),
        lambda: db.user.update_many({"name": "x"}, {}),
        lambda: db.post.create_many([{"title": "x"}, {"title": "y"}]),
        lambda: db.post.create({"title": "p", "tags": {"create": [{"name": "t"}]}}),
        lambda: db.execute_raw("DELETE FROM users"),
    )
    for write in writes:
        began = time.monotonic()
        with pytest.raises(errors.DataError, match="database is locked") as caught:
            await write()
        assert caught.value.code in ("P1008", "P2010")
        assert 0.05 < time.monotonic() - began < 2
    with pytest.raises(errors.TransactionError, match="Unable to start"):
        await db.tx(max_wait=dt.timedelta(milliseconds=100)).start()
    assert await db.user.count() == 0
    other.execute("COMMIT")
    other.close()
    for write in writes:
        await write()
    async with db.tx() as tx:
        await tx.user.create({"email": "bob"})
    assert [await db.user.count(), await db.post.count()] == [1, 3]


async def test_waiting_for_a_foreign_lock_does_not_hold_up_the_event_loop(db: Any, database: Path) -> None:
    other = locked(database)
    asyncio.get_running_loop().call_later(0.3, other.execute, "COMMIT")
    assert await stall(db.user.create({"email": "ann"})) < 0.1
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.3, other.execute, "COMMIT")

    async def transaction() -> None:
        async with db.tx() as tx:
            await tx.user.create({"email": "bob"})

    assert await stall(transaction()) < 0.1
    other.close()


def test_disconnecting_under_threads_that_go_on(blocking: Any, suite: Any) -> None:
    stop, outcomes = threading.Event(), set[type[BaseException]]()

    def work(number: int) -> None:
        while not stop.is_set():
            try:
                if number % 2:
                    blocking.user.count()
                else:
                    blocking.post.create({"title": "x"})
            except Exception as error:
                outcomes.add(type(error))

    with ThreadPoolExecutor(4) as pool:
        for number in range(4):
            pool.submit(work, number)
        for _ in range(10):
            time.sleep(0.01)
            blocking.disconnect()
            blocking.connect()
        stop.set()
    errors = suite.generated_sync.errors
    typed = (errors.PrismaError, suite.generated_sync.engine.errors.NotConnectedError)
    assert outcomes
    assert all(issubclass(each, typed) for each in outcomes), outcomes
    assert blocking.post.count() > 0


def test_transactions_race_their_timers(blocking: Any, suite: Any) -> None:
    """However the race ends, a transaction is there whole or not at all."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")

    def work(number: int) -> int:
        chance, whole = random.Random(seed + number), 0
        for at in range(40):
            limit = dt.timedelta(milliseconds=chance.choice([1, 2, 5, 50]))
            with suppress(suite.generated_sync.errors.TransactionExpiredError):
                with blocking.tx(timeout=limit, max_wait=dt.timedelta(seconds=20)) as tx:
                    tx.user.create({"email": f"{number} {at} a"})
                    time.sleep(chance.random() * 0.004)
                    tx.user.create({"email": f"{number} {at} b"})
                whole += 1
        return whole

    with ThreadPoolExecutor(4) as pool:
        whole = sum(pool.map(work, range(4)))
    assert 0 < whole < 160
    assert blocking.user.count() == 2 * whole
    blocking.user.create({"email": "writer is free"})


def test_threads_share_a_sync_client(blocking: Any) -> None:
    row = blocking.scalars.create({"whole": 0})

    def work(number: int) -> None:
        blocking.user.create({"email": str(number)})
        with blocking.tx(max_wait=dt.timedelta(seconds=20)) as tx:
            found = tx.scalars.find_unique_or_raise({"id": row.id})
            tx.scalars.update({"whole": found.whole + 1}, {"id": row.id})
        assert blocking.user.find_unique_or_raise({"email": str(number)})
        assert len(blocking.user.find_many(where={"email": str(number)})) == 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(60)))
    assert blocking.user.count() == 60
    assert blocking.scalars.find_unique_or_raise({"id": row.id}).whole == 60
