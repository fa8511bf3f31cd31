"""Whole units run again on conflicts and busy databases, and on nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import apsw
import pytest

from prismstack.data import (
    DuplicateEntry,
    OperationTimeout,
    PrismaAdapter,
    RetryPolicy,
    UnitOfWork,
    retrying,
    run_in_unit,
)
from tests.integration.data.conftest import Depot

QUICK = RetryPolicy(attempts=4, base_delay=0.01)
BRIEFLY = timedelta(milliseconds=20)


@pytest.fixture
def lock(database_url: str) -> Callable[[], apsw.Connection]:
    """Take the database's write lock from outside, as another process would."""

    def take() -> apsw.Connection:
        connection = apsw.Connection(database_url.removeprefix("file:").partition("?")[0])
        connection.execute("BEGIN IMMEDIATE")
        return connection

    return take


async def test_a_unit_outlasts_a_busy_database(other: Any, depot: Depot, lock: Callable[[], apsw.Connection]) -> None:
    attempts = 0

    async def work(unit: UnitOfWork) -> Any:
        nonlocal attempts
        attempts += 1
        return await unit.repository(depot.vehicles).create({"plate": "A"})

    held = lock()
    asyncio.get_running_loop().call_later(0.15, held.execute, "ROLLBACK")
    created = await run_in_unit(other, work, RetryPolicy(attempts=50, base_delay=0.02), max_wait=BRIEFLY)
    assert created.plate == "A"
    assert attempts == 1, "a unit that could not start did no work"
    assert await depot.vehicles(other).count() == 1


async def test_a_database_that_stays_busy_is_a_timeout_that_says_how_often(
    other: Any, depot: Depot, lock: Callable[[], apsw.Connection]
) -> None:
    async def work(unit: UnitOfWork) -> Any:
        return await unit.repository(depot.vehicles).create({"plate": "A"})

    held = lock()
    with pytest.raises(OperationTimeout) as caught:
        await run_in_unit(other, work, RetryPolicy(attempts=3, base_delay=0.001), max_wait=BRIEFLY)
    held.execute("ROLLBACK")
    assert caught.value.retryable
    assert "gave up after 3 attempts" in caught.value.__notes__[0]


async def test_a_write_outside_a_unit_meets_a_busy_database_and_is_retryable(
    other: Any, depot: Depot, lock: Callable[[], apsw.Connection]
) -> None:
    held = lock()
    with pytest.raises(OperationTimeout) as caught:
        await depot.vehicles(other).create({"plate": "A"})
    held.execute("ROLLBACK")
    assert caught.value.retryable


async def test_a_duplicate_is_not_tried_again(client: Any, depot: Depot) -> None:
    attempts = 0

    async def work(unit: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        await unit.repository(depot.vehicles).create({"plate": "A"})
        await unit.repository(depot.vehicles).create({"plate": "A"})

    with pytest.raises(DuplicateEntry):
        await run_in_unit(client, work, QUICK)
    assert attempts == 1
    assert await depot.vehicles(client).count() == 0


async def test_work_may_commit_or_roll_back_itself(client: Any, depot: Depot) -> None:
    async def commits(unit: UnitOfWork) -> None:
        await unit.repository(depot.vehicles).create({"plate": "A"})
        await unit.commit()

    async def gives_up(unit: UnitOfWork) -> None:
        await unit.repository(depot.vehicles).create({"plate": "B"})
        await unit.rollback()

    await run_in_unit(client, commits, QUICK)
    await run_in_unit(client, gives_up, QUICK)
    assert await depot.vehicles(client).count() == 1


async def test_inside_a_unit_work_runs_once_and_joins(client: Any, depot: Depot, vehicles: PrismaAdapter[Any]) -> None:
    attempts = 0

    async def work(unit: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        raise OperationTimeout("busy", retryable=True)

    decorated = retrying(QUICK)(lambda: run_in_unit(client, work, QUICK))
    async with UnitOfWork(client):
        with pytest.raises(OperationTimeout):
            await decorated()
    assert attempts == 1
    with pytest.raises(OperationTimeout):
        await run_in_unit(client, work, QUICK)
    assert attempts == 1 + 4
