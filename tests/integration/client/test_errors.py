"""What goes wrong comes out as the client's classes with Prisma's codes, messages and meta."""

from __future__ import annotations

from collections.abc import Callable
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
        "Unique constraint failed on the",
    ),
    (
        "compound unique",
        lambda db: db.membership.create({"userId": "u2", "clubName": "chess", "seat": 1}),
        "UniqueViolationError",
        "P2002",
        "Unique constraint failed on the",
    ),
    (
        "compound id",
        lambda db: db.membership.create({"userId": "u1", "clubName": "chess", "seat": 9}),
        "UniqueViolationError",
        "P2002",
        "Unique constraint failed on the",
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
    ("raw", lambda db: db.query_raw("SELECT * FROM nowhere"), "RawQueryError", "P2010", "nowhere"),
]
#: How each database names what it found violated.
TARGETS = {
    "sqlite": {"email": "fields: (`email`)", "seat": "fields: (`club_name`,`seat`)"},
    "postgresql": {"email": "fields: (`email`)", "seat": "fields: (`club_name`,`seat`)"},
    "mysql": {"email": "constraint: `users_email_key`", "seat": "constraint: `memberships_club_name_seat_key`"},
}


@pytest.fixture
async def world(db: Any) -> Any:
    await db.user.create({"id": "u1", "email": "ann", "profile": {"create": {"bio": "b"}}})
    await db.user.create({"id": "u2", "email": "bob"})
    await db.club.create({"name": "chess"})
    await db.membership.create({"userId": "u1", "clubName": "chess", "seat": 1})
    return db


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
@pytest.mark.feature("errors: classes, codes, meta")
async def test_class_code_and_message(world: Any, errors: ModuleType, case: Case) -> None:
    _, call, kind, code, message = case
    before = [await world.user.count(), await world.post.count()]
    for _ in range(2):  # the second time the plan, if there is one, is cached
        with pytest.raises(getattr(errors, kind)) as caught:
            await call(world)
        assert caught.value.code == code
        assert message in str(caught.value), str(caught.value)
    assert before == [await world.user.count(), await world.post.count()]


async def test_what_was_violated_is_named(world: Any, errors: ModuleType, provider: str) -> None:
    for call, target in (
        (lambda: world.user.create({"email": "ann"}), "email"),
        (lambda: world.membership.create({"userId": "u2", "clubName": "chess", "seat": 1}), "seat"),
    ):
        with pytest.raises(errors.UniqueViolationError) as caught:
            await call()
        assert TARGETS[provider][target] in str(caught.value)


@pytest.mark.breaks_tables
async def test_tables_and_columns_that_are_missing(
    db: Any, errors: ModuleType, provider: str, sql: Callable[[str], str]
) -> None:
    for statement in ('DROP TABLE "_PostToTag"', 'DROP TABLE "Tag"', 'ALTER TABLE "Comment" DROP COLUMN text'):
        await db.execute_raw(sql(statement))
    for call in (lambda: db.tag.create({"name": "x"}), db.tag.find_many):
        with pytest.raises(errors.TableNotFoundError, match="does not exist") as caught:
            await call()
        assert caught.value.code == "P2021"
        expected = {"sqlite": "main.Tag", "postgresql": "public.Tag", "mysql": "Tag"}[provider]
        assert caught.value.table == expected
    with pytest.raises(errors.DataError, match="text") as caught:
        await db.comment.find_many()
    assert caught.value.code == "P2022"


@pytest.mark.feature("errors: classes, codes, meta")
async def test_meta(world: Any, errors: ModuleType, provider: str) -> None:
    with pytest.raises(errors.UniqueViolationError) as caught:
        await world.user.create({"email": "ann"})
    assert caught.value.meta["target"] == ("users_email_key" if provider == "mysql" else ["email"])
    assert caught.value.meta["modelName"] == "User"
    assert caught.value.data["user_facing_error"]["error_code"] == "P2002"
    with pytest.raises(errors.UniqueViolationError) as caught:  # in a nested write, of another model
        await world.post.create({"title": "x", "author": {"create": {"email": "ann"}}})
    # MariaDB names the index alone, not its table.
    assert caught.value.meta["modelName"] == ("Post" if provider == "mysql" else "User")
    with pytest.raises(errors.ForeignKeyViolationError) as caught:
        await world.post.create({"title": "p", "authorId": "nobody"})
    assert caught.value.meta["modelName"] == "Post"
    assert "field_name" in caught.value.meta
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


@pytest.mark.providers("postgresql", "mysql")  # SQLite's integers have 64 bits
async def test_integers_beyond_32_bits(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.DataError) as caught:
        await db.post.create({"title": "x", "views": 2**40})
    assert caught.value.code == "P2020"
