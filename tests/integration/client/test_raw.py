"""The user's own SQL: parameters of every type in, values of every type out."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel


class Colour(enum.Enum):
    RED = "red"


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


async def test_a_row_written_by_hand_is_the_same_row(db: Any, generated: ModuleType) -> None:
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
    columns = ", ".join(values)
    places = ", ".join("?" for _ in values)
    assert await db.execute_raw(f"INSERT INTO Scalars ({columns}) VALUES ({places})", *values.values()) == 1
    twin = await db.scalars.find_unique_or_raise({"id": row.id + 1})
    assert twin.model_copy(update={"id": row.id}) == row
    for name, value in values.items():
        found = await db.query_raw(f"SELECT id FROM Scalars WHERE {name} = ?", value)
        assert found == [{"id": row.id}, {"id": row.id + 1}], name


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


async def test_models(db: Any, generated: ModuleType) -> None:
    class Slim(BaseModel):
        email: str
        age: int | None

    user = await db.user.create({"email": "ann", "age": 5})
    assert await db.query_raw("SELECT email, age FROM users", model=Slim) == [Slim(email="ann", age=5)]
    assert await db.query_first("SELECT email, age FROM users", model=Slim) == Slim(email="ann", age=5)
    assert await db.query_first("SELECT email, age FROM users WHERE age > ?", 5, model=Slim) is None
    assert await db.query_first("SELECT age FROM users") == {"age": 5}
    select = "SELECT *, created_at AS createdAt, updated_at AS updatedAt, manager_id AS managerId FROM users"
    assert await db.user.query_raw(select) == [user]
    assert await db.user.query_first(f"{select} WHERE email = ?", "ann") == user
    assert await db.post.query_raw("SELECT * FROM Post") == []
    assert generated.models.User is type(user)


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


@pytest.mark.parametrize(
    ("sql", "arguments", "message"),
    [
        ("SELECT * FROM nowhere", (), "no such table: nowhere"),
        ("SELEC 1", (), "syntax error"),
        ("SELECT ?", (), "bindings"),
        ("SELECT 1", (5,), "bindings"),
        ("INSERT INTO users (id) VALUES ('x')", (), "NOT NULL constraint failed: users.email"),
        ("SELECT 1; DELETE FROM users", (), "readonly"),
    ],
)
async def test_errors(db: Any, errors: ModuleType, sql: str, arguments: tuple[Any, ...], message: str) -> None:
    for run in (db.query_raw, db.execute_raw):
        if sql.startswith("SELECT 1;") and run == db.execute_raw:
            continue  # several statements may be executed
        with pytest.raises(errors.RawQueryError, match=message) as caught:
            await run(sql, *arguments)
        assert caught.value.code == "P2010"
        assert message in caught.value.meta["message"]
        assert caught.value.meta["code"]


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


async def test_inside_transactions(db: Any) -> None:
    async with db.tx() as tx:
        assert await tx.execute_raw("INSERT INTO Post (title) VALUES ('a')") == 1
        assert await tx.query_raw("SELECT COUNT(*) AS n FROM Post") == [{"n": 1}]
        assert await db.query_raw("SELECT COUNT(*) AS n FROM Post") == [{"n": 0}]
        await tx.execute_raw("SAVEPOINT mine")
        await tx.execute_raw("DELETE FROM Post")
        await tx.execute_raw("ROLLBACK TO mine")
    assert await db.post.count() == 1
