"""The user's own SQL: parameters of every type in, values of every type out."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel


class Colour(enum.Enum):
    RED = "red"


@pytest.mark.providers("sqlite")
async def test_parameters_of_every_type(db: Any, generated: ModuleType) -> None:
    moment = dt.datetime(2024, 1, 1, 5, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
    cases: list[tuple[Any, Any]] = [
        ("tëxt'; --", "tëxt'; --"),
        ("", ""),
        (5, 5),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (1.5, 1.5),
        (True, 1),
        (False, 0),
        (None, None),
        (Decimal("1.25"), 1.25),
        (Decimal(3), 3),
        (moment, "2024-01-01T00:00:00.123+00:00"),
        (dt.datetime(2024, 1, 1), "2024-01-01T00:00:00.000+00:00"),
        (generated.Json({"a": [1, None]}), '{"a":[1,null]}'),
        ({"a": 1}, '{"a": 1}'),
        ([1, "b"], '[1, "b"]'),
        (b"\x00\xff", "AP8="),
        (generated.Base64.encode(b"\x00\xff"), "AP8="),
        (Colour.RED, "red"),
        (generated.enums.Role.ADMIN, "ADMIN"),
    ]
    for value, expected in cases:
        assert await db.query_raw("SELECT ? AS v", value) == [{"v": expected}], value
    with pytest.raises(TypeError):
        await db.query_raw("SELECT ?", object())


@pytest.mark.feature("query_raw, query_first, execute_raw with parameters")
async def test_a_row_written_by_hand_is_the_same_row(db: Any, generated: ModuleType, sql: Callable[[str], str]) -> None:
    values: dict[str, Any] = {
        "text": "ü",
        "whole": -1,
        "large": 2**62,
        "real": 0.1,
        "money": Decimal("12.34"),
        "flag": True,
        "moment": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        "document": generated.Json({"a": 1}),
        "blob": generated.Base64.encode(b"\x00"),
    }
    row = await db.scalars.create(values)
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join("?" for _ in values)
    insert = sql(f'INSERT INTO "Scalars" ({columns}) VALUES ({places})')
    assert await db.execute_raw(insert, *values.values()) == 1
    twin = await db.scalars.find_unique_or_raise({"id": row.id + 1})
    assert twin.model_copy(update={"id": row.id}) == row
    for name, value in values.items():
        found = await db.query_raw(sql(f'SELECT id FROM "Scalars" WHERE "{name}" = ? ORDER BY id'), value)
        assert found == [{"id": row.id}, {"id": row.id + 1}], name


@pytest.mark.providers("sqlite")
@pytest.mark.feature("results by the database's types")
async def test_results_by_declared_type(db: Any, generated: ModuleType) -> None:
    row = await db.scalars.create(
        {
            "text": "x",
            "whole": 1,
            "large": 2**53 + 1,
            "real": 2.0,
            "money": Decimal("1.5"),
            "flag": False,
            "moment": dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
            "document": generated.Json([1]),
            "blob": generated.Base64.encode(b"hi"),
            "role": "ADMIN",
        }
    )
    (raw,) = await db.query_raw("SELECT * FROM Scalars")
    assert raw == {
        "id": row.id,
        "text": "x",
        "whole": 1,
        "large": 2**53 + 1,
        "real": 2.0,
        "money": 1.5,
        "flag": False,
        "moment": "2024-01-01T00:00:00.000+00:00",
        "document": [1],
        "blob": "aGk=",
        "role": "adm",
    }
    assert type(raw["real"]) is type(raw["money"]) is float
    (null,) = await db.query_raw("SELECT NULL AS n, flag, money FROM Scalars LEFT JOIN (SELECT 1 AS one) ON one = 2")
    assert null == {"n": None, "flag": False, "money": 1.5}
    (sums,) = await db.query_raw("SELECT COUNT(*) AS n, SUM(money) AS m, MAX(text) AS t, 1 = 1 AS b FROM Scalars")
    assert sums == {"n": 1, "m": 1.5, "t": "x", "b": 1}


@pytest.mark.feature("results as models")
async def test_models(db: Any, generated: ModuleType, sql: Callable[[str], str]) -> None:
    class Slim(BaseModel):
        email: str
        age: int | None

    user = await db.user.create({"email": "ann", "age": 5})
    assert await db.query_raw("SELECT email, age FROM users", model=Slim) == [Slim(email="ann", age=5)]
    assert await db.query_first("SELECT email, age FROM users", model=Slim) == Slim(email="ann", age=5)
    assert await db.query_first(sql("SELECT email, age FROM users WHERE age > ?"), 5, model=Slim) is None
    assert await db.query_first("SELECT age FROM users") == {"age": 5}
    select = sql('SELECT *, created_at AS "createdAt", updated_at AS "updatedAt", manager_id AS "managerId" FROM users')
    assert await db.user.query_raw(select) == [user]
    assert await db.user.query_first(sql(f"{select} WHERE email = ?"), "ann") == user
    assert await db.post.query_raw(sql('SELECT * FROM "Post"')) == []
    assert generated.models.User is type(user)


@pytest.mark.providers("sqlite")
async def test_counts_of_executions(db: Any) -> None:
    await db.scalars.create_many([{"whole": at} for at in range(10)])
    cases = [
        ("UPDATE Scalars SET text = 'x' WHERE whole < ?", (4,), 4),
        ("UPDATE Scalars SET text = 'x' WHERE whole < ?", (-1,), 0),
        ("SELECT 1", (), 0),
        ("UPDATE Scalars SET text = 'y' WHERE whole < ? RETURNING id", (3,), 3),
        ("DELETE FROM Scalars WHERE whole >= ?", (8,), 2),
        ("CREATE TABLE extra (a)", (), 0),
        ("INSERT INTO extra VALUES (1), (2), (3)", (), 3),
        ("PRAGMA user_version = 7", (), 0),
        ("VACUUM", (), 0),
        ("DROP TABLE extra", (), 0),
    ]
    for sql, arguments, expected in cases:
        assert await db.execute_raw(sql, *arguments) == expected, sql
    assert await db.scalars.count() == 8
    assert await db.query_raw("PRAGMA user_version") == [{"user_version": 7}]


@pytest.mark.providers("sqlite")
async def test_queries_that_write(db: Any) -> None:
    rows = await db.query_raw("INSERT INTO Post (title) VALUES (?), (?) RETURNING id, title", "a", "b")
    assert rows == [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]
    with_clause = "WITH old AS (SELECT id FROM Post WHERE title = ?) DELETE FROM Post WHERE id IN old RETURNING title"
    assert await db.query_raw(with_clause, "a") == [{"title": "a"}]
    assert await db.query_raw("UPDATE Post SET title = 'c'") == []
    assert [post.title for post in await db.post.find_many()] == ["c"]
    assert await db.query_raw("/* hi */ -- there\n WITH p AS (SELECT * FROM Post) SELECT title FROM p") == [
        {"title": "c"}
    ]
    assert await db.query_raw("VALUES (1), (2)") == [{"column1": 1}, {"column1": 2}]


ERRORS: list[tuple[str, tuple[Any, ...], dict[str, str]]] = [
    ("SELECT * FROM nowhere", (), {"sqlite": "no such table: nowhere", "postgresql": "nowhere", "mysql": "nowhere"}),
    ("SELEC 1", (), {"sqlite": "syntax error", "postgresql": "syntax error", "mysql": "SQL syntax"}),
    ("SELECT 1 WHERE 1 = ?", (), {"sqlite": "bindings", "postgresql": "1 argument|parameter", "mysql": "Expected 1"}),
    ("SELECT 1", (5,), {"sqlite": "bindings", "postgresql": "expects 0 arguments", "mysql": "Expected 0"}),
    (
        "INSERT INTO users (id) VALUES ('x')",
        (),
        {"sqlite": "NOT NULL constraint failed: users.email", "postgresql": "null value", "mysql": "default value"},
    ),
]


@pytest.mark.parametrize("case", ERRORS, ids=[case[0] for case in ERRORS])
async def test_errors(db: Any, errors: ModuleType, provider: str, sql: Callable[[str], str], case: Any) -> None:
    statement, arguments, messages = case
    for run in (db.query_raw, db.execute_raw):
        with pytest.raises(errors.RawQueryError, match=messages[provider]) as caught:
            await run(sql(statement), *arguments)
        assert caught.value.code == "P2010"
        assert caught.value.meta["message"] in str(caught.value)
        assert caught.value.meta["code"]


async def test_a_query_is_one_statement(db: Any, errors: ModuleType) -> None:
    await db.user.create({"email": "ann"})
    with pytest.raises(errors.RawQueryError):
        await db.query_raw("SELECT 1; DELETE FROM users")
    assert await db.user.count() == 1


@pytest.mark.providers("sqlite")
async def test_transaction_statements_are_not_left_open(db: Any, errors: ModuleType, database: Path) -> None:
    for sql in ("BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT mine"):
        with pytest.raises(errors.RawQueryError, match=r"use tx\(\)"):
            await db.execute_raw(sql)
    await db.user.create({"email": "ann"})
    manager = db.tx()
    tx = await manager.start()
    await tx.user.create({"email": "bob"})
    await tx.execute_raw("ROLLBACK")
    for use in (lambda: tx.user.create({"email": "cid"}), tx.user.count, manager.commit):
        with pytest.raises(errors.PrismaError, match="the transaction has ended"):
            await use()
    await db.user.create({"email": "dan"})
    assert await db.user.count() == 2


async def test_inside_transactions(db: Any, sql: Callable[[str], str]) -> None:
    async with db.tx() as tx:
        count = sql('SELECT COUNT(*) AS n FROM "Post"')
        assert await tx.execute_raw(sql('INSERT INTO "Post" (title) VALUES (?)'), "a") == 1
        assert await tx.query_raw(count) == [{"n": 1}]
        assert await db.query_raw(count) == [{"n": 0}]
        await tx.execute_raw("SAVEPOINT mine")
        await tx.execute_raw(sql('DELETE FROM "Post"'))
        await tx.execute_raw("ROLLBACK TO mine")
    assert await db.post.count() == 1
