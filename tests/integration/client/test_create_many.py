"""create_many: one plan per shape of rows, all rows or none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

UTC = dt.UTC


def a_full_row(generated: ModuleType, at: int) -> dict[str, Any]:
    return {
        "id": at,
        "text": f"t{at}",
        "whole": at,
        "large": 2**62 + at,
        "real": at / 8,
        "money": Decimal(at) / 4,
        "flag": at % 2 == 0,
        "moment": dt.datetime(2024, 1, 1, 0, 0, at, 123456, tzinfo=UTC),
        "document": generated.Json({"at": [at]}),
        "blob": generated.Base64.encode(bytes([at])),
        "role": ("USER", "ADMIN", "GUEST")[at % 3],
    }


@pytest.mark.feature(
    "create_many", "String, Int, Float, Boolean", "BigInt", "Decimal", "DateTime with offset", "Bytes", "Json", "enums"
)
async def test_every_scalar(db: Any, generated: ModuleType) -> None:
    rows = [a_full_row(generated, at) for at in range(1, 30)]
    assert await db.scalars.create_many(rows) == 29
    expected = [await db.scalars.create({**row, "id": row["id"] + 100}) for row in rows]
    found = await db.scalars.find_many(where={"id": {"lt": 100}}, order={"id": "asc"})
    assert [row.model_copy(update={"id": row.id + 100}) for row in found] == expected


async def test_none_in_some_rows_of_each_column(db: Any, generated: ModuleType) -> None:
    full = a_full_row(generated, 5)
    for column in [name for name in full if name != "id"]:
        await db.scalars.delete_many()
        rows = [{"id": 1, column: full[column]}, {"id": 2, column: None}, {"id": 3, column: full[column]}]
        for order in (rows, rows[1:] + rows[:1], [rows[1]]):
            await db.scalars.delete_many()
            assert await db.scalars.create_many(order) == len(order)
            for row in order:
                stored = getattr(await db.scalars.find_unique_or_raise({"id": row["id"]}), column)
                assert (stored is None) is (row[column] is None), column


@pytest.mark.feature("create_many")
async def test_rows_with_different_columns(db: Any, provider: str) -> None:
    rows = [{"id": 1}, {"text": "b", "id": 2}, {"id": 3, "text": "c"}, {"id": 4, "whole": 4}, {"whole": 5}, {}]
    rows = [{**row, "id": row["id"] + 10} if "id" in row else row for row in rows]
    assert await db.scalars.create_many(rows) == 6
    found = {row.id: (row.text, row.whole) for row in await db.scalars.find_many()}
    # PostgreSQL's counter knows nothing of the ids that were given.
    first = 1 if provider == "postgresql" else 15
    assert found == {
        11: (None, None),
        12: ("b", None),
        13: ("c", None),
        14: (None, 4),
        first: (None, 5),
        first + 1: (None, None),
    }


async def test_rows_with_different_types_in_a_column(db: Any, generated: ModuleType) -> None:
    rows = [
        {"money": 1, "real": 1, "moment": "2024-01-01T00:00:00Z", "role": "ADMIN", "flag": True},
        {"money": 1.5, "real": 1.5, "moment": dt.datetime(2024, 1, 1, tzinfo=UTC), "role": generated.enums.Role.ADMIN},
        {"money": Decimal("2.5"), "real": None, "moment": None, "role": None, "flag": None},
    ]
    assert await db.scalars.create_many(rows) == 3
    found = await db.scalars.find_many(order={"id": "asc"})
    assert [row.money for row in found] == [Decimal(1), Decimal("1.5"), Decimal("2.5")]
    assert [row.real for row in found] == [1.0, 1.5, None]
    assert found[0].moment == found[1].moment
    assert [row.role for row in found] == ["ADMIN", "ADMIN", None]
    assert [row.flag for row in found] == [True, None, None]


async def test_one_compilation_for_any_number_of_rows(db: Any) -> None:
    compiler = db._engine.core.planner.compiler
    await db.post.create_many([{"title": "a", "views": 1}])
    before = compiler.compilations
    for count in (1, 2, 500, 3):
        assert await db.post.create_many([{"title": f"p{at}", "views": at} for at in range(count)]) == count
    assert compiler.compilations == before


async def test_no_rows(db: Any) -> None:
    assert await db.post.create_many([]) == 0


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        ({"email": "a0"}, "UniqueViolationError"),
        ({"email": "x", "managerId": "nobody"}, "ForeignKeyViolationError"),
        ({"name": "no email"}, "MissingRequiredValueError"),
        ({"email": None}, "DataError"),
        ({"email": 5}, "DataError"),
        ({"email": "x", "age": "old"}, "DataError"),
        ({"email": "x", "age": 2**70}, "DataError"),
        ({"email": "x", "role": "KING"}, "DataError"),
        ({"email": "x", "createdAt": "yesterday"}, "DataError"),
        ({"email": "x", "shoe": 44}, "FieldNotFoundError"),
    ],
)
async def test_one_bad_row_and_nothing_is_written(db: Any, errors: ModuleType, bad: dict[str, Any], kind: str) -> None:
    good = [{"email": f"a{at}"} for at in range(5)]
    for rows in ([*good, bad], [*good[:2], bad, *good[2:]]):
        with pytest.raises(getattr(errors, kind)):
            await db.user.create_many(rows)
        assert await db.user.count() == 0
    assert await db.user.create_many(good) == 5


async def test_bad_rows_of_bytes_and_json(db: Any, errors: ModuleType, generated: ModuleType) -> None:
    for bad in ({"blob": "***"}, {"document": generated.Json(float("nan"))}, {"money": "much"}, {"real": float("inf")}):
        with pytest.raises(errors.DataError):
            await db.scalars.create_many([{"id": 1}, bad])
        assert await db.scalars.count() == 0


@pytest.mark.providers("postgresql", "mysql")
@pytest.mark.feature("create_many: skip_duplicates")
async def test_skip_duplicates(db: Any) -> None:
    await db.user.create({"email": "u1@x.y"})
    rows = [{"email": f"u{i}@x.y"} for i in range(3)]
    assert await db.user.create_many(rows, skip_duplicates=True) == 2
    assert await db.user.count() == 3


@pytest.mark.providers("sqlite")
async def test_skip_duplicates_is_refused(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.UnsupportedDatabaseError):
        await db.post.create_many([{"title": "a"}], skip_duplicates=True)


async def test_rows_may_be_other_mappings(db: Any) -> None:
    from collections import OrderedDict, defaultdict

    rows = [OrderedDict(title="a"), defaultdict(str, title="b"), {"title": "c"}]
    assert await db.post.create_many(rows) == 3
    assert [post.title for post in await db.post.find_many(order={"id": "asc"})] == ["a", "b", "c"]
    assert (await db.post.create(OrderedDict(title="d", tags={"create": [OrderedDict(name="x")]}))).title == "d"
    assert await db.post.count(where=OrderedDict(title=OrderedDict(startswith="d"))) == 1
