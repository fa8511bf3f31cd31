"""What goes wrong comes out as the client's classes with Prisma's codes, messages and meta."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

Case = tuple[str, Any, str, str, str]

# name, call, class, code, part of the message
CASES: list[Case] = [
    (
        "unique",
        lambda db: db.user.create({"email": "ann"}),
        "UniqueViolationError",
        "P2002",
        "Unique constraint failed on the fields: (`email`)",
    ),
    (
        "compound unique",
        lambda db: db.membership.create({"userId": "u2", "clubName": "chess", "seat": 1}),
        "UniqueViolationError",
        "P2002",
        "Unique constraint failed on the fields: (`club_name`,`seat`)",
    ),
    (
        "compound id",
        lambda db: db.membership.create({"userId": "u1", "clubName": "chess", "seat": 9}),
        "UniqueViolationError",
        "P2002",
        "Unique constraint failed on the fields: (`user_id`,`club_name`)",
    ),
    (
        "unique on update",
        lambda db: db.user.update({"email": "ann"}, {"email": "bob"}),
        "UniqueViolationError",
        "P2002",
        "Unique constraint failed",
    ),
    (
        "foreign key",
        lambda db: db.post.create({"title": "p", "authorId": "nobody"}),
        "ForeignKeyViolationError",
        "P2003",
        "Foreign key constraint failed on the field",
    ),
    (
        "missing required value",
        lambda db: db.user.create({"name": "x"}),
        "MissingRequiredValueError",
        "P2009",
        "A value is required but not set",
    ),
    (
        "missing required relation",
        lambda db: db.profile.create({"bio": "x"}),
        "MissingRequiredValueError",
        "P2009",
        "A value is required but not set",
    ),
    (
        "null for a required value",
        lambda db: db.post.create({"title": None}),
        "DataError",
        "P2009",
        "A value is required but not set",
    ),
    ("unknown field", lambda db: db.user.create({"email": "x", "shoe": 44}), "FieldNotFoundError", "P2009", "shoe"),
    ("unknown filter", lambda db: db.user.find_many(where={"shoe": 44}), "FieldNotFoundError", "P2009", "shoe"),
    (
        "unknown operator",
        lambda db: db.user.find_many(where={"email": {"like": "x"}}),
        "DataError",
        "P2009",
        "",
    ),
    ("unknown order", lambda db: db.user.find_many(order={"shoe": "asc"}), "FieldNotFoundError", "P2009", "shoe"),
    ("bad order", lambda db: db.user.find_many(order={"email": "up"}), "DataError", "P2009", ""),
    ("unknown distinct", lambda db: db.user.find_many(distinct=["shoe"]), "DataError", "P2009", ""),
    ("wrong type", lambda db: db.user.create({"email": 5}), "DataError", "P2009", ""),
    ("wrong type in a filter", lambda db: db.user.find_many(where={"age": "old"}), "DataError", "P2009", ""),
    ("bad enum", lambda db: db.user.create({"email": "x", "role": "KING"}), "DataError", "P2009", ""),
    ("bad enum in a list", lambda db: db.user.find_many(where={"role": {"in": ["KING"]}}), "DataError", "P2009", ""),
    ("not a unique filter", lambda db: db.user.find_unique({"name": "x"}), "DataError", "P2009", ""),
    ("empty unique filter", lambda db: db.user.find_unique({}), "DataError", "P2009", ""),
    (
        "record not found",
        lambda db: db.user.find_unique_or_raise({"email": "nobody"}),
        "RecordNotFoundError",
        "P2025",
        "No record was found for a query",
    ),
    (
        "connect to nothing",
        lambda db: db.profile.create({"bio": "x", "user": {"connect": {"email": "nobody"}}}),
        "RecordNotFoundError",
        "P2025",
        "No 'User' record",
    ),
    (
        "connect many to nothing",
        lambda db: db.user.create({"email": "x", "posts": {"connect": [{"id": 77}]}}),
        "DataError",
        "P2018",
        "The required connected records were not found",
    ),
    (
        "required relation",
        lambda db: db.user.update({"profile": {"create": {"bio": "second"}}}, {"email": "ann"}),
        "DataError",
        "P2014",
        "would violate the required relation",
    ),
    ("raw", lambda db: db.query_raw("SELECT * FROM nowhere"), "RawQueryError", "P2010", "no such table: nowhere"),
    ("missing table", lambda db: db.tag.create({"name": "x"}), "TableNotFoundError", "P2021", "`main.Tag`"),
    ("missing table, reading", lambda db: db.tag.find_many(), "TableNotFoundError", "P2021", "does not exist"),
    ("missing column", lambda db: db.comment.find_many(), "DataError", "P2022", "Comment.text"),
]


@pytest.fixture
async def world(db: Any) -> Any:
    await db.user.create({"id": "u1", "email": "ann", "profile": {"create": {"bio": "b"}}})
    await db.user.create({"id": "u2", "email": "bob"})
    await db.club.create({"name": "chess"})
    await db.membership.create({"userId": "u1", "clubName": "chess", "seat": 1})
    await db.execute_raw('DROP TABLE "_PostToTag"')
    await db.execute_raw("DROP TABLE Tag")
    await db.execute_raw("ALTER TABLE Comment DROP COLUMN text")
    return db


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
async def test_class_code_and_message(world: Any, errors: ModuleType, case: Case) -> None:
    _, call, kind, code, message = case
    before = await world.query_raw("SELECT (SELECT COUNT(*) FROM users) AS u, (SELECT COUNT(*) FROM Post) AS p")
    for _ in range(2):  # the second time the plan, if there is one, is cached
        with pytest.raises(getattr(errors, kind)) as caught:
            await call(world)
        assert caught.value.code == code
        assert message in str(caught.value), str(caught.value)
    after = await world.query_raw("SELECT (SELECT COUNT(*) FROM users) AS u, (SELECT COUNT(*) FROM Post) AS p")
    assert before == after


async def test_meta(world: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.UniqueViolationError) as caught:
        await world.user.create({"email": "ann"})
    assert caught.value.meta["target"] == ["email"]
    assert caught.value.meta["modelName"] == "User"
    assert caught.value.data["user_facing_error"]["error_code"] == "P2002"
    with pytest.raises(errors.UniqueViolationError) as caught:  # in a nested write, of another model
        await world.post.create({"title": "x", "author": {"create": {"email": "ann"}}})
    assert caught.value.meta["modelName"] == "User"
    with pytest.raises(errors.ForeignKeyViolationError) as caught:
        await world.post.create({"title": "p", "authorId": "nobody"})
    assert caught.value.meta["modelName"] == "Post"
    assert "field_name" in caught.value.meta
    with pytest.raises(errors.TableNotFoundError) as caught:
        await world.tag.find_many()
    assert caught.value.table == "main.Tag"
    with pytest.raises(errors.RecordNotFoundError) as caught:
        await world.user.find_first_or_raise(where={"email": "nobody"})
    assert caught.value.meta["cause"]
    with pytest.raises(errors.DataError) as caught:
        await world.user.find_many(where={"shoe": 1})
    assert caught.value.meta["kind"] in ("UnknownInputField", "UnknownArgument")


async def test_updates_and_deletes_of_nothing_are_none(world: Any) -> None:
    assert await world.user.update({"name": "x"}, {"email": "nobody"}) is None
    assert await world.user.delete({"email": "nobody"}) is None
    assert await world.user.update_many({"name": "x"}, {"email": "nobody"}) == 0


async def test_values_that_cannot_be_stored(db: Any, errors: ModuleType, generated: ModuleType) -> None:
    for field, value in {
        "whole": 2**63,
        "large": -(2**63) - 1,
        "real": float("nan"),
        "money": "Infinity",
        "text": "\ud800",
        "document": generated.Json([float("inf")]),
    }.items():
        with pytest.raises(errors.DataError):
            await db.scalars.create({field: value})
        with pytest.raises(errors.DataError):
            await db.scalars.create_many([{field: value}, {field: None}])
    for value in (10**400, -(10**400)):
        for field in ("whole", "real"):
            with pytest.raises(errors.DataError):
                await db.scalars.create({field: value})
    assert await db.scalars.count() == 0


async def test_a_closed_client_says_so(connect: Any, errors: ModuleType) -> None:
    db = await connect()
    await db.disconnect()
    for use in (lambda: db.user.count(), lambda: db.query_raw("SELECT 1"), lambda: db.tx().start()):
        with pytest.raises(errors.ClientNotConnectedError):
            await use()
    await db.disconnect()
    await db.connect()
    assert await db.user.count() == 0
