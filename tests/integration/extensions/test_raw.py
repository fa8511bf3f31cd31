"""Raw queries with Python's own types; the plain ones stay as they were."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

from .conftest import Store

pytestmark = pytest.mark.feature("rich raw queries (db.raw)")

MOMENT = dt.datetime(2024, 2, 29, 12, 34, 56, 789000, tzinfo=dt.UTC)
TABLE = {"sqlite": "Typed", "postgresql": '"Typed"', "mysql": "Typed"}
EXPECTED = {
    "id": 1,
    "text": "ü",
    "large": 2**62,
    "real": 2.0,
    "money": Decimal("12.34"),
    "flag": True,
    "moment": MOMENT,
    "document": {"a": [1, None]},
    "blob": b"\x00\xff",
}


def row(generated: Any) -> dict[str, Any]:
    return {
        **EXPECTED,
        "document": generated.Json({"a": [1, None]}),
        "blob": generated.Base64.encode(b"\x00\xff"),
    }


async def test_every_type_of_the_schema(db: Any, store: Store) -> None:
    await db.typed.create(row(store.generated))
    await db.typed.create({"id": 2})
    full, empty = await db.raw.query(f"SELECT * FROM {TABLE[store.provider]} ORDER BY id")
    expected = dict(EXPECTED)
    if "MariaDB" in str(await db.raw.scalar("SELECT VERSION()") if store.provider == "mysql" else ""):
        expected["document"] = '{"a":[1,null]}'  # there JSON is another name of LONGTEXT
    assert full == expected
    assert [type(value) for value in full.values()] == [type(value) for value in expected.values()]
    assert empty == {**dict.fromkeys(EXPECTED), "id": 2}
    plain = await db.query_raw(f"SELECT money, moment, flag FROM {TABLE[store.provider]} WHERE id = 1")
    assert type(plain[0]["money"]) is float
    assert type(plain[0]["moment"]) is str


def test_a_sync_client(blocking: Any, store: Store) -> None:
    class Priced(BaseModel):
        money: Decimal

    blocking.typed.create(row(store.generated_sync))
    select = f"SELECT money FROM {TABLE[store.provider]}"
    assert blocking.raw.query(select) == [{"money": Decimal("12.34")}]
    assert blocking.raw.query(select, model=Priced) == [Priced(money=Decimal("12.34"))]
    assert blocking.raw.first(select, model=Priced) == Priced(money=Decimal("12.34"))
    assert blocking.raw.first(f"{select} WHERE id = 5") is None
    assert blocking.raw.scalar(f"{select} WHERE id = 5") is None
    assert blocking.raw.scalar(select) == Decimal("12.34")


async def test_first_scalar_and_models(db: Any, store: Store) -> None:
    class Row(BaseModel):
        moment: dt.datetime
        flag: bool

    await db.typed.create(row(store.generated))
    place = "$1" if store.provider == "postgresql" else "?"
    select = f"SELECT moment, flag FROM {TABLE[store.provider]} WHERE id = {place}"
    assert await db.raw.query(select, 1, model=Row) == [Row(moment=MOMENT, flag=True)]
    assert await db.raw.first(select, 1, model=Row) == Row(moment=MOMENT, flag=True)
    assert await db.raw.first(select, 5, model=Row) is None
    assert await db.raw.first(select, 1) == {"moment": MOMENT, "flag": True}
    assert await db.raw.scalar(select, 1) == MOMENT
    assert await db.raw.scalar(select, 5) is None
    async with db.tx() as tx:
        assert await tx.raw.scalar(select, 1) == MOMENT
    with pytest.raises(store.errors.RawQueryError):
        await db.raw.query("SELECT * FROM nowhere")


NATIVE: dict[str, list[tuple[str, Any]]] = {
    "postgresql": [
        ("DATE '2024-02-29'", dt.date(2024, 2, 29)),
        ("TIME '12:34:56.5'", dt.time(12, 34, 56, 500000)),
        ("'2f1e2c4a-0000-4000-8000-000000000001'::uuid", UUID("2f1e2c4a-0000-4000-8000-000000000001")),
        ("TIMESTAMPTZ '2024-02-29 14:34:56.789+02'", MOMENT),
        ("ARRAY['2024-02-29'::date, NULL]", [dt.date(2024, 2, 29), None]),
        ("ARRAY[1.5::numeric]", [Decimal("1.5")]),
        ("'[1]'::jsonb", [1]),
        ("'x'::bytea", b"x"),
        ("5::int8", 5),
        ("1.5::float8", 1.5),
        ("true", True),
        ("'red'::text", "red"),
    ],
    "mysql": [
        ("CAST('2024-02-29' AS DATE)", dt.date(2024, 2, 29)),
        ("CAST('12:34:56' AS TIME)", dt.time(12, 34, 56)),
        ("CAST('30:00:00' AS TIME)", dt.timedelta(hours=30)),
        ("CAST('2024-02-29 12:34:56.789' AS DATETIME(3))", MOMENT),
        ("CAST('1.50' AS DECIMAL(5, 2))", Decimal("1.50")),
        ("CAST(5 AS SIGNED)", 5),
        ("CAST('x' AS BINARY)", b"x"),
        ("'red'", "red"),
        ("1.5e0", 1.5),
    ],
    "sqlite": [("5", 5), ("1.5", 1.5), ("'red'", "red"), ("x'00'", b"\x00"), ("NULL", None)],
}


async def test_types_of_the_database(db: Any, store: Store) -> None:
    for expression, expected in NATIVE[store.provider]:
        value = await db.raw.scalar(f"SELECT {expression} AS v")
        assert value == expected, expression
        assert type(value) is type(expected), expression


async def test_declared_types_of_sqlite(db: Any, store: Store) -> None:
    if store.provider != "sqlite":
        return
    await db.execute_raw(
        "CREATE TABLE extra (d DATE, t TIME, u UUID, n NUMERIC(5, 2), e TIMESTAMP, b BLOB, j JSON, r REAL)"
    )
    uuid = UUID("2f1e2c4a-0000-4000-8000-000000000001")
    await db.execute_raw(
        "INSERT INTO extra VALUES ('2024-02-29', '12:34:56', ?, 1.5, 1709210096789, 'x', '{}', 2)", str(uuid)
    )
    assert await db.raw.first("SELECT * FROM extra") == {
        "d": dt.date(2024, 2, 29),
        "t": dt.time(12, 34, 56),
        "u": uuid,
        "n": Decimal("1.5"),
        "e": MOMENT,
        "b": b"x",
        "j": {},
        "r": 2.0,
    }


async def test_bits_of_mysql(db: Any, store: Store) -> None:
    if store.provider != "mysql":
        return
    await db.execute_raw("CREATE TABLE IF NOT EXISTS bits (one BIT(1), many BIT(9))")
    await db.execute_raw("DELETE FROM bits")
    await db.execute_raw("INSERT INTO bits VALUES (1, 5)")
    assert await db.raw.first("SELECT * FROM bits") == {"one": True, "many": b"\x00\x05"}
    assert await db.query_raw("SELECT one FROM bits") == [{"one": "AQ=="}]
