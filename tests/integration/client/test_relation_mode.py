"""relationMode = "prisma": no foreign keys in the database, the engine makes the referential actions; views."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

SCHEMA = "relation_mode.prisma"


@pytest.mark.feature("relationMode = prisma")
async def test_there_are_no_foreign_keys(db: Any) -> None:
    assert (await db.leaf.create({"id": 1, "cascadeId": 99})).cascadeId == 99


@pytest.mark.feature("relationMode = prisma")
async def test_deleting_cascades_through_levels(db: Any) -> None:
    await db.owner.create({"id": 1, "cascades": {"create": [{"id": 10, "leaves": {"create": [{"id": 100}]}}]}})
    await db.owner.create({"id": 2, "cascades": {"create": [{"id": 20, "leaves": {"create": [{"id": 200}]}}]}})
    assert (await db.owner.delete({"id": 1})).id == 1
    assert [row.id for row in await db.cascade.find_many()] == [20]
    assert [row.id for row in await db.leaf.find_many()] == [200]
    assert await db.owner.delete_many() == 1
    assert [await db.cascade.count(), await db.leaf.count()] == [0, 0]


@pytest.mark.feature("relationMode = prisma")
async def test_deleting_sets_null_or_is_refused(db: Any, errors: ModuleType) -> None:
    await db.owner.create({"id": 1, "nulls": {"create": [{"id": 10}]}})
    await db.owner.create({"id": 2, "restricts": {"create": [{"id": 20}]}})
    await db.owner.delete({"id": 1})
    assert [row.ownerId for row in await db.null.find_many()] == [None]
    with pytest.raises(errors.DataError) as caught:
        await db.owner.delete({"id": 2})
    assert caught.value.code == "P2014"
    assert await db.owner.count() == 1
    await db.restrict.delete({"id": 20})
    assert (await db.owner.delete({"id": 2})).id == 2


@pytest.mark.feature("views")
async def test_views(db: Any, sql: Callable[[str], str]) -> None:
    await db.owner.create({"id": 1, "cascades": {"create": [{"id": 10, "leaves": {"create": [{"id": 1}, {"id": 2}]}}]}})
    await db.cascade.create({"id": 20, "ownerId": 1})
    rows = await db.tally.find_many(order={"id": "asc"})
    assert [(row.id, row.leafs) for row in rows] == [(10, 2), (20, 0)]
    assert (await db.tally.find_unique_or_raise({"id": 10})).leafs == 2
    assert await db.tally.query_raw(sql('SELECT * FROM "Tally" WHERE leafs > ?'), 0) == rows[:1]
