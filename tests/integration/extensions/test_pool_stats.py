"""Statistics of the connection pools."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from .conftest import Open, OpenBlocking, Store

pytestmark = pytest.mark.feature("pool statistics")


def limited(store: Store) -> str:
    return f"{store.url}?connection_limit=1"


async def test_at_rest_and_in_use(db: Any) -> None:
    await db.item.count()
    rest = db.pool_stats()
    assert rest.open >= 1
    assert (rest.busy, rest.waiting, rest.waits) == (0, 0, 0)
    assert rest.idle == rest.open <= rest.limit
    async with db.tx():
        during = db.pool_stats()
        assert during.busy == 1
        assert during.idle == during.open - 1
    assert db.pool_stats().busy == 0


async def test_waits_are_counted_and_measured(connect: Open, store: Store) -> None:
    client = await connect(url=limited(store))
    async with client.tx() as tx:
        waiting = asyncio.create_task(client.item.create({"name": "a"}))
        await asyncio.sleep(0.05)
        assert client.pool_stats().waiting == 1
        await tx.item.create({"name": "b"})
    await waiting
    stats = client.pool_stats()
    assert (stats.waiting, stats.waits) == (0, 1)
    assert stats.wait_seconds == stats.longest_wait > 0
    assert stats.limit == (3 if store.provider == "sqlite" else 1)
    (waits,) = [each for each in (await client.get_metrics()).histograms if "_wait_" in each.key]
    assert waits.value.sum >= stats.wait_seconds * 1000 > 1


def test_waits_of_a_sync_client(connect_blocking: OpenBlocking, store: Store) -> None:
    client = connect_blocking(url=limited(store))
    with client.tx():
        thread = threading.Thread(target=lambda: client.item.create({"name": "a"}))
        thread.start()
        thread.join(0.1)
        assert client.pool_stats().waiting == 1
    thread.join()
    assert client.pool_stats().waits >= 1
