"""A MySQL script as statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prismstack.migrate.mysql._script import Statement, controls_transactions, statements


def texts(script: str) -> list[str]:
    return [each.text for each in statements(script)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        (" ;; -- nothing\n/* ; */ # ;\n", []),
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("-- a;\nSELECT 1;", ["SELECT 1"]),
        ("SELECT 'a;b', \"c;d\", `e;f`;", ["SELECT 'a;b', \"c;d\", `e;f`"]),
        (r"SELECT 'it\'s;'; SELECT 'it''s;';", [r"SELECT 'it\'s;'", "SELECT 'it''s;'"]),
        ("SELECT 1 -- a; b\n, 2; SELECT 3", ["SELECT 1 -- a; b\n, 2", "SELECT 3"]),
        ("SELECT 5--1; SELECT 2", ["SELECT 5--1", "SELECT 2"]),
        ("/*!40101 SET NAMES utf8 */; SELECT 1;", ["/*!40101 SET NAMES utf8 */", "SELECT 1"]),
        ("/* open; never closed", []),
    ],
)
def test_cutting(script: str, expected: list[str]) -> None:
    assert texts(script) == expected


@pytest.mark.parametrize(
    "script",
    [
        "CREATE PROCEDURE p() BEGIN SELECT 1; END;",
        "create or replace definer = root@localhost trigger t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END",
        "CREATE AGGREGATE FUNCTION f RETURNS INT SONAME 'x'; SELECT 1;",
        "BEGIN NOT ATOMIC SELECT 1; END;",
    ],
)
def test_stored_programs_stay_whole(script: str) -> None:
    assert texts(script) == [script.strip()]


def test_the_line_is_that_of_the_statement() -> None:
    script = "-- first\n\nSELECT 1;\n\n  SELECT\n2;"
    assert statements(script) == [Statement("SELECT 1", 3), Statement("SELECT\n2", 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("START TRANSACTION", True),
        ("/* a */ commit", True),
        ("LOCK TABLES a WRITE", True),
        ("SET autocommit = 0", True),
        ("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE", True),
        ("SET @autocommit_not = 1", False),
        ("SET FOREIGN_KEY_CHECKS = 0", False),
        ("SELECT 'COMMIT'", False),
        ("CREATE TABLE begin_here (a INT)", False),
    ],
)
def test_control_of_transactions(text: str, expected: bool) -> None:
    assert controls_transactions(Statement(text, 1)) is expected


@given(st.lists(st.text(alphabet="ab'\"`;\\-#/* \n", max_size=6), max_size=6))
def test_quoted_texts_come_through(values: list[str]) -> None:
    quoted = ["'" + value.replace("\\", "\\\\").replace("'", "''") + "'" for value in values]
    script = ";\n".join(f"SELECT {each}" for each in quoted)
    assert texts(script) == [f"SELECT {each}" for each in quoted]
