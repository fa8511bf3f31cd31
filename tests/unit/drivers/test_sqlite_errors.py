"""SQLite's own failures, provoked on real files, as the closed set of kinds."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from prismstack.drivers import DriverError, ErrorKind
from prismstack.drivers.sqlite import open_connection, parse_url, translate

TABLES = """
CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0));
CREATE TABLE child (a INTEGER, b TEXT, pid INTEGER REFERENCES parent(id), PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TRIGGER no_delete BEFORE DELETE ON parent BEGIN SELECT RAISE(ABORT, 'kept for ever'); END;
INSERT INTO parent VALUES (1, 'ann', 5);
INSERT INTO child VALUES (1, 'x', 1);
"""


@pytest.fixture
def connection(tmp_path: Path) -> apsw.Connection:
    opened = open_connection(parse_url(f"file:{tmp_path / 'x.db'}"))
    opened.execute(TABLES)
    return opened


def failure(connection: apsw.Connection, sql: str) -> DriverError:
    with pytest.raises(apsw.Error) as caught:
        connection.execute(sql).fetchall()
    return translate(caught.value)


def unique(table: str, *fields: str) -> dict[str, object]:
    return {"constraint": {"fields": list(fields)}, "table": table}


KINDS: list[tuple[str, ErrorKind, dict[str, object]]] = [
    ("INSERT INTO parent VALUES (1, 'bob', 1)", ErrorKind.UNIQUE_VIOLATION, unique("parent", "id")),
    ("INSERT INTO parent VALUES (2, 'ann', 1)", ErrorKind.UNIQUE_VIOLATION, unique("parent", "name")),
    ("INSERT INTO child VALUES (1, 'x', 1)", ErrorKind.UNIQUE_VIOLATION, unique("child", "a", "b")),
    ("INSERT INTO parent (id) VALUES (3)", ErrorKind.NULL_VIOLATION, {"constraint": {"fields": ["name"]}}),
    ("INSERT INTO child VALUES (2, 'y', 99)", ErrorKind.FOREIGN_KEY_VIOLATION, {"constraint": {"foreignKey": {}}}),
    ("SELECT * FROM nowhere", ErrorKind.TABLE_DOES_NOT_EXIST, {"table": "nowhere"}),
    ("SELECT shoe FROM parent", ErrorKind.COLUMN_NOT_FOUND, {"column": "shoe"}),
    ("INSERT INTO parent (shoe) VALUES (1)", ErrorKind.COLUMN_NOT_FOUND, {"column": "shoe"}),
]


@pytest.mark.parametrize(("sql", "kind", "detail"), KINDS)
def test_kinds_with_their_fields(
    connection: apsw.Connection, sql: str, kind: ErrorKind, detail: dict[str, object]
) -> None:
    error = failure(connection, sql)
    assert error.kind is kind
    assert error.detail == detail
    assert error.as_wire()["originalCode"] == error.original_code


@pytest.mark.parametrize(
    ("sql", "code", "message"),
    [
        ("SELEC 1", "1", "syntax error"),
        ("INSERT INTO parent VALUES (2, 'bob', -1)", "275", "CHECK constraint failed"),
        ("SELECT json('{')", "1", "malformed JSON"),
        ("SELECT zeroblob(3000000000)", "18", "too big"),
    ],
)
def test_codes_that_no_kind_stands_for_stay_visible(
    connection: apsw.Connection, sql: str, code: str, message: str
) -> None:
    error = failure(connection, sql)
    assert error.kind is ErrorKind.SQLITE
    assert error.original_code == code
    assert message in error.original_message


def test_unique_expressions_name_the_index(connection: apsw.Connection) -> None:
    connection.execute("CREATE UNIQUE INDEX lower_name ON parent (lower(name))")
    error = failure(connection, "INSERT INTO parent VALUES (2, 'ANN', 1)")
    assert error.kind is ErrorKind.UNIQUE_VIOLATION
    assert error.detail["constraint"] == {"index": "lower_name"}


def test_triggers_keep_their_own_words(connection: apsw.Connection) -> None:
    error = failure(connection, "DELETE FROM parent")
    assert (error.kind, error.original_message) == (ErrorKind.SQLITE, "kept for ever")


def test_locks_full_disks_and_readonly_files(connection: apsw.Connection, tmp_path: Path) -> None:
    other = open_connection(parse_url(f"file:{tmp_path / 'x.db'}?busy_timeout=1"))
    connection.execute("BEGIN IMMEDIATE")
    assert failure(other, "DELETE FROM child").kind is ErrorKind.SOCKET_TIMEOUT
    connection.execute("COMMIT")
    reader = open_connection(parse_url(f"file:{tmp_path / 'x.db'}"), read_only=True)
    assert failure(reader, "DELETE FROM child").kind is ErrorKind.DATABASE_ACCESS_DENIED
    connection.execute("PRAGMA max_page_count = 1")
    full = failure(connection, "INSERT INTO parent SELECT 9, hex(zeroblob(1000000)), 1")
    assert (full.kind, full.original_code) == (ErrorKind.SQLITE, "13")


@pytest.mark.parametrize(("name", "hint"), [("missing/x.db", "does not exist"), (".", "unable to open")])
def test_files_that_cannot_be_opened(tmp_path: Path, name: str, hint: str) -> None:
    with pytest.raises(DriverError, match=hint) as caught:
        open_connection(parse_url(f"file:{tmp_path / name}"))
    assert caught.value.kind is ErrorKind.DATABASE_NOT_REACHABLE
