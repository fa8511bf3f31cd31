"""A network that fails: which error tells of it, that nothing hangs, and that the client recovers by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest

from prismstack.drivers import DriverError, ErrorKind
from prismstack.testing import Fault, FaultProxy

pytestmark = pytest.mark.providers("postgresql", "mysql")

PORTS = {"postgresql": 5432, "mysql": 3306}
SLEEP = {"postgresql": "SELECT pg_sleep({})::text", "mysql": "SELECT SLEEP({})"}
#: What a connection that has gone may be told as.
LOST = {"P1017", "P1001"}

Through = Callable[..., Awaitable[Any]]


@pytest.fixture
async def proxy(url: str, provider: str) -> AsyncIterator[FaultProxy]:
    parts = urlsplit(url)
    async with FaultProxy(parts.hostname or "127.0.0.1", parts.port or PORTS[provider]) as made:
        yield made


@pytest.fixture
async def through(generated: ModuleType, url: str, proxy: FaultProxy) -> AsyncIterator[Through]:
    """Connects a client through the proxy; keyword arguments become options of its URL."""
    clients: list[Any] = []
    parts = urlsplit(url)

    async def connected(**options: Any) -> Any:
        query = "&".join(f"{name}={value}" for name, value in {"connect_timeout": 2, **options}.items())
        target = f"{parts.scheme}://{parts.username or 'root'}@127.0.0.1:{proxy.port}{parts.path}?{query}"
        client = generated.Prisma(datasource={"url": target})
        clients.append(client)
        await client.connect()
        return client

    yield connected
    proxy.fault = Fault.NONE
    for client in clients:
        if client.is_connected():
            await client.disconnect()


async def code_of(work: Awaitable[Any], errors: ModuleType) -> str:
    """Prisma's code of the error that ends ``work``, which must end soon."""
    with pytest.raises(errors.PrismaError) as caught:
        await asyncio.wait_for(work, 20)
    error: Any = caught.value
    return error.code


async def recovered(client: Any, errors: ModuleType) -> set[str]:
    """Query until it works, for some seconds; returns the codes of the failures on the way."""
    codes: set[str] = set()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            await asyncio.wait_for(client.user.count(), 5)
        except errors.DataError as error:
            codes.add(error.code)
            await asyncio.sleep(0.05)
        else:
            # The whole pool, not one lucky connection.
            await asyncio.gather(*[client.user.count() for _ in range(8)])
            return codes
    raise AssertionError(f"it does not recover: {codes}")


async def test_without_a_fault_nothing_fails(through: Through, proxy: FaultProxy, errors: ModuleType) -> None:
    client = await through()
    assert await client.user.count() == 0
    assert await recovered(client, errors) == set()
    assert proxy.sent > 0


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET])
async def test_connections_lost_while_idle(
    through: Through, proxy: FaultProxy, errors: ModuleType, fault: Fault
) -> None:
    client = await through(connection_limit=4)
    await asyncio.gather(*[client.user.count() for _ in range(8)])
    proxy.fault = fault
    await asyncio.sleep(0.1)
    assert await code_of(client.user.count(), errors) in LOST
    proxy.fault = Fault.NONE
    assert await recovered(client, errors) <= LOST


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET])
async def test_a_connection_lost_during_a_statement(
    through: Through, proxy: FaultProxy, errors: ModuleType, provider: str, fault: Fault
) -> None:
    client = await through()
    slow = asyncio.ensure_future(client.query_raw(SLEEP[provider].format(30)))
    await asyncio.sleep(0.2)
    proxy.fault = fault
    assert await code_of(slow, errors) in LOST
    proxy.fault = Fault.NONE
    assert await recovered(client, errors) <= LOST


@pytest.mark.parametrize("fault", [Fault.STALL, Fault.DEAF])
async def test_a_network_that_stops(through: Through, proxy: FaultProxy, errors: ModuleType, fault: Fault) -> None:
    client = await through(socket_timeout=1)
    await client.user.count()
    proxy.fault = fault
    assert await code_of(client.user.count(), errors) == "P1008"
    proxy.fault = Fault.NONE
    assert await recovered(client, errors) <= {*LOST, "P1008", "P1002"}


async def test_a_cancelled_task_does_not_wait_for_the_network(
    through: Through, proxy: FaultProxy, errors: ModuleType
) -> None:
    client = await through(connection_limit=1)
    await client.user.count()
    proxy.fault = Fault.STALL
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.user.count(), 0.3)
    proxy.fault = Fault.NONE
    assert await recovered(client, errors) <= LOST


async def test_a_pool_that_the_network_holds(
    through: Through, proxy: FaultProxy, errors: ModuleType, provider: str
) -> None:
    client = await through(connection_limit=1, pool_timeout=1, socket_timeout=4)
    proxy.fault = Fault.STALL
    held = asyncio.ensure_future(client.user.count())
    await asyncio.sleep(0.1)
    assert await code_of(client.user.count(), errors) == "P2024"
    proxy.fault = Fault.NONE
    assert await held == 0
    assert await recovered(client, errors) == set()


