"""batch_(): several writes as one, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


@pytest.mark.feature("batch_(), 1,000 operations, all or nothing")
async def test_every_action(db: Any, sql: Callable[[str], str]) -> None:
    await db.user.create({"email": "old"})
    async with db.batch_() as batch:
        batch.user.create({"email": "a", "posts": {"create": [{"title": "p"}]}})
        batch.user.create_many([{"email": "b"}, {"email": "c", "name": "n"}])
        batch.user.update({"name": "updated"}, {"email": "a"})
        batch.user.update_many({"age": 5}, {"email": {"in": ["b", "c"]}})
        batch.user.upsert({"email": "d"}, {"create": {"email": "d"}, "update": {}})
        batch.user.upsert({"email": "a"}, {"create": {"email": "x"}, "update": {"age": 7}})
        batch.user.delete({"email": "old"})
        batch.post.delete_many({"title": "none"})
        batch.execute_raw(sql("UPDATE users SET name = ? WHERE email = ?"), "raw", "b")
        assert await db.user.count() == 1  # nothing happens before the end
    rows = [(user.email, user.name, user.age) for user in await db.user.find_many(order={"email": "asc"})]
    assert rows == [("a", "updated", 7), ("b", "raw", 5), ("c", "n", 5), ("d", None, None)]
    assert await db.post.count() == 1


@pytest.mark.feature("batch_(), 1,000 operations, all or nothing")
async def test_a_thousand_operations(db: Any) -> None:
    async with db.batch_() as batch:
        for at in range(1000):
            batch.user.create({"email": str(at)})
    assert await db.user.count() == 1000


@pytest.mark.parametrize("position", [0, 500, 999])
@pytest.mark.feature("batch_(), 1,000 operations, all or nothing")
async def test_all_or_nothing(db: Any, errors: ModuleType, position: int) -> None:
    await db.user.create({"email": "taken"})
    batch = db.batch_()
    for at in range(1000):
        batch.user.create({"email": "taken" if at == position else str(at)})
    with pytest.raises(errors.UniqueViolationError) as caught:
        await batch.commit()
    assert caught.value.code == "P2002"
    assert await db.user.count() == 1
    await batch.commit()  # it is empty now
    batch.user.create({"email": "again"})
    await batch.commit()
    assert await db.user.count() == 2


async def test_a_record_that_is_not_there_undoes_the_batch(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.RecordNotFoundError):
        async with db.batch_() as batch:
            batch.user.create({"email": "a"})
            batch.user.delete({"email": "nobody"})
    assert await db.user.count() == 0


async def test_bad_arguments_undo_the_batch(db: Any, errors: ModuleType) -> None:
    for bad in ({"email": 5}, {"email": "b", "nothing": 1}, {}):
        with pytest.raises(errors.DataError):
            async with db.batch_() as batch:
                batch.user.create({"email": "a"})
                batch.user.create(bad)
        assert await db.user.count() == 0


async def test_an_error_of_the_block_sends_nothing(db: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.batch_() as batch:
            batch.user.create({"email": "a"})
            raise ZeroDivisionError
    assert await db.user.count() == 0


async def test_an_empty_batch(db: Any) -> None:
    async with db.batch_():
        pass
    assert await db.user.count() == 0


@pytest.mark.feature("batch_() inside a transaction")
async def test_inside_a_transaction(db: Any, errors: ModuleType) -> None:
    async with db.tx() as tx:
        await tx.user.create({"email": "a"})
        async with tx.batch_() as batch:
            batch.user.create({"email": "b"})
            batch.user.create({"email": "c"})
        assert (await tx.user.count(), await db.user.count()) == (3, 0)
        with pytest.raises(errors.UniqueViolationError):
            async with tx.batch_() as batch:
                batch.user.create({"email": "d"})
                batch.user.create({"email": "a"})
        assert await tx.user.count() == 3
    assert await db.user.count() == 3
    with pytest.raises(ZeroDivisionError):
        async with db.tx() as tx:
            async with tx.batch_() as batch:
                batch.user.create({"email": "e"})
            raise ZeroDivisionError
    assert await db.user.count() == 3


def test_the_sync_client(blocking: Any, suite: Any) -> None:
    with blocking.batch_() as batch:
        for at in range(100):
            batch.user.create({"email": str(at)})
    with pytest.raises(suite.generated_sync.errors.UniqueViolationError), blocking.batch_() as batch:
        batch.user.create({"email": "new"})
        batch.user.create({"email": "0"})
    assert blocking.user.count() == 100
