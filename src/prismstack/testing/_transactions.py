"""Transactions: all or nothing, seen by nobody before the end."""

from __future__ import annotations

import asyncio

from prismstack.drivers import Database, DriverError, Statement, Steps, Transaction
from prismstack.testing._programs import Script
from prismstack.testing._world import World

__all__ = [
    "a_commit_makes_it_visible",
    "a_failed_part_is_undone_alone",
    "a_program_that_fails_leaves_nothing",
    "a_rollback_leaves_nothing",
    "closing_ends_an_open_transaction",
    "nobody_else_sees_an_open_transaction",
    "statements_of_one_transaction_take_turns",
]

_INSERT = "INSERT INTO conformance_parent (id, name) VALUES (?, ?)"


async def a_commit_makes_it_visible(world: World) -> None:
    database = await world.prepare()
    transaction = await _begin(database)
    await world.parent(transaction, 1, "a")
    await transaction.commit()
    assert await world.parents(database) == [1]
    assert await world.parents(await world.database()) == [1]


async def a_rollback_leaves_nothing(world: World) -> None:
    database = await world.prepare()
    transaction = await _begin(database)
    await world.parent(transaction, 1, "a")
    assert await world.parents(transaction) == [1]
    await transaction.rollback()
    assert await world.parents(database) == []


async def nobody_else_sees_an_open_transaction(world: World) -> None:
    database = await world.prepare()
    transaction = await _begin(database)
    await world.parent(transaction, 1, "a")
    assert await world.parents(database) == []
    await transaction.commit()


async def a_program_that_fails_leaves_nothing(world: World) -> None:
    database = await world.prepare()
    program = Script(lambda: _two_equal_rows(world), transactional=True)
    await _fails(database, program)
    assert await world.parents(database) == []


async def a_failed_part_is_undone_alone(world: World) -> None:
    database = await world.prepare()
    transaction = await _begin(database)
    await world.parent(transaction, 1, "first")
    await _fails(transaction, Script(lambda: _two_equal_rows(world), transactional=True, indivisible=True))
    await world.parent(transaction, 4, "last")
    await transaction.commit()
    assert await world.parents(database) == [1, 4]


async def statements_of_one_transaction_take_turns(world: World) -> None:
    database = await world.prepare()
    transaction = await _begin(database)
    await asyncio.gather(*[world.parent(transaction, number, f"n{number}") for number in range(20)])
    await transaction.commit()
    assert await world.parents(database) == list(range(20))


async def closing_ends_an_open_transaction(world: World) -> None:
    database = await world.prepare()
    other = await world.database()
    transaction = await _begin(other)
    await world.parent(transaction, 1, "a")
    other.close()
    other.close()
    assert await world.parents(database) == []
    await asyncio.wait_for(world.parent(database, 1, "again"), 10)


def _two_equal_rows(world: World) -> Steps:
    yield Statement(world.dialect.sql(_INSERT), (2, "twin"), False)
    yield Statement(world.dialect.sql(_INSERT), (3, "twin"), False)


async def _begin(database: Database) -> Transaction:
    transaction = await database.begin(5.0)
    assert transaction is not None
    return transaction


async def _fails(where: Database | Transaction, program: Script) -> None:
    try:
        await where.run(program, {"#run": {}})
    except DriverError:
        return
    raise AssertionError("a row that breaks a unique constraint was accepted")
