"""Statements and values."""

from __future__ import annotations

from typing import Any

from prismstack.drivers import BulkStatement, RowSet, Statement, Steps
from prismstack.testing._programs import OneStatement, Script
from prismstack.testing._world import World

__all__ = [
    "a_bulk_statement_counts_the_rows_it_makes",
    "a_program_gets_the_result_of_each_statement",
    "a_query_tells_columns_and_rows",
    "a_raw_query_tells_columns_and_their_types",
    "blocking_calls_do_the_same",
    "counts_are_of_matched_rows",
    "values_come_back_as_they_went",
]

_INSERT = "INSERT INTO conformance_parent (id, name) VALUES (?, ?)"


async def a_query_tells_columns_and_rows(world: World) -> None:
    database = await world.prepare()
    await world.parent(database, 1, "a")
    found: RowSet = await database.run(OneStatement("SELECT id, name FROM conformance_parent"), {"#run": {}})
    assert found.columns == ("id", "name")
    assert [tuple(row) for row in found.rows] == [(1, "a")]
    assert await world.query(database, "SELECT id FROM conformance_parent WHERE id = ?", 2) == []


async def values_come_back_as_they_went(world: World) -> None:
    database = await world.prepare()
    insert = "INSERT INTO conformance_parent (id, name, note, amount, rate, data) VALUES (?, ?, ?, ?, ?, ?)"
    rows: list[tuple[Any, ...]] = [
        (1, "plain", "", 0, 0.0, b""),
        (2, "ü 🏳️‍🌈 ' \" ? $1 %s \\", "two\nlines", 2**63 - 1, 1.5e300, bytes(range(256))),
        (-(2**31), "none", None, -(2**63), -0.1, None),
    ]
    for row in rows:
        assert await world.execute(database, insert, *row) == 1
    columns = "SELECT id, name, note, amount, rate, data FROM conformance_parent WHERE id = ?"
    for row in rows:
        ((*values, data),) = await world.query(database, columns, row[0])
        assert (*values, data if data is None else bytes(data)) == row


async def counts_are_of_matched_rows(world: World) -> None:
    database = await world.prepare()
    for number in range(3):
        await world.parent(database, number, f"n{number}")
    update = "UPDATE conformance_parent SET note = ? WHERE id < ?"
    assert await world.execute(database, update, "x", 2) == 2
    assert await world.execute(database, update, "x", 2) == 2, "rows that have the value already count too"
    assert await world.execute(database, "DELETE FROM conformance_parent WHERE id = ?", 9) == 0
    assert await world.execute(database, "DELETE FROM conformance_parent") == 3


async def a_program_gets_the_result_of_each_statement(world: World) -> None:
    database = await world.prepare()

    def body() -> Steps:
        made = yield Statement(world.dialect.sql(_INSERT), (7, "seven"), False)
        found: RowSet = yield Statement("SELECT id FROM conformance_parent", (), True)
        return made, [tuple(row) for row in found.rows]

    assert await database.run(Script(body), {"#run": {}}) == (1, [(7,)])


async def a_bulk_statement_counts_the_rows_it_makes(world: World) -> None:
    database = await world.prepare()

    def body() -> Steps:
        return (yield BulkStatement(world.dialect.sql(_INSERT), [(number, f"n{number}") for number in range(500)]))

    assert await database.run(Script(body, transactional=True), {"#run": {}}) == 500
    assert len(await world.parents(database)) == 500


async def a_raw_query_tells_columns_and_their_types(world: World) -> None:
    database = await world.prepare()
    program = Script.raw("SELECT id, name FROM conformance_parent")
    assert list((await database.run(program, {"#run": {}})).rows) == []
    await world.parent(database, 1, "a")
    found: RowSet = await database.run(program, {"#run": {}})
    assert (found.columns, len(found.declared)) == (("id", "name"), 2)
    assert [tuple(row) for row in found.rows] == [(1, "a")]


async def blocking_calls_do_the_same(world: World) -> None:
    database = await world.prepare()
    await world.parent(database, 1, "a")
    database = world.closed_database()
    database.connect_blocking()
    try:
        found: RowSet = database.run_blocking(OneStatement("SELECT name FROM conformance_parent"), {"#run": {}})
        assert [tuple(row) for row in found.rows] == [("a",)]
        insert = OneStatement(world.dialect.sql(_INSERT), (2, "b"), wants_rows=False)
        transaction = database.begin_blocking(5.0)
        assert transaction is not None
        assert transaction.run_blocking(insert, {"#run": {}}) == 1
        transaction.rollback_blocking()
        transaction = database.begin_blocking(5.0)
        assert transaction is not None
        assert transaction.run_blocking(insert, {"#run": {}}) == 1
        transaction.commit_blocking()
        found = database.run_blocking(OneStatement("SELECT id FROM conformance_parent ORDER BY id"), {"#run": {}})
        assert [tuple(row) for row in found.rows] == [(1,), (2,)]
    finally:
        database.close()
