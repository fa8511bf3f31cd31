"""A read-only Studio shows everything; the database refuses every change, whatever the words."""

from __future__ import annotations

import pytest

from tests.integration.studio.databases import Library
from tests.integration.studio.running import Running

WRITES = [
    "INSERT INTO book (title, author_id) VALUES ('x', 1)",
    "UPDATE book SET title = 'x'",
    "DELETE FROM book",
    "CREATE TABLE other (id integer)",
    "DROP TABLE book",
]
#: Statements that would make a session writable again.
UNLOCKING = {
    "sqlite": [["PRAGMA query_only = 0"], ["COMMIT"], ["ROLLBACK", "BEGIN IMMEDIATE"]],
    "postgresql": [
        ["SET TRANSACTION READ WRITE"],
        ["SELECT set_config('transaction_read_only', 'off', false)"],
        ["SET default_transaction_read_only = off"],
        ["SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"],
        ["COMMIT"],
        ["ROLLBACK", "SET default_transaction_read_only = off"],
    ],
    "mysql": [
        ["SET TRANSACTION READ WRITE"],
        ["SET SESSION TRANSACTION READ WRITE"],
        ["COMMIT"],
        ["ROLLBACK", "SET SESSION TRANSACTION READ WRITE"],
        ["START TRANSACTION READ WRITE"],
        ["/*! START TRANSACTION READ WRITE */"],
        ["BEGIN NOT ATOMIC START TRANSACTION READ WRITE; DELETE FROM book; COMMIT; END"],
    ],
}
DELETE = "DELETE FROM book"


def test_everything_can_be_read(reader: Running) -> None:
    assert [row["title"] for row in reader.query("SELECT title FROM book ORDER BY id")] == [
        "Notes", "Jane Eyre", "Villette",
    ]  # fmt: skip
    [first, second] = reader.ask("sequence", sequence=[statement("SELECT 1 AS one"), statement("SELECT 2 AS two")])
    assert (first, second) == ([None, [{"one": 1}]], [None, [{"two": 2}]])


@pytest.mark.parametrize("sql", WRITES)
def test_every_way_of_asking_for_a_change_is_refused(reader: Running, database: Library, sql: str) -> None:
    tables = database.sql("SELECT title, author_id FROM book ORDER BY id")
    asked = {"sql": sql, "parameters": []}
    messages = [
        reader.ask("query", query=asked)[0]["message"],
        reader.ask("sequence", sequence=[asked, asked])[0][0]["message"],
        reader.ask("transaction", queries=[asked])[0]["message"],
    ]
    assert all("read" in each.lower() and "only" in each.lower() for each in messages), messages
    assert database.sql("SELECT title, author_id FROM book ORDER BY id") == tables


def test_no_statement_makes_the_session_writable(reader: Running, database: Library) -> None:
    for unlocking in UNLOCKING[database.provider]:
        for sql in unlocking:
            reader.ask("query", query=statement(sql))
        reader.ask("sequence", sequence=[statement(unlocking[-1]), statement(DELETE)])
        [*failed] = reader.ask("transaction", queries=[*map(statement, unlocking), statement(DELETE)])
        assert failed[0] is not None, unlocking
        assert reader.refusal(DELETE)
        assert database.sql("SELECT count(*) FROM book") == [(3,)], unlocking


FUNCTIONS = {
    "postgresql": "CREATE FUNCTION erase_all() RETURNS integer LANGUAGE sql AS 'DELETE FROM book RETURNING 1'",
    "mysql": "CREATE FUNCTION erase_all() RETURNS integer BEGIN DELETE FROM book; RETURN 1; END",
}


@pytest.mark.parametrize("shared_database", ["postgresql", "mysql"], indirect=True)
def test_a_function_that_writes_is_refused_by_the_database(reader: Running, studio: Running, database: Library) -> None:
    studio.query(FUNCTIONS[database.provider])
    assert "read-only transaction" in reader.refusal("SELECT erase_all()").lower().replace("read only", "read-only")
    assert database.sql("SELECT count(*) FROM book") == [(3,)]


@pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
def test_no_other_file_is_written(reader: Running, database: Library) -> None:
    other = f"{database.url.removeprefix('file:')}.other"
    for sql in (f"VACUUM INTO '{other}'", f"ATTACH '{other}' AS other", f"ATTACH 'file:{other}?mode=rwc' AS other"):
        assert reader.refusal(sql)
    assert database.sql("SELECT count(*) FROM book") == [(3,)]


def statement(sql: str) -> dict[str, object]:
    return {"sql": sql, "parameters": []}
