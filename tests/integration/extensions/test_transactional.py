"""Functions in transactions: their own or the one they join, undone together, again on a conflict."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from prismstack.client.extensions import TransactionDoomed
from prismstack.data import UnitOfWork, UnitOfWorkError

from .conftest import Store

pytestmark = pytest.mark.feature("@transactional, in_transaction")


async def test_commits_and_returns(db: Any) -> None:
    @db.transactional()
    async def add(tx: Any, name: str, *, tenant: str) -> int:
        """Adds one."""
        assert tx.is_transaction()
        assert db.current is tx
        await tx.item.create({"name": name, "tenant": tenant})
        assert await db.item.count() == 0
        return await tx.item.count()

    assert (add.__name__, add.__doc__) == ("add", "Adds one.")
    assert await add("a", tenant="x") == 1
    assert db.current is db
    assert (await db.item.find_first_or_raise()).tenant == "x"


def test_commits_and_returns_blocking(blocking: Any) -> None:
    @blocking.transactional()
    def add(tx: Any, name: str) -> int:
        assert blocking.current is tx
        tx.item.create({"name": name})
        return tx.item.count()

    assert add("a") == 1
    assert blocking.in_transaction(lambda tx: tx.item.count()) == 1


async def test_an_error_undoes_it(db: Any) -> None:
    @db.transactional()
    async def fail(tx: Any) -> None:
        await tx.item.create({"name": "a"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await db.item.count() == 0


def test_an_error_undoes_it_blocking(blocking: Any) -> None:
    def fail(tx: Any) -> None:
        tx.item.create({"name": "a"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        blocking.in_transaction(fail)
    assert blocking.item.count() == 0


async def test_joins_the_transaction_of_its_task(db: Any) -> None:
    @db.transactional()
    async def inner(tx: Any, outer: Any) -> None:
        assert tx is outer
        await tx.item.create({"name": "inner"})

    async def work(tx: Any) -> None:
        await inner(tx)
        assert await tx.item.count() == 1
        await tx.in_transaction(lambda same: inner(same))  # a transaction's own client is one already
        raise ZeroDivisionError

    with pytest.raises(Exception, match="Unique constraint"):
        await db.in_transaction(work)
    assert await db.item.count() == 0


async def test_a_failure_inside_dooms_what_was_joined(db: Any, blocking: Any) -> None:
    async def inner(tx: Any) -> None:
        await tx.item.create({"name": "inner"})
        raise ZeroDivisionError

    async def outer(tx: Any) -> None:
        await tx.item.create({"name": "outer"})
        with pytest.raises(ZeroDivisionError):
            await db.in_transaction(inner)

    with pytest.raises(TransactionDoomed, match="rolled back"):
        await db.in_transaction(outer)
    assert await db.item.count() == 0

    def inner_blocking(tx: Any) -> None:
        raise ZeroDivisionError

    def outer_blocking(tx: Any) -> None:
        with pytest.raises(ZeroDivisionError):
            blocking.in_transaction(inner_blocking)

    with pytest.raises(TransactionDoomed):
        blocking.in_transaction(outer_blocking)


async def test_another_task_or_thread_does_not_join(db: Any, blocking: Any, store: Store) -> None:
    async def outer(tx: Any) -> None:
        assert db.current is tx

        async def child() -> Any:
            return db.current

        assert await asyncio.create_task(child()) is db

    await db.in_transaction(outer)

    def outer_blocking(tx: Any) -> None:
        seen: list[Any] = []
        thread = threading.Thread(target=lambda: seen.append(blocking.current))
        thread.start()
        thread.join()
        assert seen == [blocking]

    blocking.in_transaction(outer_blocking)


async def test_transactions_of_two_clients_are_apart(db: Any, connect: Any, store: Store, tmp_path: Any) -> None:
    other = await connect()

    async def work(tx: Any) -> None:
        assert other.current is other
        assert db.current is tx

    await db.in_transaction(work)


async def test_units_of_work_and_transactional_functions_join_each_other(db: Any) -> None:
    async def with_unit(tx: Any) -> None:
        async with UnitOfWork(db) as unit:
            assert unit.is_joined
            assert unit.client is tx
            await unit.client.item.create({"name": "unit"})
            await unit.commit()

    await db.in_transaction(with_unit)
    assert await db.item.count() == 1

    async def without_commit(tx: Any) -> None:
        async with UnitOfWork(db) as unit:
            await unit.client.item.create({"name": "lost"})

    with pytest.raises(TransactionDoomed):
        await db.in_transaction(without_commit)

    async def function(tx: Any) -> None:
        await tx.item.create({"name": "function"})

    async with UnitOfWork(db) as unit:
        await db.in_transaction(function)
        assert await unit.client.item.count() == 2
        await unit.commit()
    assert await db.item.count() == 2

    async def failing(tx: Any) -> None:
        raise ZeroDivisionError

    async with UnitOfWork(db) as unit:
        with pytest.raises(ZeroDivisionError):
            await db.in_transaction(failing)
        with pytest.raises(UnitOfWorkError, match="joined"):
            await unit.commit()


async def _compete(db: Any, store: Store, retries: int) -> list[Any]:
    """Two transactions take a doctor off call unless it is the last; they meet in their first attempts."""
    await db.doctor.create_many([{"id": 1, "onCall": True}, {"id": 2, "onCall": True}])
    both_have_read, attempts = asyncio.Barrier(2), [0, 0]

    @db.transactional(isolation_level="Serializable", retries=retries)
    async def take_off(tx: Any, doctor: int) -> int:
        attempts[doctor - 1] += 1
        others = await tx.doctor.count(where={"onCall": True})
        if attempts[doctor - 1] == 1:
            await both_have_read.wait()
        if others > 1:
            await tx.doctor.update({"onCall": False}, {"id": doctor})
        return attempts[doctor - 1]

    return await asyncio.gather(take_off(1), take_off(2), return_exceptions=True)


async def test_a_conflict_is_tried_again(db: Any, store: Store) -> None:
    if store.provider == "sqlite":
        pytest.skip("transactions on SQLite cannot meet")
    assert sorted(await _compete(db, store, retries=5)) == [1, 2]
    assert await db.doctor.count(where={"onCall": True}) == 1


async def test_without_retries_a_conflict_is_raised(db: Any, store: Store) -> None:
    if store.provider == "sqlite":
        pytest.skip("transactions on SQLite cannot meet")
    first, second = sorted(await _compete(db, store, retries=0), key=lambda end: isinstance(end, Exception))
    assert first == 1
    assert second.code == "P2034"


def test_a_conflict_is_tried_again_blocking(blocking: Any, store: Store) -> None:
    if store.provider == "sqlite":
        pytest.skip("transactions on SQLite cannot meet")
    blocking.doctor.create_many([{"id": 1, "onCall": True}, {"id": 2, "onCall": True}])
    both_have_read, attempts = threading.Barrier(2), [0, 0]

    @blocking.transactional(isolation_level="Serializable", retries=5)
    def take_off(tx: Any, doctor: int) -> None:
        attempts[doctor - 1] += 1
        others = tx.doctor.count(where={"onCall": True})
        if attempts[doctor - 1] == 1:
            both_have_read.wait(10)
        if others > 1:
            tx.doctor.update({"onCall": False}, {"id": doctor})

    threads = [threading.Thread(target=take_off, args=[doctor]) for doctor in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(attempts) == [1, 2]
    assert blocking.doctor.count(where={"onCall": True}) == 1


async def test_other_errors_are_not_tried_again(db: Any, store: Store) -> None:
    attempts = 0

    async def work(tx: Any) -> None:
        nonlocal attempts
        attempts += 1
        await tx.item.create({"name": "a"})
        await tx.item.create({"name": "a"})

    with pytest.raises(store.errors.UniqueViolationError):
        await db.in_transaction(work, retries=5)
    assert attempts == 1


async def test_a_conflict_in_a_raw_query_counts(db: Any, store: Store) -> None:
    if store.provider != "postgresql":
        pytest.skip("PostgreSQL alone raises a conflict on request")
    attempts = 0

    async def work(tx: Any) -> int:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            await tx.execute_raw("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$")
        return attempts

    assert await db.in_transaction(work, retries=2) == 3
