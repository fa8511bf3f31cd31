"""The data-layer kit on database servers: deadlocks are met, and outlived by running the unit again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

import pytest

from prismstack.data import (
    DuplicateEntry,
    Equals,
    PrismaAdapter,
    RetryPolicy,
    UnitOfWork,
    WriteConflict,
    retry,
    run_in_unit,
)

pytestmark = pytest.mark.providers("postgresql", "mysql")

Connect = Callable[..., Awaitable[Any]]
Attempt = Callable[[UnitOfWork], Awaitable[None]]


@pytest.fixture
def tags(generated: ModuleType) -> type[PrismaAdapter[Any]]:
    class Tags(PrismaAdapter[generated.models.Tag]):  # type: ignore[name-defined]
        pass

    return Tags


def crossing(tags: type[PrismaAdapter[Any]]) -> tuple[Attempt, Attempt, list[str]]:
    """Two pieces of work that change the same two rows in opposite order, and what they did."""
    both_began = asyncio.Barrier(2)
    done: list[str] = []

    def work(name: str, first: str, second: str) -> Attempt:
        async def attempt(unit: UnitOfWork) -> None:
            done.append(name)
            inside = unit.repository(tags)
            await inside.update_many(Equals("name", first), data={"name": first})
            if done.count(name) == 1:
                await both_began.wait()
            await inside.update_many(Equals("name", second), data={"name": second})

        return attempt

    return work("forth", "a", "b"), work("back", "b", "a"), done


async def test_a_deadlock_is_a_conflict_that_may_be_retried(connect: Connect, tags: type[PrismaAdapter[Any]]) -> None:
    client = await connect()
    await tags(client).create_many([{"name": "a"}, {"name": "b"}])
    forth, back, done = crossing(tags)
    outcomes = await asyncio.gather(
        *(run_in_unit(client, work, RetryPolicy(attempts=1)) for work in (forth, back)), return_exceptions=True
    )
    (conflict,) = [each for each in outcomes if each is not None]
    assert isinstance(conflict, WriteConflict)
    assert conflict.retryable
    assert len(done) == 2


async def test_run_in_unit_outlives_a_deadlock(connect: Connect, tags: type[PrismaAdapter[Any]]) -> None:
    client = await connect()
    await tags(client).create_many([{"name": "a"}, {"name": "b"}])
    forth, back, done = crossing(tags)
    await asyncio.gather(run_in_unit(client, forth), run_in_unit(client, back))
    assert len(done) == 3, "the loser ran again, the winner did not"


async def test_a_unit_is_all_or_nothing_and_two_run_at_once(connect: Connect, tags: type[PrismaAdapter[Any]]) -> None:
    client = await connect()
    async with UnitOfWork(client) as unit:
        await unit.repository(tags).create({"name": "a"})

        async def other() -> None:
            async with UnitOfWork(client) as second:
                await second.repository(tags).create({"name": "b"})
                await second.commit()

        await asyncio.create_task(other())
        assert await tags(client).count() == 1
    assert [each.name for each in await tags(client).find_many()] == ["b"]


async def test_a_duplicate_is_named_and_not_retried(connect: Connect, tags: type[PrismaAdapter[Any]]) -> None:
    client = await connect()
    await tags(client).create({"name": "a"})
    attempts = 0

    async def attempt() -> None:
        nonlocal attempts
        attempts += 1
        await tags(client).create({"name": "a"})

    with pytest.raises(DuplicateEntry) as caught:
        await retry(attempt)
    assert attempts == 1
    assert "name" in caught.value.fields[0]
