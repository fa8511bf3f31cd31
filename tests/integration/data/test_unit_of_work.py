"""Units of work on a real database: atomic, joined when nested, never half committed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from prismstack.data import (
    DuplicateEntry,
    OperationTimeout,
    PrismaAdapter,
    UnitOfWork,
    UnitOfWorkError,
    current_unit,
)
from tests.integration.data.conftest import Depot

Repository = PrismaAdapter[Any]


async def plates(vehicles: Repository) -> str:
    return "".join(sorted(each.plate for each in await vehicles.find_many()))


async def test_commit_makes_all_changes_visible_at_once(client: Any, depot: Depot, vehicles: Repository) -> None:
    async with UnitOfWork(client) as unit:
        inside = unit.repository(depot.vehicles)
        await inside.create({"plate": "A"})
        await inside.create({"plate": "B"})
        assert await plates(inside) == "AB"
        assert await plates(vehicles) == "", "others see nothing before the commit"
        await unit.commit()
        assert await plates(vehicles) == "AB"


async def test_without_commit_nothing_happened(client: Any, depot: Depot, vehicles: Repository) -> None:
    async with UnitOfWork(client) as unit:
        await unit.repository(depot.vehicles).create({"plate": "A"})
    assert await plates(vehicles) == ""


async def test_an_error_rolls_back_and_passes_unchanged(client: Any, depot: Depot, vehicles: Repository) -> None:
    with pytest.raises(ZeroDivisionError):
        async with UnitOfWork(client) as unit:
            await unit.repository(depot.vehicles).create({"plate": "A"})
            raise ZeroDivisionError
    assert await plates(vehicles) == ""


async def test_cancellation_rolls_back_and_frees_the_writer(client: Any, depot: Depot, vehicles: Repository) -> None:
    started = asyncio.Event()

    async def work() -> None:
        async with UnitOfWork(client) as unit:
            await unit.repository(depot.vehicles).create({"plate": "A"})
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await vehicles.create({"plate": "B"})
    assert await plates(vehicles) == "B"


async def test_rollback_undoes_now(client: Any, depot: Depot, vehicles: Repository) -> None:
    async with UnitOfWork(client) as unit:
        await unit.repository(depot.vehicles).create({"plate": "A"})
        await unit.rollback()
        await vehicles.create({"plate": "B"})
    assert await plates(vehicles) == "B"


async def test_a_prisma_error_leaves_the_block_as_data_layer_error(client: Any, vehicles: Repository) -> None:
    await vehicles.create({"plate": "A"})
    with pytest.raises(DuplicateEntry) as caught:
        async with UnitOfWork(client) as unit:
            await unit.client.vehicle.create(data={"plate": "A"})
    assert type(caught.value.__cause__).__name__ == "UniqueViolationError"


async def test_use_outside_its_life_is_an_error(client: Any) -> None:
    unit = UnitOfWork(client)
    with pytest.raises(UnitOfWorkError, match="has not begun"):
        await unit.commit()
    async with unit:
        await unit.commit()
        for use in (unit.commit, unit.rollback):
            with pytest.raises(UnitOfWorkError, match="is committed"):
                await use()
        with pytest.raises(UnitOfWorkError, match="is committed"):
            _ = unit.client
    with pytest.raises(UnitOfWorkError, match="make a new one"):
        await unit.__aenter__()
    async with UnitOfWork(client) as second:
        await second.rollback()
        with pytest.raises(UnitOfWorkError, match="is rolled back"):
            await second.commit()


async def test_a_nested_unit_joins(client: Any, depot: Depot, vehicles: Repository) -> None:
    async with UnitOfWork(client) as outer:
        await outer.repository(depot.vehicles).create({"plate": "A"})
        async with UnitOfWork(client) as inner:
            assert inner.is_joined
            assert await plates(inner.repository(depot.vehicles)) == "A"
            await inner.repository(depot.vehicles).create({"plate": "B"})
            async with UnitOfWork(inner.client) as innermost:
                assert innermost.is_joined
                await innermost.commit()
            await inner.commit()
        assert await plates(vehicles) == "", "the inner commit waits for the outer one"
        await outer.commit()
    assert await plates(vehicles) == "AB"


async def test_a_nested_unit_is_undone_with_the_outer_one(client: Any, depot: Depot, vehicles: Repository) -> None:
    async with UnitOfWork(client), UnitOfWork(client) as inner:
        await inner.repository(depot.vehicles).create({"plate": "A"})
        await inner.commit()
    assert await plates(vehicles) == ""


@pytest.mark.parametrize("depth", [1, 2])
async def test_a_nested_unit_that_did_not_agree_dooms_the_outer_one(
    client: Any, depot: Depot, vehicles: Repository, depth: int
) -> None:
    async def disagree(levels: int) -> None:
        async with UnitOfWork(client) as unit:
            await unit.repository(depot.vehicles).create({"plate": str(levels)})
            if levels > 1:
                await disagree(levels - 1)
                with pytest.raises(UnitOfWorkError):
                    await unit.commit()

    async with UnitOfWork(client) as outer:
        await disagree(depth)
        with pytest.raises(UnitOfWorkError, match="joined this one was rolled back"):
            await outer.commit()
    assert await plates(vehicles) == ""


async def test_a_handled_error_in_a_nested_unit_dooms_the_outer_one_too(client: Any, vehicles: Repository) -> None:
    async with UnitOfWork(client) as outer:
        with pytest.raises(ValueError, match="mistake"):
            async with UnitOfWork(client):
                raise ValueError("mistake")
        with pytest.raises(UnitOfWorkError):
            await outer.commit()
    assert await plates(vehicles) == ""


async def test_a_child_task_has_a_unit_of_its_own(client: Any, depot: Depot, vehicles: Repository) -> None:
    async def child() -> None:
        assert current_unit(client) is None
        async with UnitOfWork(client) as unit:
            assert not unit.is_joined
            await unit.repository(depot.vehicles).create({"plate": "C"})
            await unit.commit()

    async with UnitOfWork(client) as outer:
        await outer.repository(depot.vehicles).create({"plate": "A"})
        task = asyncio.create_task(child())
        await asyncio.sleep(0.02)
        assert not task.done(), "it waits for its turn to write"
        await outer.rollback()
        await task
    assert await plates(vehicles) == "C"


async def test_after_a_unit_ended_the_next_one_does_not_join_it(client: Any) -> None:
    async with UnitOfWork(client) as first:
        await first.commit()
        async with UnitOfWork(client) as second:
            assert not second.is_joined
    assert current_unit(client) is None
    assert current_unit() is None


async def test_units_of_two_clients_do_not_mix(client: Any, other: Any) -> None:
    async with UnitOfWork(client) as unit:
        await unit.rollback()
        async with UnitOfWork(other) as second:
            assert not second.is_joined
            assert current_unit(client) is None
            assert current_unit() is second


async def test_two_units_take_turns(client: Any, depot: Depot, vehicles: Repository) -> None:
    async def add_wheel() -> None:
        async with UnitOfWork(client) as unit:
            inside = unit.repository(depot.vehicles)
            vehicle = await inside.get({"plate": "A"})
            await asyncio.sleep(0)
            await inside.update(vehicle.id, {"wheels": vehicle.wheels + 1})
            await unit.commit()

    await vehicles.create({"plate": "A", "wheels": 0})
    await asyncio.gather(*(add_wheel() for _ in range(20)))
    assert (await vehicles.get({"plate": "A"})).wheels == 20, "no update is lost"


async def test_a_unit_that_waits_too_long_times_out_and_may_be_retried(client: Any, depot: Depot) -> None:
    async def wait() -> None:
        async with UnitOfWork(client, max_wait=timedelta(milliseconds=20)) as unit:
            await unit.repository(depot.vehicles).create({"plate": "B"})

    async with UnitOfWork(client) as unit:
        await unit.repository(depot.vehicles).create({"plate": "A"})
        with pytest.raises(OperationTimeout) as caught:
            await asyncio.create_task(wait())
    assert caught.value.retryable
    assert caught.value.http_status == 503


async def test_a_unit_that_takes_too_long_is_rolled_back(client: Any, depot: Depot, vehicles: Repository) -> None:
    with pytest.raises(OperationTimeout) as caught:
        async with UnitOfWork(client, timeout=timedelta(milliseconds=50)) as unit:
            await unit.repository(depot.vehicles).create({"plate": "A"})
            await asyncio.sleep(0.2)
            await unit.commit()
    assert not caught.value.retryable
    assert await plates(vehicles) == ""
