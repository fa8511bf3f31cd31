"""Interactive transactions: isolation, limits, ends, and what happens after them."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from types import ModuleType
from typing import Any

import pytest


def ms(count: int) -> dt.timedelta:
    return dt.timedelta(milliseconds=count)


@pytest.mark.feature("tx(): isolation, commit, rollback")
async def test_commit(db: Any) -> None:
    async with db.tx() as tx:
        await tx.user.create({"email": "ann"})
        assert await tx.user.count() == 1
    assert await db.user.count() == 1


@pytest.mark.feature("tx(): isolation, commit, rollback")
async def test_the_base_client_sees_nothing_of_an_open_transaction(db: Any, blocking: Any) -> None:
    await db.user.create({"email": "ann", "name": "before"})
    async with db.tx() as tx:
        await tx.user.update({"name": "after"}, {"email": "ann"})
        await tx.user.create({"email": "bob"})
        for client in (db.user.find_unique_or_raise({"email": "ann"}), db.user.find_first_or_raise()):
            assert (await client).name == "before"
        assert await db.user.count() == blocking.user.count() == 1
        assert await db.query_raw("SELECT name FROM users") == [{"name": "before"}]
        assert (await tx.user.find_unique_or_raise({"email": "ann"})).name == "after"
    assert [user.name for user in await db.user.find_many(order={"email": "asc"})] == ["after", None]


@pytest.mark.feature("tx(): isolation, commit, rollback")
async def test_an_error_of_the_block_rolls_back(db: Any) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.tx() as tx:
            await tx.user.create({"email": "ann"})
            raise ZeroDivisionError
    assert await db.user.count() == 0
    await db.user.create({"email": "ann"})


@pytest.mark.providers("sqlite", "mysql")
async def test_an_error_of_a_query_leaves_the_transaction_usable(db: Any, errors: ModuleType) -> None:
    async with db.tx() as tx:
        await tx.user.create({"email": "ann"})
        with pytest.raises(errors.UniqueViolationError):
            await tx.user.create({"email": "ann"})
        with pytest.raises(errors.FieldNotFoundError):
            await tx.user.find_many(where={"nothing": 1})
        with pytest.raises(errors.RawQueryError):
            await tx.query_raw("SELECT * FROM nowhere")
        await tx.user.create({"email": "bob"})
    assert await db.user.count() == 2


@pytest.mark.providers("postgresql")
async def test_an_error_of_a_query_ends_the_transaction_on_postgresql(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.DataError, match="current transaction is aborted"):
        async with db.tx() as tx:
            await tx.user.create({"email": "ann"})
            with pytest.raises(errors.UniqueViolationError):
                await tx.user.create({"email": "ann"})
            await tx.user.count()
    assert await db.user.count() == 0


async def test_batches_and_create_many_fail_alone_in_the_transaction(db: Any, errors: ModuleType) -> None:
    await db.tag.create({"name": "taken"})
    async with db.tx() as tx:
        await tx.tag.create({"name": "before"})
        with pytest.raises(errors.UniqueViolationError):
            await tx.tag.create_many([{"name": "a"}, {"name": "b"}, {"name": "taken"}])
        with pytest.raises(errors.UniqueViolationError):
            async with tx.batch_() as batch:
                batch.tag.create({"name": "c"})
                batch.tag.create({"name": "taken"})
        await tx.tag.create({"name": "kept"})
    assert [tag.name for tag in await db.tag.find_many(order={"name": "asc"})] == ["before", "kept", "taken"]


@pytest.mark.providers("sqlite")
async def test_a_failed_call_leaves_nothing_behind_in_the_transaction(db: Any, errors: ModuleType) -> None:
    """A call is all or nothing, inside a transaction as outside."""
    await db.tag.create({"name": "taken"})
    async with db.tx() as tx:
        with pytest.raises(errors.UniqueViolationError):
            await tx.post.create({"title": "p", "tags": {"create": [{"name": "new"}, {"name": "taken"}]}})
        with pytest.raises(errors.UniqueViolationError):
            await tx.tag.create_many([{"name": "a"}, {"name": "b"}, {"name": "taken"}])
        with pytest.raises(errors.UniqueViolationError):
            async with tx.batch_() as batch:
                batch.tag.create({"name": "c"})
                batch.tag.create({"name": "taken"})
        assert [await tx.post.count(), await tx.tag.count()] == [0, 1]
        await tx.tag.create({"name": "kept"})
    assert [tag.name for tag in await db.tag.find_many(order={"name": "asc"})] == ["kept", "taken"]


@pytest.mark.feature("tx(): isolation, commit, rollback")
async def test_manual_start_commit_and_rollback(db: Any, errors: ModuleType) -> None:
    manager = db.tx()
    with pytest.raises(errors.TransactionNotStartedError):
        await manager.commit()
    tx = await manager.start()
    await tx.user.create({"email": "ann"})
    await manager.commit()
    manager = db.tx()
    tx = await manager.start()
    await tx.user.create({"email": "bob"})
    await manager.rollback()
    assert [user.email for user in await db.user.find_many()] == ["ann"]


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_use_after_the_end(db: Any, errors: ModuleType, end: str) -> None:
    manager = db.tx()
    tx = await manager.start()
    await getattr(manager, end)()
    how = "a committed transaction" if end == "commit" else "a transaction that was rolled back"
    for use in (lambda: tx.user.count(), lambda: tx.user.create({"email": "x"}), lambda: tx.query_raw("SELECT 1")):
        with pytest.raises(errors.TransactionExpiredError, match=f"Transaction already closed: A query .* {how}"):
            await use()
    for again in (manager.commit, manager.rollback):
        with pytest.raises(errors.TransactionExpiredError, match=how):
            await again()
    assert await db.user.count() == 0


@pytest.mark.providers("sqlite")
async def test_a_commit_that_fails_is_neither_committed_nor_silent(db: Any, errors: ModuleType) -> None:
    manager = db.tx()
    tx = await manager.start()
    await tx.execute_raw("PRAGMA defer_foreign_keys = ON")  # the check waits for the commit
    await tx.comment.create({"text": "of no post", "postId": 999})
    with pytest.raises(errors.ForeignKeyViolationError):
        await manager.commit()
    with pytest.raises(errors.TransactionExpiredError, match="whose commit failed"):
        await tx.user.count()
    assert await db.comment.count() == 0
    await db.user.create({"email": "the writer is free"})


@pytest.mark.feature("tx(): timeout, max_wait")
async def test_a_transaction_in_which_nothing_runs_expires(db: Any, errors: ModuleType) -> None:
    manager = db.tx(timeout=ms(50))
    tx = await manager.start()
    await tx.user.create({"email": "ann"})
    await asyncio.sleep(0.1)
    assert await db.user.count() == 0
    await db.user.create({"email": "writer is free"})
    for use in (lambda: tx.user.count(), manager.commit, manager.rollback):
        with pytest.raises(errors.TransactionExpiredError, match="timeout for this transaction was 50 ms"):
            await use()
    assert await db.user.count() == 1


async def test_the_timer_is_not_needed_for_expiry(db: Any, errors: ModuleType) -> None:
    """A program that blocks the event loop past the limit finds its transaction expired."""
    with pytest.raises(errors.TransactionExpiredError, match="expired transaction"):
        async with db.tx(timeout=ms(30)) as tx:
            await tx.user.create({"email": "ann"})
            time.sleep(0.06)
            await tx.user.create({"email": "bob"})
    assert await db.user.count() == 0


@pytest.mark.providers("sqlite", "postgresql")
async def test_expiry_stops_a_running_query(db: Any, errors: ModuleType) -> None:
    began = time.monotonic()
    with pytest.raises(errors.TransactionExpiredError, match="expired transaction"):
        async with db.tx(timeout=ms(100)) as tx:
            await tx.query_raw(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n LIMIT 1"
            )
    assert time.monotonic() - began < 2
    await db.user.create({"email": "writer is free"})


@pytest.mark.providers("sqlite")
async def test_max_wait(db: Any, errors: ModuleType) -> None:
    async with db.tx() as tx:
        began = time.monotonic()
        with pytest.raises(errors.TransactionError, match="Unable to start a transaction in the given time"):
            await db.tx(max_wait=ms(50)).start()
        assert 0.04 < time.monotonic() - began < 1
        await tx.user.create({"email": "ann"})
    async with db.tx(max_wait=ms(50)) as tx:
        assert await tx.user.count() == 1


@pytest.mark.parametrize("limits", [{"timeout": ms(0)}, {"max_wait": ms(0)}, {"timeout": ms(-5)}])
async def test_limits_must_be_positive(db: Any, errors: ModuleType, limits: dict[str, Any]) -> None:
    with pytest.raises(errors.TransactionError, match="is required"):
        await db.tx(**limits).start()
    await db.user.create({"email": "writer is free"})


async def test_unknown_transaction(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.TransactionError, match="Transaction not found"):
        await db._engine.commit_transaction("nothing")


@pytest.mark.feature("batch_() inside a transaction")
async def test_batches_inside(db: Any, errors: ModuleType) -> None:
    async with db.tx() as tx:
        async with tx.batch_() as batch:
            for at in range(1000):
                batch.post.create({"title": str(at)})
        assert (await tx.post.count(), await db.post.count()) == (1000, 0)
    assert await db.post.count() == 1000


async def test_queries_of_one_transaction_may_run_at_once(db: Any) -> None:
    async with db.tx() as tx:
        users = await asyncio.gather(*[tx.user.create({"email": str(at)}) for at in range(20)])
        assert len({user.id for user in users}) == 20
        assert await asyncio.gather(*[tx.user.count() for _ in range(20)]) == [20] * 20


async def test_disconnect_rolls_back(connect: Any) -> None:
    first, second = await connect(), await connect()
    await first.tx().start()
    manager = first.tx
    await first.disconnect()
    assert await second.user.count() == 0
    await second.user.create({"email": "writer is free"})
    assert manager is not None


@pytest.mark.providers("sqlite")
async def test_disconnect_while_a_transaction_is_busy(connect: Any, errors: ModuleType) -> None:
    first, second = await connect(), await connect()
    tx = await first.tx().start()
    await tx.user.create({"email": "ann"})
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000) SELECT COUNT(*) AS c FROM n"
    await tx.query_raw(slow)
    running = asyncio.ensure_future(tx.query_raw(slow))
    await asyncio.sleep(0.01)
    await asyncio.wait_for(first.disconnect(), 5)
    (outcome,) = await asyncio.gather(running, return_exceptions=True)
    assert isinstance(outcome, errors.PrismaError) or outcome == [{"c": 2_000_000}]
    assert await second.user.count() == 0
    await second.user.create({"email": "writer is free"})


def test_the_sync_client(blocking: Any, suite: Any) -> None:
    errors = suite.generated_sync.errors
    with blocking.tx() as tx:
        tx.user.create({"email": "ann"})
        assert (tx.user.count(), blocking.user.count()) == (1, 0)
    with pytest.raises(ZeroDivisionError), blocking.tx() as tx:
        tx.user.create({"email": "bob"})
        raise ZeroDivisionError
    assert blocking.user.count() == 1
    with pytest.raises(errors.TransactionExpiredError), blocking.tx(timeout=ms(50)) as tx:
        tx.user.create({"email": "bob"})
        time.sleep(0.1)
        tx.user.create({"email": "cid"})
    assert [user.email for user in blocking.user.find_many()] == ["ann"]


def test_max_wait_of_the_sync_client(url: str, suite: Any) -> None:
    only_one = suite.generated_sync.Prisma(datasource={"url": f"{url}?connection_limit=1"})
    with (
        only_one as client,
        client.tx(),
        pytest.raises(suite.generated_sync.errors.TransactionError, match="Unable to start"),
    ):
        client.tx(max_wait=ms(30)).start()
