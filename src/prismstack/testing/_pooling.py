"""Connections: shared, bounded, given back clean, and waited for no longer than asked."""

from __future__ import annotations

import asyncio
import contextlib

from prismstack.drivers import DriverError, ErrorKind
from prismstack.testing._world import World

__all__ = [
    "a_cancelled_statement_leaves_a_clean_connection",
    "a_full_pool_says_so_and_recovers",
    "a_wait_for_a_transaction_ends",
    "an_interrupted_transaction_stops",
    "closing_twice_is_closing_once",
    "gauges_count_connections",
    "many_callers_share_few_connections",
    "two_databases_of_one_url_are_apart",
]
#: The cases that need a statement which takes its time.
WANT_SLEEP = frozenset(
    {
        "a_cancelled_statement_leaves_a_clean_connection",
        "a_full_pool_says_so_and_recovers",
        "an_interrupted_transaction_stops",
    }
)


async def many_callers_share_few_connections(world: World) -> None:
    await world.prepare()
    database = await world.database(connection_limit="2")
    found = await asyncio.gather(*[world.query(database, "SELECT ? + 0", number) for number in range(100)])
    assert [rows[0][0] for rows in found] == list(range(100))


async def a_wait_for_a_transaction_ends(world: World) -> None:
    await world.prepare()
    database = await world.database(connection_limit="1")
    first = await database.begin(5.0)
    assert first is not None
    assert await database.begin(0.05) is None
    waiting = asyncio.ensure_future(database.begin(10.0))
    await asyncio.sleep(0.05)
    await first.rollback()
    second = await waiting
    assert second is not None
    await second.rollback()


async def a_full_pool_says_so_and_recovers(world: World) -> None:
    await world.prepare()
    database = await world.database(connection_limit="1", pool_timeout="1")
    assert world.dialect.sleep is not None
    slow = asyncio.ensure_future(world.query(database, world.dialect.sleep.format(2)))
    await asyncio.sleep(0.2)
    try:
        await world.query(database, "SELECT 1")
    except DriverError as error:
        assert error.kind is ErrorKind.POOL_TIMEOUT, error.kind
    else:
        raise AssertionError("a second connection was opened beyond the limit")
    await slow
    assert await world.query(database, "SELECT 1") == [(1,)]


async def a_cancelled_statement_leaves_a_clean_connection(world: World) -> None:
    await world.prepare()
    database = await world.database(connection_limit="1")
    assert world.dialect.sleep is not None
    for _ in range(3):
        slow = asyncio.ensure_future(world.query(database, world.dialect.sleep.format(30)))
        await asyncio.sleep(0.1)
        slow.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await slow
        assert await asyncio.wait_for(world.query(database, "SELECT 41 + 1"), 10) == [(42,)]
    await world.parent(database, 1, "a")
    assert await world.parents(database) == [1]


async def an_interrupted_transaction_stops(world: World) -> None:
    database = await world.prepare()
    transaction = await database.begin(5.0)
    assert transaction is not None
    await world.parent(transaction, 1, "a")
    assert world.dialect.sleep is not None
    slow = asyncio.ensure_future(world.query(transaction, world.dialect.sleep.format(30)))
    await asyncio.sleep(0.1)
    transaction.interrupt()
    try:
        await asyncio.wait_for(slow, 10)
    except DriverError:
        pass
    else:
        raise AssertionError("the statement ran on")
    with contextlib.suppress(DriverError):
        await transaction.rollback()
    assert await world.parents(database) == []


async def gauges_count_connections(world: World) -> None:
    database = await world.prepare()
    before = database.pool()
    assert (before.open > 0, before.busy, before.waiting) == (True, 0, 0)
    transaction = await database.begin(5.0)
    assert transaction is not None
    assert database.pool().busy == 1
    await transaction.rollback()
    assert database.pool().busy == 0


async def two_databases_of_one_url_are_apart(world: World) -> None:
    await world.prepare()
    first, second = await world.database(), await world.database()
    await first.aclose()
    assert await world.query(second, "SELECT 1") == [(1,)]


async def closing_twice_is_closing_once(world: World) -> None:
    database = await world.database()
    await database.aclose()
    await database.aclose()
    database.close()
