"""What only MySQL has: its own types, full-text search."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

pytestmark = pytest.mark.providers("mysql")

SCHEMA = "mysql.prisma"
UTC = dt.UTC

NATIVE: dict[str, Any] = {
    "varchar": "0123456789",
    "char": "ab",
    "text": "ü" * 1000,
    "long": "😀" * 1000,
    "tiny": -128,
    "small": -(2**15),
    "medium": 2**23 - 1,
    "unsigned": 2**16 - 1,
    "large": 2**63 - 1,
    "year": 2024,
    "bit": True,
    "flag": True,
    "double": 0.1,
    "precise": Decimal("12345678901234567890.0123456789"),
    "timestamp": dt.datetime(2024, 2, 29, 1, 2, 3, 4000, tzinfo=UTC),
    "moment": dt.datetime(2024, 2, 29, 1, 2, 3, 4000, tzinfo=UTC),
    "day": dt.datetime(2024, 2, 29, tzinfo=UTC),
    "clock": dt.datetime(1970, 1, 1, 23, 59, 59, tzinfo=UTC),
}


@pytest.mark.feature("native types (@db.…)")
@pytest.mark.parametrize("name", NATIVE)
async def test_native_types(db: Any, name: str) -> None:
    value = NATIVE[name]
    made = await db.native.create({name: value})
    assert getattr(made, name) == value
    UUID((await db.native.find_unique_or_raise({"id": made.id})).token)
    assert await db.native.create_many([{name: value}, {name: None}]) == 2
    equal = await db.native.find_many(where={name: value}, order={"id": "asc"})
    assert [row.id for row in equal] == [made.id, made.id + 1]
    updated = await db.native.update({name: value}, {"id": made.id + 2})
    assert getattr(updated, name) == value


@pytest.mark.feature("native types (@db.…)")
async def test_bytes_and_documents(db: Any, generated: ModuleType) -> None:
    encode = generated.Base64.encode
    values = {"bits": encode(b"\x01\x02"), "binary": encode(b"\x00\xff"), "blob": encode(bytes(range(256)))}
    made = await db.native.create({**values, "document": generated.Json({"a": [None, "ü"]}), "single": 0.5})
    assert {name: getattr(made, name) for name in values} == values
    assert (made.document, made.single) == ({"a": [None, "ü"]}, 0.5)
    assert await db.native.count(where={"binary": values["binary"]}) == 1


@pytest.mark.feature("Unsupported columns are skipped")
@pytest.mark.feature("@default: dbgenerated")
async def test_columns_that_the_database_fills(db: Any) -> None:
    await db.native.create_many([{"text": "a"}, {"text": "b"}])
    await db.execute_raw("UPDATE `Native` SET chosen = 'a,b'")
    rows = await db.native.find_many()
    assert len({UUID(row.token) for row in rows}) == 2
    assert not hasattr(rows[0], "chosen")


@pytest.mark.feature("results by the database's types")
async def test_raw_results(db: Any, generated: ModuleType) -> None:
    moment = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    blob = generated.Base64.encode(b"hi")
    await db.native.create({"precise": Decimal("1.5"), "flag": True, "moment": moment, "day": moment, "blob": blob})
    (row,) = await db.query_raw(
        "SELECT precise, flag, moment, day, `blob`, COUNT(*) OVER () AS n, 1 = 1 AS b, 2.5 AS d FROM `Native`"
    )
    # Booleans are numbers here, as with Prisma's own engines.
    assert row == {
        "precise": 1.5,
        "flag": 1,
        "moment": "2024-01-02T03:04:05.000+00:00",
        "day": "2024-01-02",
        "blob": "aGk=",
        "n": 1,
        "b": 1,
        "d": 2.5,
    }
    assert await db.execute_raw("SELECT 1") == 0


@pytest.mark.feature("full-text search")
async def test_full_text_search(db: Any, errors: ModuleType) -> None:
    await db.article.create_many(
        [{"title": "cats", "body": "kitten sat on cushion"}, {"title": "dogs", "body": "puppy chased kitten"}]
    )

    async def titles(search: str) -> list[str]:
        found = await db.article.find_many(where={"body": {"search": search}}, order={"title": "asc"})
        return [article.title for article in found]

    assert await titles("kitten") == ["cats", "dogs"]
    assert await titles("+kitten +puppy") == ["dogs"]
    assert await titles("+kitten -puppy") == ["cats"]
    with pytest.raises(errors.DataError) as caught:
        await db.article.find_many(where={"title": {"search": "cats"}})
    assert caught.value.code == "P2030"
