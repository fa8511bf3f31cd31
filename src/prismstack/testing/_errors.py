"""Errors: the kind of each, and the connection's health after it."""

from __future__ import annotations

from prismstack.drivers import Database, DriverError, ErrorKind
from prismstack.testing._world import World

__all__ = [
    "a_foreign_key_that_leads_nowhere",
    "a_missing_column",
    "a_missing_table",
    "a_null_in_a_required_column",
    "a_second_row_with_a_unique_value",
    "a_statement_that_makes_no_sense_keeps_the_databases_own_words",
]

_CHILD = "INSERT INTO conformance_child (id, parent_id) VALUES (?, ?)"


async def a_second_row_with_a_unique_value(world: World) -> None:
    database = await world.prepare()
    await world.parent(database, 1, "a")
    insert = "INSERT INTO conformance_parent (id, name) VALUES (?, ?)"
    error = await _refused(world, database, ErrorKind.UNIQUE_VIOLATION, insert, 2, "a")
    assert error.detail["constraint"], "which constraint is not told"
    await _refused(world, database, ErrorKind.UNIQUE_VIOLATION, insert, 1, "b")
    assert await world.parents(database) == [1]


async def a_null_in_a_required_column(world: World) -> None:
    database = await world.prepare()
    insert = "INSERT INTO conformance_parent (id, name) VALUES (?, ?)"
    await _refused(world, database, ErrorKind.NULL_VIOLATION, insert, 1, None)


async def a_foreign_key_that_leads_nowhere(world: World) -> None:
    database = await world.prepare()
    await _refused(world, database, ErrorKind.FOREIGN_KEY_VIOLATION, _CHILD, 1, 99)
    await world.parent(database, 1, "a")
    assert await world.execute(database, _CHILD, 1, 1) == 1
    await _refused(world, database, ErrorKind.FOREIGN_KEY_VIOLATION, "DELETE FROM conformance_parent WHERE id = ?", 1)


async def a_missing_table(world: World) -> None:
    database = await world.prepare()
    error = await _refused(world, database, ErrorKind.TABLE_DOES_NOT_EXIST, "DELETE FROM conformance_nothing")
    assert "conformance_nothing" in str(error.detail["table"])


async def a_missing_column(world: World) -> None:
    database = await world.prepare()
    update = "UPDATE conformance_parent SET absent = 1"
    await _refused(world, database, ErrorKind.COLUMN_NOT_FOUND, update)


async def a_statement_that_makes_no_sense_keeps_the_databases_own_words(world: World) -> None:
    database = await world.prepare()
    error = await _refused(world, database, None, "SELEC 1")
    assert error.original_code is not None
    assert "SELEC" in error.original_message
    assert error.as_wire()["originalMessage"] == error.original_message


async def _refused(
    world: World, database: Database, kind: ErrorKind | None, statement: str, *arguments: object
) -> DriverError:
    """The error of a statement, alone and inside a transaction; both leave a healthy connection behind."""
    try:
        await world.execute(database, statement, *arguments)
    except DriverError as error:
        caught = error
    else:
        raise AssertionError(f"accepted: {statement}")
    assert kind is None or caught.kind is kind, f"{caught.kind}: {caught}"
    transaction = await database.begin(5.0)
    assert transaction is not None
    try:
        await world.execute(transaction, statement, *arguments)
    except DriverError as error:
        assert error.kind is caught.kind
    else:
        raise AssertionError(f"accepted in a transaction: {statement}")
    finally:
        await transaction.rollback()
    assert await world.query(database, "SELECT 1") == [(1,)]
    return caught
