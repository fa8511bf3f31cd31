"""Transactions, pools and lost connections on PostgreSQL and MySQL."""

from __future__ import annotations

import asyncio
import datetime as dt
from types import ModuleType
from typing import Any

import pytest

from prismstack.drivers import DriverError, ErrorKind
from prismstack.errors import ConfigurationError

from .conftest import Connect

pytestmark = pytest.mark.providers("postgresql", "mysql")

MILLISECONDS = dt.timedelta(milliseconds=1)


async def test_readers_do_not_see_an_open_transaction(db: Any) -> None:
    async with db.tx() as tx:
        await tx.user.create({"email": "a@x.y"})
        assert await tx.user.count() == 1
        assert await db.user.count() == 0
    assert await db.user.count() == 1


async def test_two_transactions_run_at_once(db: Any) -> None:
    async with db.tx() as first, db.tx() as second:
        await first.user.create({"email": "a@x.y"})
        await second.user.create({"email": "b@x.y"})
    assert await db.user.count() == 2


async def test_an_error_rolls_back(db: Any) -> None:
    with pytest.raises(ValueError, match="undo"):
        async with db.tx() as tx:
            await tx.user.create({"email": "a@x.y"})
            raise ValueError("undo")
    assert await db.user.count() == 0


async def test_an_idle_transaction_expires(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.TransactionExpiredError):
        async with db.tx(timeout=50 * MILLISECONDS) as tx:
            await tx.user.create({"email": "a@x.y"})
            await asyncio.sleep(0.15)
            await tx.user.count()
    assert await db.user.count() == 0


async def test_a_running_statement_is_stopped_when_its_transaction_expires(
    db: Any, errors: ModuleType, provider: str
) -> None:
    sleep = "SELECT pg_sleep(5)" if provider == "postgresql" else "SELECT SLEEP(5)"
    began = asyncio.get_running_loop().time()
    with pytest.raises(errors.TransactionError):
        async with db.tx(timeout=200 * MILLISECONDS) as tx:
            await tx.query_raw(sleep)
    assert asyncio.get_running_loop().time() - began < 4
    assert await db.user.count() == 0


RUNNING = {
    "postgresql": "SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE '%endless%' AND state = 'active'",
    "mysql": "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE '%endless%'",
}


async def test_a_stopped_statement_does_not_keep_the_server_at_work(db: Any, errors: ModuleType, provider: str) -> None:
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS endless FROM n"
        if provider == "postgresql"
        else "SELECT BENCHMARK(1000000000000, MD5('endless'))"
    )
    with pytest.raises(errors.TransactionError):
        async with db.tx(timeout=200 * MILLISECONDS) as tx:
            await tx.query_raw(endless)
    await asyncio.sleep(0.2)
    (row,) = await db.query_raw(RUNNING[provider])
    assert row["n"] == 1, "only the question itself"


async def test_no_connection_for_a_transaction(connect: Connect, errors: ModuleType) -> None:
    client = await connect(connection_limit=1)
    async with client.tx():
        with pytest.raises(errors.TransactionError, match="Unable to start"):
            async with client.tx(max_wait=100 * MILLISECONDS):
                pass


async def test_an_exhausted_pool_times_out_and_recovers(connect: Connect, errors: ModuleType) -> None:
    client = await connect(connection_limit=1, pool_timeout=1)
    async with client.tx():
        with pytest.raises(errors.DataError) as caught:
            await client.user.count()
        assert caught.value.code == "P2024"
    assert await client.user.count() == 0


async def test_a_cancelled_task_gives_its_connection_back(connect: Connect, provider: str) -> None:
    client = await connect(connection_limit=1)
    sleep = "SELECT pg_sleep(5)" if provider == "postgresql" else "SELECT SLEEP(5)"
    task = asyncio.create_task(client.query_raw(sleep))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.wait_for(client.user.count(), 4) == 0


async def test_a_lost_connection_is_replaced(connect: Connect, errors: ModuleType, provider: str) -> None:
    client = await connect(connection_limit=2)
    manager = client.tx()
    tx = await manager.start()
    if provider == "postgresql":
        number = (await tx.query_first("SELECT pg_backend_pid() AS n"))["n"]
        await client.query_raw("SELECT pg_terminate_backend($1)", number)
    else:
        number = (await tx.query_first("SELECT connection_id() AS n"))["n"]
        await client.execute_raw(f"KILL {number}")
    await asyncio.sleep(0.1)
    with pytest.raises(errors.DataError) as caught:
        await tx.user.count()
    assert caught.value.code == "P1017"
    with pytest.raises(errors.PrismaError):
        await manager.commit()
    assert await asyncio.gather(*[client.user.count() for _ in range(4)]) == [0, 0, 0, 0]


async def test_batches_are_all_or_nothing(db: Any, errors: ModuleType) -> None:
    async with db.batch_() as batch:
        for number in range(200):
            batch.user.create({"email": f"u{number}"})
    assert await db.user.count() == 200
    with pytest.raises(errors.UniqueViolationError):
        async with db.batch_() as batch:
            batch.user.create({"email": "new"})
            batch.user.create({"email": "u1"})
    assert await db.user.count() == 200


async def test_twenty_tasks_count_to_twenty(db: Any) -> None:
    counter = await db.scalars.create({"whole": 0})

    async def increment() -> None:
        async with db.tx(max_wait=5000 * MILLISECONDS) as tx:
            await tx.scalars.update({"whole": {"increment": 1}}, {"id": counter.id})

    await asyncio.gather(*[increment() for _ in range(20)])
    assert (await db.scalars.find_unique({"id": counter.id})).whole == 20


async def test_reads_of_one_tick(db: Any) -> None:
    await db.user.create_many([{"email": f"u{i}"} for i in range(5)])
    emails = [*(f"u{i}" for i in range(5)), "nobody", "u0"]
    found = await asyncio.gather(*[db.user.find_unique({"email": email}) for email in emails])
    assert [user.email if user else None for user in found] == [*(f"u{i}" for i in range(5)), None, "u0"]
    assert found[0] is not found[-1]
    metrics = await db.get_metrics()
    assert {gauge.key: gauge.value for gauge in metrics.gauges}["prisma_pool_connections_open"] > 0


async def test_servers_that_are_not_there(generated: ModuleType, url: str) -> None:
    scheme = url.partition(":")[0]
    client = generated.Prisma(datasource={"url": f"{scheme}://nobody@127.0.0.1:9/none"})
    with pytest.raises(DriverError) as caught:
        await client.connect()
    assert caught.value.kind is ErrorKind.DATABASE_NOT_REACHABLE


async def test_a_database_that_is_not_there(generated: ModuleType, url: str) -> None:
    client = generated.Prisma(datasource={"url": url.rpartition("/")[0] + "/no_such_database"})
    with pytest.raises(DriverError) as caught:
        await client.connect()
    assert caught.value.kind is ErrorKind.DATABASE_DOES_NOT_EXIST


@pytest.mark.parametrize("option", ["connection_limit=many", "sslmood=off"])
async def test_bad_options(generated: ModuleType, url: str, option: str) -> None:
    client = generated.Prisma(datasource={"url": f"{url}?{option}"})
    with pytest.raises(ConfigurationError, match=option.partition("=")[0]):
        await client.connect()


async def test_statements_are_logged(generated: ModuleType, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    client = generated.Prisma(datasource={"url": url}, log_queries=True)
    async with client, client.tx() as tx:
        await tx.user.count()
    logged = capsys.readouterr().out
    assert "COUNT(*)" in logged
    assert "COMMIT" in logged
