"""How each database's values reach the page, and come back from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.studio.databases import Library
from tests.integration.studio.running import Running

BIG = 2**53


def on(provider: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shared_database", [provider], indirect=True)


def value(studio: Running, expression: str, *parameters: Any) -> Any:
    [row] = studio.query(f"SELECT {expression} AS value", *parameters)
    return row["value"]


def test_integers_that_javascript_would_round_are_text(studio: Running, shared_database: Library) -> None:
    kind = {"sqlite": "integer", "postgresql": "int8", "mysql": "signed"}[shared_database.provider]
    for number in (BIG, -BIG, 2**63 - 1):
        assert value(studio, f"CAST('{number}' AS {kind})") == str(number)
    small = value(studio, f"CAST('{BIG - 1}' AS {kind})")
    assert small == (str(BIG - 1) if shared_database.provider == "postgresql" else BIG - 1)


@on("sqlite")
@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("1", 1), ("1.5", 1.5), ("'é'", "é"), ("NULL", None), ("9e999", "inf"), ("x''", {}),
        ("x'00ff'", {"0": 0, "1": 255}), ("1 = 1", 1),
    ],
)  # fmt: skip
def test_sqlite_values(studio: Running, expression: str, shown: Any) -> None:
    assert value(studio, expression) == shown


@on("sqlite")
@pytest.mark.parametrize(
    ("parameter", "kind", "stored"),
    [
        (True, "integer", 1), (1, "integer", 1), (1.5, "real", 1.5), ("é", "text", "é"), (None, "null", None),
        ({"0": 0, "1": 255}, "blob", {"0": 0, "1": 255}), ({"a": 1}, "text", '{"a": 1}'), ([1], "text", "[1]"),
        ({"0": 256}, "text", '{"0": 256}'), ({"1": 1}, "text", '{"1": 1}'), ({}, "text", "{}"),
    ],
)  # fmt: skip
def test_sqlite_parameters(studio: Running, parameter: Any, kind: str, stored: Any) -> None:
    assert studio.query("SELECT typeof(?1) AS kind, ?1 AS value", parameter) == [{"kind": kind, "value": stored}]


@on("sqlite")
def test_what_sqlite_cannot_hold_or_show_is_an_error(studio: Running) -> None:
    assert "takes" in studio.refusal("SELECT ?", 2**70)
    assert "takes" in studio.refusal("SELECT CAST(x'ff' AS text)")


@on("postgresql")
@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("1::int2", 1), ("1", 1), ("1::int8", "1"), ("1.50::numeric", "1.50"), ("'NaN'::numeric", "NaN"),
        ("1.5::float8", 1.5), ("'NaN'::float8", "nan"), ("true", True), ("NULL::int", None), ("'é'::text", "é"),
        ("'\\x00ff'::bytea", "\\x00ff"), ("'r'::\"char\"", "r"), ("''::\"char\"", ""), ("'x '::char(2)", "x "),
        ("date '2026-01-31'", "2026-01-31"), ("time '01:02:03.5'", "01:02:03.5"),
        ("timestamp '2026-01-31 12:00'", "2026-01-31T12:00:00.000Z"),
        ("timestamptz '2026-01-31 12:00:00.123456+02'", "2026-01-31T10:00:00.123456Z"),
        ("timestamptz 'infinity'", "infinity"), ("timestamp '0044-03-15 BC'", "0044-03-15 00:00:00 BC"),
        ("interval '1 day 2 hours'", "1 day 02:00:00"), ("'{\"a\": [1]}'::jsonb", {"a": [1]}),
        ("'[1]'::json", [1]), ("ARRAY[1, NULL]", [1, None]), ("ARRAY[[1], [2]]", [[1], [2]]),
        ("ARRAY[now()] <> '{}'", True), ("ARRAY['{}'::jsonb]", [{}]), ("ARRAY['\\x00'::bytea]", ["\\x00"]),
        ("'00000000-0000-0000-0000-000000000001'::uuid", "00000000-0000-0000-0000-000000000001"),
        ("inet '10.0.0.1/8'", "10.0.0.1/8"), ("point '(1,2)'", "(1,2)"), ("B'101'", "101"),
        ("'good'::mood", "good"), ("ARRAY['good', 'bad']::mood[]", ["good", "bad"]), ("5::small", 5),
        ("int4range(1, 5)", "[1,5)"), ("ROW(1, 'x')::pair", "(1,x)"), ("ROW(1, 'x')", "(1,x)"),
        ("ARRAY[ROW(1, 'x')::pair]", '{"(1,x)"}'), ("ARRAY[int4range(1, 5)]", '{"[1,5)"}'),
        ("tsvector 'a b'", "'a' 'b'"), ("'book'::regclass", "book"),
    ],
)  # fmt: skip
def test_postgresql_values(studio: Running, types: None, expression: str, shown: Any) -> None:
    assert value(studio, expression) == shown


@on("postgresql")
@pytest.mark.parametrize(
    ("cast", "parameter", "shown"),
    [
        ("int4", 1, 1), ("int4", "1", 1), ("int8", "9223372036854775807", "9223372036854775807"),
        ("numeric", "1.50", "1.50"), ("numeric", 1.5, "1.5"), ("bool", True, True), ("bool", "false", False),
        ("float8", "Infinity", "inf"), ("text", "é", "é"), ("text", 5, "5"), ("bytea", "\\x00ff", "\\x00ff"),
        ("jsonb", {"a": 1}, {"a": 1}), ("jsonb", '{"a": 1}', {"a": 1}), ("mood", "good", "good"), ("small", 5, 5),
        ("timestamptz", "2026-01-31T10:00:00.123456Z", "2026-01-31T10:00:00.123456Z"),
        ("date", "2026-01-31", "2026-01-31"), ("int4[]", [1, None], [1, None]), ("text[]", ["a,b", '"'], ["a,b", '"']),
        ("mood[]", ["good"], ["good"]), ("point", "(1,2)", "(1,2)"), ("int4", None, None),
    ],
)  # fmt: skip
def test_postgresql_parameters(studio: Running, types: None, cast: str, parameter: Any, shown: Any) -> None:
    assert value(studio, f"$1::{cast}", parameter) == shown


@on("postgresql")
def test_postgresql_writes_are_not_repeated_to_show_structured_values(studio: Running, types: None) -> None:
    assert studio.query("INSERT INTO journey VALUES (int4range(1, 2)) RETURNING days;") == [{"days": "[1,2)"}]
    assert studio.query("SELECT days, count(*) FROM journey GROUP BY days") == [{"days": "[1,2)", "count": "1"}]


@pytest.fixture(scope="module")
def studio(shared_studio: Running) -> Running:
    """A Studio on a database whose rows do not matter."""
    return shared_studio


@pytest.fixture(scope="module")
def types(shared_database: Library) -> Iterator[None]:
    shared_database.sql(
        "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TYPE pair AS (a int, b text);"
        "CREATE DOMAIN small AS int CHECK (value < 10); CREATE TABLE journey (days int4range)"
    )
    yield
    shared_database.sql("DROP TABLE journey; DROP TYPE mood; DROP TYPE pair; DROP DOMAIN small")


@on("mysql")
@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("1", 1), ("CAST(18446744073709551615 AS unsigned)", "18446744073709551615"), ("1.50", "1.50"), ("1.5e0", 1.5),
        ("true", 1), ("NULL", None), ("'é'", "é"), ("x'00ff'", {"0": 0, "1": 255}), ("b'101'", {"0": 5}),
        ("CAST('2026-01-31' AS date)", "2026-01-31"),
        ("CAST('2026-01-31 12:00:00.123456' AS datetime(6))", "2026-01-31 12:00:00.123456"),
        ("CAST('-12:00:00.5' AS time(1))", "-12:00:00.5"), ("CAST('25:00:00' AS time)", "25:00:00"),
        ("'%s %% ?'", "%s %% ?"),
    ],
)  # fmt: skip
def test_mysql_values(studio: Running, expression: str, shown: Any) -> None:
    assert value(studio, expression) == shown


@on("mysql")
@pytest.mark.parametrize(
    "parameter", ["é", "'; DROP TABLE book; --", '"', "\\", "\\'", "?", "%s", "\0", "\n", "🦔", "", "x'00'"]
)
def test_mysql_text_parameters_stay_what_they_are(studio: Running, parameter: str) -> None:
    sql = "SELECT ? AS value, '?' AS mark, \"a\\\"?\" AS `quo``?ted`, 'it''s?' AS s /* ? */ -- ?\n, ? AS again # ?"
    assert studio.query(sql, parameter, parameter) == [
        {"value": parameter, "mark": "?", "quo`?ted": 'a"?', "s": "it's?", "again": parameter}
    ]


@on("mysql")
@pytest.mark.parametrize(
    ("parameter", "shown"),
    [(1, 1), (None, None), (True, 1), (1.5, 1.5), ({"a": 1}, '{"a": 1}'), ({"0": 0, "1": 255}, {"0": 0, "1": 255})],
)
def test_mysql_parameters(studio: Running, parameter: Any, shown: Any) -> None:
    assert value(studio, "?", parameter) == shown
