"""The typed client on PostgreSQL and MySQL: the same cases on both."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Server

UTC = dt.UTC


async def test_scalars_round_trip(db: Any, emptied: Server) -> None:
    package = emptied.generated
    values: dict[str, Any] = {
        "text": "naïve 🚗 'quoted'",
        "whole": -(2**31),
        "large": 2**63 - 1,
        "real": 1.5e-300,
        "money": Decimal("12345678901234567890.123456789"),
        "flag": True,
        "moment": dt.datetime(2024, 2, 29, 23, 59, 59, 999000, tzinfo=UTC),
        "document": package.Json({"list": [1, None, {"deep": "ü"}]}),
        "blob": package.Base64.encode(b"\x00\xff"),
        "role": "ADMIN",
    }
    made = await db.scalars.create(values)
    found = await db.scalars.find_unique_or_raise({"id": made.id})
    assert found == made
    assert found.document == {"list": [1, None, {"deep": "ü"}]}
    assert found.blob.decode() == b"\x00\xff"
    for name in ("text", "whole", "large", "real", "money", "flag", "moment", "role"):
        assert getattr(found, name) == values[name], name
    assert found.moment.tzinfo is not None


async def test_nothing_round_trips(db: Any) -> None:
    made = await db.scalars.create({})
    found = await db.scalars.find_unique_or_raise({"id": made.id})
    assert {value for name, value in found.model_dump().items() if name != "id"} == {None}


async def test_zoned_and_naive_datetimes_are_utc_in_milliseconds(db: Any) -> None:
    zoned = dt.datetime(2024, 6, 1, 12, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
    made = await db.scalars.create({"moment": zoned})
    found = await db.scalars.find_first_or_raise(where={"moment": {"lte": zoned}})
    assert found.id == made.id
    assert found.moment == dt.datetime(2024, 6, 1, 6, 30, 0, 123000, tzinfo=UTC)


async def test_defaults_are_made(db: Any) -> None:
    made = await db.generated.create({})
    assert (made.whole, made.large, made.real, made.money) == (-7, 9007199254740993, 2.5, Decimal("12.34"))
    assert made.text == "a \"quoted\" 'ü'"
    assert made.role == "ADMIN"
    assert made.blob.decode() == b"hello"
    assert made.moment == dt.datetime(2020, 2, 29, 12, 34, 56, 789000, tzinfo=UTC)
    assert made.made == made.touched


async def test_nested_writes_and_includes(db: Any) -> None:
    post = await db.post.create(
        {
            "title": "one",
            "author": {"create": {"email": "a@x.y", "profile": {"create": {"bio": "b"}}}},
            "tags": {"connect_or_create": [{"where": {"name": "t"}, "create": {"name": "t"}}]},
            "comments": {"create": [{"text": "first"}, {"text": "second"}]},
        },
        include={"author": {"include": {"profile": True}}, "tags": True, "comments": {"order_by": {"id": "desc"}}},
    )
    assert post.author.profile.bio == "b"
    assert [tag.name for tag in post.tags] == ["t"]
    assert [comment.text for comment in post.comments] == ["second", "first"]
    changed = await db.post.update(
        {"tags": {"set": []}, "comments": {"deleteMany": [{"text": "first"}]}, "views": {"increment": 3}},
        {"id": post.id},
        include={"tags": True, "comments": True},
    )
    assert (changed.tags, changed.views, [each.text for each in changed.comments]) == ([], 3, ["second"])


async def test_filters(db: Any) -> None:
    await db.user.create_many(
        [{"email": f"u{i}@x.y", "name": None if i % 2 else f"Name {i}", "age": i} for i in range(10)]
    )
    find = db.user.find_many
    assert len(await find(where={"name": None})) == 5
    assert len(await find(where={"age": {"in": [1, 2, 99]}})) == 2
    assert len(await find(where={"age": {"not_in": [1, 2]}})) == 8
    assert len(await find(where={"OR": [{"age": {"lt": 2}}, {"email": {"startswith": "u9"}}]})) == 3
    assert [user.age for user in await find(order={"age": "desc"}, take=2, skip=1)] == [8, 7]
    page = await find(order={"age": "asc"}, cursor={"email": "u3@x.y"}, skip=1, take=2)
    assert [user.age for user in page] == [4, 5]
    assert await find(where={"role": {"in": ["ADMIN", "GUEST"]}}) == []


async def test_updates_deletes_and_counts(db: Any) -> None:
    await db.user.create_many([{"email": f"u{i}@x.y", "age": i} for i in range(5)])
    assert await db.user.update_many({"age": 1}, {"age": {"lte": 1}}) == 2
    assert await db.user.count(where={"age": 1}) == 2
    assert await db.user.delete_many({"age": 1}) == 2
    kept = await db.user.delete({"email": "u4@x.y"})
    assert kept.age == 4
    assert await db.user.delete({"email": "u4@x.y"}) is None
    assert await db.user.update({"age": 9}, {"email": "nobody"}) is None
    assert await db.user.count() == 2


async def test_upsert_twice(db: Any) -> None:
    for expected in (None, "again"):
        user = await db.user.upsert({"email": "a@x.y"}, {"create": {"email": "a@x.y"}, "update": {"name": "again"}})
        assert user.name == expected
    assert await db.user.count() == 1


async def test_create_many_of_mixed_rows(db: Any) -> None:
    rows: list[dict[str, Any]] = [{"note": f"n{i}"} if i % 3 else {"note": None, "flag": False} for i in range(500)]
    assert await db.generated.create_many(rows) == 500
    assert await db.generated.count(where={"flag": False}) == 167
    assert len({row.uuid4 for row in await db.generated.find_many()}) == 500


async def test_create_many_skips_duplicates(db: Any) -> None:
    await db.user.create({"email": "u1@x.y"})
    rows = [{"email": f"u{i}@x.y"} for i in range(3)]
    assert await db.user.create_many(rows, skip_duplicates=True) == 2
    assert await db.user.count() == 3


async def test_group_by(db: Any) -> None:
    await db.scalars.create_many([{"text": "a", "money": Decimal("1.5")}, {"text": "a", "money": Decimal("2")}])
    groups = await db.scalars.group_by(["text"], sum={"money": True}, count=True, max={"moment": True})
    assert groups == [{"text": "a", "_sum": {"money": "3.5"}, "_count": {"_all": 2}, "_max": {"moment": None}}]


@pytest.mark.parametrize(
    ("name", "act", "code"),
    [
        ("UniqueViolationError", lambda db: db.user.create({"email": "taken"}), "P2002"),
        ("ForeignKeyViolationError", lambda db: db.comment.create({"text": "x", "postId": 999}), "P2003"),
        ("MissingRequiredValueError", lambda db: db.user.create({}), "P2009"),
        ("RecordNotFoundError", lambda db: db.user.find_unique_or_raise({"id": "nobody"}), "P2025"),
        ("RawQueryError", lambda db: db.query_raw("SELECT * FROM nowhere"), "P2010"),
        ("DataError", lambda db: db.post.create({"title": "x", "views": 2**40}), "P2020"),
    ],
)
async def test_errors(db: Any, emptied: Server, name: str, act: Any, code: str) -> None:
    await db.user.create({"email": "taken"})
    with pytest.raises(getattr(emptied.generated.errors, name)) as caught:
        await act(db)
    assert caught.value.code == code
    assert await db.user.count() == 1


async def test_raw_queries(db: Any, emptied: Server) -> None:
    quote, first = ('"', "$1") if emptied.provider == "postgresql" else ("`", "?")
    await db.scalars.create(
        {
            "whole": 7,
            "large": 2**40,
            "money": Decimal("1.5"),
            "real": 2.5,
            "text": "t",
            "moment": dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
            "document": emptied.generated.Json([1]),
        }
    )
    table = f"{quote}Scalars{quote}"
    rows = await db.query_raw(
        f"SELECT whole, large, money, {quote}real{quote}, text, moment FROM {table} WHERE whole = {first}", 7
    )
    assert rows[0]["whole"] == 7
    assert rows[0]["large"] == 2**40
    assert rows[0]["money"] == 1.5
    assert rows[0]["real"] == 2.5
    assert rows[0]["text"] == "t"
    assert rows[0]["moment"].startswith("2024-01-02T03:04:05")
    assert (await db.query_first(f"SELECT count(*) AS n FROM {table}"))["n"] == 1
    assert await db.execute_raw(f"UPDATE {table} SET text = {first}", "changed") == 1
    found = await db.scalars.query_first(f"SELECT * FROM {table}")
    assert (found.text, found.money) == ("changed", Decimal("1.5"))


def test_the_blocking_client(blocking: Any) -> None:
    user = blocking.user.create({"email": "a@x.y"})
    with blocking.tx() as tx:
        tx.user.update({"name": "inside"}, {"id": user.id})
        assert blocking.user.find_unique({"id": user.id}).name is None
    assert blocking.user.find_unique({"id": user.id}).name == "inside"
    with pytest.raises(ValueError, match="undo"), blocking.tx() as tx:
        tx.user.delete({"id": user.id})
        raise ValueError("undo")
    with blocking.batch_() as batch:
        for number in range(3):
            batch.user.create({"email": f"b{number}"})
    assert blocking.user.count() == 4
