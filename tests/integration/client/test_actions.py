"""Every action of the client on one record or many, without relations."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest


@pytest.mark.feature("create, with every default", "@default: autoincrement, now, uuid, cuid, ulid, nanoid")
async def test_create_fills_in_every_default(db: Any, generated: ModuleType) -> None:
    before = dt.datetime.now(dt.UTC) - dt.timedelta(milliseconds=1)
    row = await db.generated.create({})
    assert before <= row.made == row.touched <= dt.datetime.now(dt.UTC)
    patterns = {
        "uuid4": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "uuid7": r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "cuid1": r"c[0-9a-z]{24}",
        "cuid2": r"[a-z][0-9a-z]{23}",
        "ulid": r"[0-7][0-9A-HJKMNP-TV-Z]{25}",
        "nanoid": r"[\w-]{21}",
        "nanoid10": r"[\w-]{10}",
    }
    for name, pattern in patterns.items():
        assert re.fullmatch(pattern, getattr(row, name)), name
    assert (row.id, row.text, row.whole, row.large) == (1, "a \"quoted\" 'ü'", -7, 9007199254740993)
    assert (row.real, row.money, row.flag, row.role) == (2.5, Decimal("12.34"), True, "ADMIN")
    assert row.moment == dt.datetime(2020, 2, 29, 12, 34, 56, 789000, tzinfo=dt.UTC)
    assert row.blob == generated.Base64.encode(b"hello")


async def test_generated_ids_differ_in_every_row_and_time_ordered_ones_ascend(db: Any) -> None:
    await db.generated.create_many([{"note": str(at)} for at in range(200)])
    for _ in range(20):
        await db.generated.create({})
    rows = await db.generated.find_many(order={"id": "asc"})
    assert len(rows) == 220
    for name in ("uuid4", "uuid7", "cuid1", "cuid2", "ulid", "nanoid", "nanoid10"):
        assert len({getattr(row, name) for row in rows}) == 220, name
    uuids = [row.uuid7 for row in rows]
    assert uuids == sorted(uuids)
    assert len({row.made for row in rows[:200]}) == 1  # one instant per call


async def test_defaults_can_be_given(db: Any, generated: ModuleType) -> None:
    moment = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    given = {"uuid4": "a", "made": moment, "touched": moment, "whole": 0, "flag": False, "role": "GUEST", "text": ""}
    row = await db.generated.create({**given, "blob": generated.Base64.encode(b"")})
    assert {name: getattr(row, name) for name in given} == given
    assert row.blob.decode() == b""


@pytest.mark.feature("@updatedAt")
async def test_updated_at_moves_on_every_kind_of_update(db: Any) -> None:
    row = await db.generated.create({"touched": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
    last = row.touched
    where = {"id": row.id}
    for update in (
        lambda: db.generated.update({"note": "x"}, where),
        lambda: db.generated.update_many({"note": "y"}, where),
        lambda: db.generated.upsert(where, {"create": {}, "update": {"note": "z"}}),
    ):
        old = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
        assert await db.generated.update_many({"touched": old}, where) == 1
        assert (await db.generated.find_unique_or_raise(where)).touched == old
        await update()
        touched = (await db.generated.find_unique_or_raise(where)).touched
        assert touched > last
    kept = dt.datetime(2002, 1, 1, tzinfo=dt.UTC)
    assert (await db.generated.update({"touched": kept}, where)).touched == kept


@pytest.mark.feature("find_unique, find_first, and their or_raise forms")
async def test_find_one(db: Any, errors: ModuleType) -> None:
    ann = await db.user.create({"email": "ann", "name": "n"})
    bob = await db.user.create({"email": "bob", "name": "n"})
    assert await db.user.find_unique({"id": ann.id}) == ann
    assert await db.user.find_unique({"email": "bob"}) == bob
    assert await db.user.find_unique({"email": "nobody"}) is None
    assert await db.user.find_unique_or_raise({"email": "bob"}) == bob
    assert await db.user.find_first(where={"name": "n"}, order={"email": "desc"}) == bob
    assert await db.user.find_first(where={"name": "n"}, order={"email": "desc"}, skip=1) == ann
    assert await db.user.find_first(where={"name": "none"}) is None
    assert await db.user.find_first_or_raise(where={"email": {"endswith": "b"}}) == bob
    assert await db.user.find_first() in (ann, bob)
    for missing in (
        db.user.find_unique_or_raise({"email": "nobody"}),
        db.user.find_first_or_raise(where={"email": "nobody"}),
    ):
        with pytest.raises(errors.RecordNotFoundError) as caught:
            await missing
        assert caught.value.code == "P2025"
    # further conditions beside the unique one
    assert await db.user.find_unique({"email": "ann", "name": "n"}) == ann
    assert await db.user.find_unique({"email": "ann", "name": "other"}) is None


@pytest.mark.feature("compound ids and uniques", "@map, @@map, also of enums and their values")
async def test_compound_keys(db: Any) -> None:
    ann = await db.user.create({"email": "ann"})
    await db.club.create({"name": "chess"})
    member = await db.membership.create({"userId": ann.id, "clubName": "chess", "seat": 7})
    by_id = {"userId_clubName": {"userId": ann.id, "clubName": "chess"}}
    by_place = {"place": {"clubName": "chess", "seat": 7}}
    for where in (by_id, by_place):
        assert await db.membership.find_unique(where) == member
        assert (await db.membership.update({"fee": Decimal("1.5")}, where)).fee == Decimal("1.5")
        assert (await db.membership.update({"fee": 0}, where)).fee == 0
    create = {"userId": ann.id, "clubName": "chess", "seat": 7}
    again = await db.membership.upsert(by_id, {"create": create, "update": {"seat": 8}})
    assert again.seat == 8
    assert await db.membership.find_unique(by_place) is None
    assert await db.membership.delete(by_id) == again
    created = await db.membership.upsert(by_id, {"create": create, "update": {"seat": 8}})
    assert created.seat == 7


@pytest.mark.feature("update, update_many: set, increment, decrement, multiply, divide")
async def test_update(db: Any) -> None:
    row = await db.scalars.create({"whole": 10, "large": 2**53, "real": 1.5, "money": Decimal("1.25")})
    where = {"id": row.id}
    steps: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"whole": {"increment": 5}}, {"whole": 15}),
        ({"whole": {"decrement": 1}}, {"whole": 14}),
        ({"whole": {"multiply": 3}}, {"whole": 42}),
        ({"whole": {"divide": 5}}, {"whole": 8}),
        ({"whole": {"set": -1}}, {"whole": -1}),
        ({"large": {"increment": 1}}, {"large": 2**53 + 1}),
        ({"large": {"decrement": 2**53}}, {"large": 1}),
        ({"real": {"multiply": 2}}, {"real": 3.0}),
        ({"real": {"divide": 2}}, {"real": 1.5}),
        (
            {"real": {"increment": 0.25}, "money": {"increment": 1}},
            {"real": 1.75, "money": Decimal("2.25")},
        ),
        ({"money": {"multiply": 4}}, {"money": Decimal(9)}),
        ({"money": {"decrement": Decimal("0.5")}}, {"money": Decimal("8.5")}),
        ({"money": {"divide": 2}}, {"money": Decimal("4.25")}),
        ({"whole": None, "real": None}, {"whole": None, "real": None}),
        ({"whole": {"increment": 5}}, {"whole": None}),
        ({"id": 50}, {"id": 50}),
    ]
    for change, expected in steps:
        updated = await db.scalars.update(change, where)
        assert {name: getattr(updated, name) for name in expected} == expected, change
        where = {"id": updated.id}
        assert await db.scalars.find_unique(where) == updated
    assert await db.scalars.update({"whole": 1}, {"id": 999}) is None
    assert await db.scalars.update({}, where) == updated


@pytest.mark.feature("update, update_many: set, increment, decrement, multiply, divide")
async def test_update_many(db: Any) -> None:
    await db.scalars.create_many([{"id": at + 1, "whole": at, "money": Decimal(at)} for at in range(10)])
    assert await db.scalars.update_many({"text": "big", "whole": {"multiply": 2}}, {"whole": {"gte": 5}}) == 5
    assert await db.scalars.update_many({"text": "none"}, {"whole": 1000}) == 0
    assert await db.scalars.update_many({"money": {"increment": Decimal("0.5")}}, {}) == 10
    rows = await db.scalars.find_many(order={"id": "asc"})
    assert [row.whole for row in rows] == [0, 1, 2, 3, 4, 10, 12, 14, 16, 18]
    assert [row.text for row in rows] == [None] * 5 + ["big"] * 5
    assert [row.money for row in rows] == [Decimal(at) + Decimal("0.5") for at in range(10)]


@pytest.mark.parametrize("value", ["same", "other"])
@pytest.mark.feature("upsert")
async def test_upsert(db: Any, value: str) -> None:
    """With the unique value repeated in ``create`` the compiler makes one native statement."""
    data = {"create": {"email": value, "name": "created", "role": "ADMIN"}, "update": {"name": "updated"}}
    made = await db.user.upsert({"email": "same"}, data)
    assert (made.email, made.name, made.role) == (value, "created", "ADMIN")
    again = await db.user.upsert({"email": value}, data)
    assert (again.id, again.name) == (made.id, "updated")
    assert await db.user.count() == 1


async def test_equal_values_of_different_types_in_an_upsert(db: Any) -> None:
    """``ADMIN`` the name is text, ``ADMIN`` the role is ``adm`` in the database."""
    user = await db.user.upsert(
        {"email": "ADMIN"}, {"create": {"email": "ADMIN", "name": "ADMIN", "role": "ADMIN"}, "update": {}}
    )
    assert (user.email, user.name, user.role) == ("ADMIN", "ADMIN", "ADMIN")
    text = "2020-01-01T00:00:00.000Z"
    row = await db.scalars.upsert({"id": 5}, {"create": {"id": 5, "text": text, "moment": text}, "update": {}})
    assert (row.text, row.moment) == (text, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    row = await db.scalars.upsert({"id": 6}, {"create": {"id": 6, "whole": 6, "large": 6, "real": 6}, "update": {}})
    assert (row.id, row.whole, row.large, row.real) == (6, 6, 6, 6.0)


@pytest.mark.feature("delete, delete_many")
async def test_delete(db: Any) -> None:
    await db.scalars.create_many([{"id": at, "whole": at % 2} for at in range(1, 7)])
    gone = await db.scalars.delete({"id": 3})
    assert (gone.id, gone.whole) == (3, 1)
    assert await db.scalars.delete({"id": 3}) is None
    assert await db.scalars.delete_many(where={"whole": 1}) == 2
    assert await db.scalars.delete_many(where={"whole": 1}) == 0
    assert await db.scalars.delete_many() == 3
    assert await db.scalars.count() == 0


async def test_the_sync_client_has_the_same_actions(blocking: Any, sql: Callable[[str], str]) -> None:
    made = blocking.user.create({"email": "ann", "posts": {"create": [{"title": "t"}]}}, include={"posts": True})
    assert [post.title for post in made.posts] == ["t"]
    assert blocking.user.find_unique_or_raise({"email": "ann"}).id == made.id
    assert [user.id for user in blocking.user.find_many(where={"posts": {"some": {}}})] == [made.id]
    assert blocking.user.find_first(order={"email": "asc"}).id == made.id
    assert blocking.user.update({"age": {"increment": 1}}, {"id": made.id}).age is None
    assert blocking.user.upsert({"email": "ann"}, {"create": {"email": "ann"}, "update": {"age": 3}}).age == 3
    assert blocking.post.create_many([{"title": str(at)} for at in range(5)]) == 5
    assert blocking.post.update_many({"views": 2}, {"title": {"not": "t"}}) == 5
    assert blocking.post.group_by(["views"], count=True, order={"views": "asc"}) == [
        {"views": 0, "_count": {"_all": 1}},
        {"views": 2, "_count": {"_all": 5}},
    ]
    assert blocking.post.count(where={"views": 2}) == 5
    assert blocking.query_first(sql('SELECT COUNT(*) AS n FROM "Post"')) == {"n": 6}
    assert blocking.execute_raw(sql('DELETE FROM "Post" WHERE views = ?'), 2) == 5
    assert blocking.post.delete_many() == 1
    assert blocking.user.delete({"email": "ann"}).age == 3