async def test_servers_out_of_reach(through: Through, proxy: FaultProxy) -> None:
    proxy.fault = Fault.STALL
    with pytest.raises(DriverError) as caught:
        await asyncio.wait_for(through(connect_timeout=1), 10)
    assert caught.value.kind is ErrorKind.CONNECT_TIMEOUT
    for fault in (Fault.CUT, Fault.RESET):
        proxy.fault = fault
        with pytest.raises(DriverError) as caught:
            await asyncio.wait_for(through(), 10)
        assert caught.value.kind in (ErrorKind.DATABASE_NOT_REACHABLE, ErrorKind.CONNECTION_CLOSED)


async def test_a_commit_without_an_answer_may_have_happened(
    through: Through, connect: Through, proxy: FaultProxy, errors: ModuleType
) -> None:
    client, direct = await through(socket_timeout=1), await connect()
    manager = client.tx()
    tx = await manager.start()
    await tx.user.create({"email": "paid@once"})
    proxy.fault = Fault.DEAF  # the server hears COMMIT; we do not hear its answer
    assert await code_of(manager.commit(), errors) == "P1008"
    proxy.fault = Fault.NONE
    await recovered(client, errors)
    assert await direct.user.count() == 1, "it did happen"
    with pytest.raises(errors.UniqueViolationError):  # so a key that is unique makes trying again safe
        await client.user.create({"email": "paid@once"})


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.STALL])
async def test_a_clean_up_that_fails_does_not_hide_the_first_error(
    through: Through, connect: Through, proxy: FaultProxy, errors: ModuleType, fault: Fault
) -> None:
    client, direct = await through(socket_timeout=1), await connect()
    with pytest.raises(ZeroDivisionError):
        async with client.tx() as tx:
            await tx.user.create({"email": "a"})
            proxy.fault = fault
            await asyncio.sleep(0.05)
            raise ZeroDivisionError
    proxy.fault = Fault.NONE
    await recovered(client, errors)
    assert await direct.user.count() == 0


async def test_a_transaction_on_a_lost_connection_leaves_nothing(
    through: Through, connect: Through, proxy: FaultProxy, errors: ModuleType
) -> None:
    client, direct = await through(), await connect()
    manager = client.tx()
    tx = await manager.start()
    await tx.user.create({"email": "a"})
    proxy.fault = Fault.CUT
    assert await code_of(tx.user.create({"email": "b"}), errors) in LOST
    with pytest.raises(errors.PrismaError):
        await manager.commit()
    proxy.fault = Fault.NONE
    await recovered(client, errors)
    assert await direct.user.count() == 0


async def test_a_statement_beyond_the_servers_own_limit(
    connect: Through, errors: ModuleType, provider: str, url: str
) -> None:
    client = await connect(**({"options": "-c statement_timeout=300"} if provider == "postgresql" else {}))
    if provider == "mysql":
        async with client.tx() as tx:
            await tx.execute_raw("SET SESSION innodb_lock_wait_timeout = 1")
            other = await connect()
            await other.scalars.create({"id": 1})
            async with other.tx() as holder:
                await holder.scalars.update({"whole": 1}, {"id": 1})
                assert await code_of(tx.scalars.update({"whole": 2}, {"id": 1}), errors) == "P1008"
        return
    assert await code_of(client.query_raw(SLEEP[provider].format(5)), errors) in ("P1008", "P2010")
    assert await client.user.count() == 0


async def test_deadlocks_end_in_a_write_conflict(connect: Through, errors: ModuleType) -> None:
    client = await connect()
    await client.scalars.create_many([{"id": 1}, {"id": 2}])
    both_hold = asyncio.Barrier(2)

    async def cross(first: int, second: int) -> str | None:
        try:
            async with client.tx() as tx:
                await tx.scalars.update({"whole": first}, {"id": first})
                await both_hold.wait()
                await tx.scalars.update({"whole": first}, {"id": second})
        except errors.PrismaError as error:
            return error.code
        return None

    codes = await asyncio.wait_for(asyncio.gather(cross(1, 2), cross(2, 1)), 30)
    assert sorted(codes, key=str) == sorted([None, "P2034"], key=str)


@pytest.mark.providers("postgresql")
async def test_a_spoilt_transaction_does_not_pretend_to_commit(connect: Through, errors: ModuleType) -> None:
    client = await connect()
    manager = client.tx()
    tx = await manager.start()
    await tx.user.create({"email": "a"})
    with pytest.raises(errors.UniqueViolationError):
        await tx.user.create({"email": "a"})
    assert await code_of(manager.commit(), errors) == "P1018"
    assert await client.user.count() == 0
