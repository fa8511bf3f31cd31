"""Objects that the engine makes itself are those that the client's validation would have made."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import sqlite3
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError, field_validator

MOMENT = dt.datetime(2024, 5, 6, 7, 8, 9, 123000, tzinfo=dt.UTC)


def same_as_validated(row: Any) -> None:
    values = row.model_dump(exclude_unset=True)
    if values.get("document") is not None:
        values["document"] = json.dumps(values["document"])
    validated = type(row).model_validate(values)
    assert row == validated
    assert row.model_fields_set == validated.model_fields_set
    assert list(row.__dict__) == list(validated.__dict__)
    assert {name: type(value) for name, value in row} == {name: type(value) for name, value in validated}
    assert row.model_dump_json() == validated.model_dump_json()
    assert repr(row) == repr(validated)


async def test_every_scalar(db: Any, generated: ModuleType) -> None:
    full = {
        "text": "ü", "whole": -3, "large": 2**40, "real": 0.25, "money": Decimal("1.50"), "flag": True,
        "moment": MOMENT, "document": generated.fields.Json({"a": [1]}), "blob": generated.Base64.encode(b"\x00"),
        "role": "ADMIN",
    }  # fmt: skip
    for row in [await db.scalars.create(full), await db.scalars.create({}), *await db.scalars.find_many()]:
        same_as_validated(row)
    first = await db.scalars.find_first_or_raise(order={"id": "asc"})
    assert (first.moment, first.flag, first.money, first.role) == (MOMENT, True, Decimal("1.5"), "ADMIN")


async def test_related_records_are_objects_too(db: Any, generated: ModuleType) -> None:
    posts = [{"title": f"{n}", "comments": {"create": [{"text": "c"}] * n}} for n in range(3)]
    await db.user.create({"email": "a@b", "posts": {"create": posts}, "profile": {"create": {"bio": "x"}}})
    await db.user.create({"email": "c@d"})
    include = {"profile": True, "posts": {"include": {"comments": True}, "order_by": {"id": "asc"}}}
    users = await db.user.find_many(include=include, order={"email": "asc"})
    assert [len(post.comments) for post in users[0].posts] == [0, 1, 2]
    assert isinstance(users[0].posts[2].comments[0], generated.models.Comment)
    assert users[0].profile.bio == "x"
    assert (users[1].profile, users[1].posts, users[1].reports) == (None, [], None)
    for user in [*users, await db.user.find_unique_or_raise({"email": "a@b"}, include=include)]:
        same_as_validated(user)


async def test_objects_behave_as_the_clients_own(db: Any) -> None:
    made = [await db.tag.create({"name": name}) for name in ("a", "b")]
    tag = (await db.tag.find_many(order={"name": "asc"}))[0]
    assert tag == made[0]
    assert pickle.loads(pickle.dumps(tag)) == tag
    assert copy.copy(tag) == copy.deepcopy(tag) == tag.model_copy() == tag
    assert tag.model_copy(update={"name": "c"}).name == "c"
    other = (await db.tag.find_many(order={"name": "asc"}))[1]
    tag.posts = []
    assert "posts" in tag.model_fields_set
    assert "posts" not in other.model_fields_set


async def test_a_class_with_a_validator_of_its_own_is_validated(db: Any, generated: ModuleType) -> None:
    class Shouted(generated.bases.BaseTag):
        id: str
        name: str

        @field_validator("name")
        @classmethod
        def shout(cls, value: str) -> str:
            return value.upper()

    class Labelled(generated.bases.BaseTag):
        id: str
        name: str

        def model_post_init(self, _context: object) -> None:
            self.__dict__["label"] = f"#{self.name}"

    await db.tag.create_many([{"name": "a"}, {"name": "b"}])
    assert sorted(tag.name for tag in await Shouted.prisma(db).find_many()) == ["A", "B"]
    assert sorted(tag.__dict__["label"] for tag in await Labelled.prisma(db).find_many()) == ["#a", "#b"]


async def test_a_plain_class_of_ones_own(db: Any, generated: ModuleType) -> None:
    class Slim(generated.bases.BaseUser):
        email: str
        role: generated.enums.Role
        age: int | None = None

        def shown(self) -> str:
            return f"{self.email} ({self.role})"

    await db.user.create_many([{"email": "a@b", "age": 3}, {"email": "c@d"}])
    found = await Slim.prisma(db).find_many(order={"email": "asc"})
    assert [(row.shown(), row.age) for row in found] == [("a@b (USER)", 3), ("c@d (USER)", None)]
    same_as_validated(found[0])


@pytest.mark.parametrize(
    ("column", "value"), [("title", b"\xff"), ("views", None), ("published", None), ("title", None)]
)
async def test_data_that_does_not_fit_is_told_as_the_client_tells_it(
    connect: Any, database: Path, column: str, value: Any
) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE Post")
        connection.execute("CREATE TABLE Post (id INTEGER PRIMARY KEY, title, views, published, authorId)")
        connection.execute("INSERT INTO Post VALUES (1, 'good', 1, 0, NULL), (2, 'good too', 1, 1, NULL)")
    db = await connect()
    assert [post.title for post in await db.post.find_many(order={"id": "asc"})] == ["good", "good too"]
    with sqlite3.connect(database) as connection:
        connection.execute(f"UPDATE Post SET {column} = ? WHERE id = 2", [value])
    with pytest.raises((ValidationError, db._engine.core.package._module("errors").PrismaError)):
        await db.post.find_many(order={"id": "asc"})
    assert [post.title for post in await db.post.find_many(where={"id": 1})] == ["good"]
