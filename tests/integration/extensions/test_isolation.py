"""Isolation levels: which there are, and that the strict ones really are strict."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from prismstack.client.extensions import IsolationLevel

from .conftest import OpenBlocking, Store

pytestmark = pytest.mark.feature("isolation levels of tx()")

SUPPORTED = {
    "sqlite": {"Serializable"},
    "postgresql": {"ReadUncommitted", "ReadCommitted", "RepeatableRead", "Serializable"},
    "mysql": {"ReadUncommitted", "ReadCommitted", "RepeatableRead", "Serializable"},
}


@pytest.mark.parametrize("level", [*IsolationLevel, "serializable"])
async def test_a_level_is_used_or_refused(db: Any, blocking: Any, store: Store, level: Any) -> None:
    if level in SUPPORTED[store.provider]:
        async with db.tx(isolation_level=level) as tx:
            await tx.item.create({"name": "a"})
            assert await _level_in_use(tx, store) in (None, level)
        with blocking.tx(isolation_level=level) as tx:
            assert tx.item.count() == 1
    else:
        with pytest.raises(store.errors.DataError, match=f"isolation level `{level}`") as caught:
            await db.tx(isolation_level=level).start()
        assert caught.value.code == "P2023"
        with pytest.raises(store.generated_sync.errors.DataError):
            blocking.tx(isolation_level=level).start()
        await db.item.create({"name": "a"})
    async with db.tx() as tx:  # the level was that of one transaction
        assert await _level_in_use(tx, store) in (None, "ReadCommitted", "RepeatableRead")
    assert await db.item.count() == 1


async def _level_in_use(tx: Any, store: Store) -> str | None:
    """The level that the server itself names; None where there is nothing to ask."""
    if store.provider != "postgresql":
        return None
    shown = await tx.raw.scalar("SHOW transaction_isolation")
    return "".join(word.capitalize() for word in shown.split())


async def _write_skew(db: Any, level: str) -> list[BaseException | None]:
    """Two transactions each see both doctors on call and take one of them off; returns how each ended."""
    await db.doctor.create_many([{"id": 1, "onCall": True}, {"id": 2, "onCall": True}])
    both_have_read = asyncio.Barrier(2)

    async def take_off(doctor: int) -> None:
        async with db.tx(isolation_level=level) as tx:
            assert await tx.doctor.count(where={"onCall": True}) == 2
            await both_have_read.wait()
            await tx.doctor.update({"onCall": False}, {"id": doctor})

    return await asyncio.gather(take_off(1), take_off(2), return_exceptions=True)


async def test_write_skew_happens_below_serializable(db: Any, store: Store) -> None:
    if store.provider == "sqlite":
        pytest.skip("SQLite has no weaker level")
    assert await _write_skew(db, "RepeatableRead") == [None, None]
    assert await db.doctor.count(where={"onCall": True}) == 0


async def test_write_skew_is_a_conflict_when_serializable(db: Any, store: Store) -> None:
    if store.provider == "sqlite":
        async with db.tx(isolation_level="Serializable"):
            with pytest.raises(store.errors.TransactionError, match="Unable to start"):
                await db.tx(isolation_level="Serializable", max_wait=dt.timedelta(milliseconds=50)).start()
        return
    ends = await _write_skew(db, "Serializable")
    (conflict,) = [end for end in ends if end is not None]
    assert isinstance(conflict, store.errors.DataError)
    assert conflict.code == "P2034"
    assert await db.doctor.count(where={"onCall": True}) == 1


async def test_a_repeatable_read_sees_one_moment(db: Any, store: Store) -> None:
    level = "Serializable" if store.provider == "sqlite" else "RepeatableRead"
    await db.item.create({"name": "a"})
    async with db.tx(isolation_level=level) as tx:
        assert await tx.item.count() == 1
        if store.provider != "sqlite":  # whose transactions keep every other writer out
            await db.item.create({"name": "b"})
        assert await tx.item.count() == 1
    if store.provider != "sqlite":
        async with db.tx(isolation_level="ReadCommitted") as tx:
            assert await tx.item.count() == 2
            await db.item.create({"name": "c"})
            assert await tx.item.count() == 3


async def test_a_lost_update_is_a_conflict_under_repeatable_read(db: Any, store: Store) -> None:
    if store.provider != "postgresql":
        pytest.skip("SQLite lets no second writer begin, InnoDB reads afresh what it updates")
    await db.doctor.create({"id": 1, "onCall": True})
    with pytest.raises(store.errors.DataError) as caught:
        async with db.tx(isolation_level="RepeatableRead") as tx:
            await tx.doctor.find_many()
            await db.doctor.update({"onCall": False}, {"id": 1})
            await tx.doctor.update({"onCall": True}, {"id": 1})
    assert caught.value.code == "P2034"


def test_the_level_belongs_to_one_transaction(connect_blocking: OpenBlocking) -> None:
    client = connect_blocking()
    with client.tx(isolation_level="Serializable") as tx:
        assert type(tx._internal_engine) is type(client._internal_engine)
