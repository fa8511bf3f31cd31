"""Read replicas: two real databases with different rows stand for a primary and its replica."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from prismstack.client.extensions import Hook, Operation
from prismstack.migrate import db_push
from tests.clients import Databases, Suite
from tests.databases import TestDatabase
from tests.providers import Place, fresh

from .conftest import SCHEMA, Open, OpenBlocking, Store

pytestmark = pytest.mark.feature("read replicas")


@pytest.fixture(scope="session")
def replicas_of(
    made: tuple[Suite, Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], list[str]]]:
    """Gives the URLs of two more databases of a provider; each knows its own name."""
    suite, databases = made
    every: dict[str, tuple[list[TestDatabase], list[str]]] = {}

    def urls_of(provider: str) -> list[str]:
        if provider not in every:
            folders = [tmp_path_factory.mktemp("replica") for _ in range(2)]
            own = [databases.own(provider, folder) for folder in folders]
            urls = [each.fresh(folder) for each, folder in zip(own, folders, strict=True)]
            for number, url in enumerate(urls):
                with suite.generated_sync.Prisma(datasource={"url": url}) as client:
                    client.item.create({"name": f"replica {number}"})
            every[provider] = own, urls
        return every[provider][1]

    yield urls_of
    for own, _ in every.values():
        for each in own:
            each.drop()


@pytest.fixture
def replica_urls(provider: str, replicas_of: Callable[[str], list[str]]) -> list[str]:
    return replicas_of(provider)


@pytest.fixture
async def primary(db: Any) -> Any:
    """A client of the primary alone, which has a row of its own."""
    await db.item.create({"name": "primary"})
    return db


async def name_of(client: Any) -> str:
    return (await client.item.find_first_or_raise()).name


async def test_reads_go_to_the_replicas_in_turn(connect: Open, primary: Any, replica_urls: list[str]) -> None:
    client = await connect(replicas=replica_urls)
    assert [await name_of(client) for _ in range(4)] == ["replica 0", "replica 1", "replica 0", "replica 1"]
    assert {item.name for item in await client.item.find_many()} == {"replica 0"}
    assert await client.item.find_unique({"name": "primary"}) is None
    assert await client.item.count(where={"name": "replica 0"}) == 1
    assert await client.item.group_by(by=["name"], count=True) == [{"name": "replica 1", "_count": {"_all": 1}}]
    quoted = '"Item"' if "postgresql" in replica_urls[0] else "Item"
    assert await client.query_raw(f"SELECT name FROM {quoted}") == [{"name": "replica 0"}]
    assert await client.raw.scalar(f"SELECT name FROM {quoted}") == "replica 1"


async def test_everything_else_goes_to_the_primary(
    connect: Open, primary: Any, replica_urls: list[str], store: Store
) -> None:
    client = await connect(replicas=replica_urls)
    await client.item.create({"name": "new"})
    await client.item.update({"price": 1}, {"name": "new"})
    async with client.tx() as tx:
        assert await tx.item.count() == 2
    async with client.batch_() as batch:
        batch.item.create({"name": "batched"})
    quoted = '"Item"' if store.provider == "postgresql" else "Item"
    assert await client.execute_raw(f"UPDATE {quoted} SET tenant = 'x' WHERE name = 'new'") == 1
    if store.provider != "sqlite":
        assert len(await client.query_raw(f"SELECT name FROM {quoted} FOR UPDATE")) == 3
    assert await client.item.delete({"name": "batched"}) is not None
    assert await client.primary.item.count() == 2
    assert await client.primary.primary.item.count() == 2
    assert await primary.item.count() == 2
    assert await client.item.count() == 1
    assert client.pool_stats().open >= 1


def test_a_sync_client(connect_blocking: OpenBlocking, replica_urls: list[str]) -> None:
    client = connect_blocking(replicas=replica_urls)
    client.item.create({"name": "primary"})
    names = [client.item.find_first_or_raise().name for _ in range(2)]
    assert names == ["replica 0", "replica 1"]
    assert client.primary.item.find_first_or_raise().name == "primary"
    with client.tx() as tx:
        assert tx.item.find_first_or_raise().name == "primary"


async def test_hooks_stand_before_replicas_and_primary(connect: Open, primary: Any, replica_urls: list[str]) -> None:
    class Note(Hook):
        seen: list[str] = []  # noqa: RUF012

        def before(self, operation: Operation) -> None:
            self.seen.append(operation.action)

    client = await connect(replicas=replica_urls, extensions=[Note()])
    assert await name_of(client) == "replica 0"
    assert await name_of(client.primary) == "primary"
    client.use(Note())
    assert await name_of(client) == "replica 1"
    assert Note.seen == ["find_first_or_raise"] * 4


def gone(store: Store, tmp_path: Path) -> str:
    """The URL of a database that is not there."""
    return (
        f"file:{tmp_path}/no/folder.db" if store.provider == "sqlite" else store.url.rpartition("/")[0] + "/not_there"
    )


async def test_a_replica_that_is_not_there_is_left_out(
    connect: Open, primary: Any, replica_urls: list[str], store: Store, tmp_path: Path, caplog: Any
) -> None:
    client = await connect(replicas=[gone(store, tmp_path), replica_urls[1]])
    assert "left out" in caplog.text
    assert [await name_of(client) for _ in range(3)] == ["replica 1"] * 3
    alone = await connect(replicas=[gone(store, tmp_path)])
    assert await name_of(alone) == "primary"


def test_a_replica_that_is_not_there_is_left_out_blocking(
    connect_blocking: OpenBlocking, replica_urls: list[str], store: Store, tmp_path: Path
) -> None:
    client = connect_blocking(replicas=[gone(store, tmp_path), replica_urls[1]])
    assert [client.item.find_first_or_raise().name for _ in range(3)] == ["replica 1"] * 3


@pytest.fixture
def passing(provider: str, tmp_path: Path) -> Iterator[Place]:
    """A database that a test drops; PostgreSQL alone drops one in use on request."""
    if provider != "postgresql":
        pytest.skip("PostgreSQL alone drops a database in use on request")
    with fresh(provider, tmp_path) as place:
        db_push(SCHEMA, place.url)
        yield place


async def test_a_replica_that_goes_away_rests_and_comes_back(connect: Open, primary: Any, passing: Place) -> None:
    client = await connect(replicas=[passing.url])
    replicas = client._internal_engine.replicas
    assert await client.item.count() == 0
    await asyncio.to_thread(passing.drop)
    assert await name_of(client) == "primary"  # the read was repeated there
    assert not replicas.all[0].is_healthy
    await asyncio.to_thread(db_push, SCHEMA, passing.url)
    assert await client.item.count() == 1, "it still rests"
    replicas.all[0].lost(ConnectionError("again"), 0)
    assert await client.item.count() == 0, "it has come back"


async def test_errors_of_queries_are_not_taken_for_a_lost_replica(
    connect: Open, replica_urls: list[str], store: Store
) -> None:
    client = await connect(replicas=replica_urls[:1])
    with pytest.raises(store.errors.RawQueryError):
        await client.query_raw("SELECT * FROM nowhere")
    with pytest.raises(store.errors.RecordNotFoundError):
        await client.item.find_first_or_raise(where={"name": "nobody"})
    assert client._internal_engine.replicas.all[0].is_healthy


def test_errors_and_lost_replicas_of_a_sync_client(
    connect_blocking: OpenBlocking, replica_urls: list[str], store: Store
) -> None:
    client = connect_blocking(replicas=replica_urls[:1])
    client.item.create({"name": "primary"})
    with pytest.raises(store.generated_sync.errors.RawQueryError):
        client.query_raw("SELECT * FROM nowhere")
    (replica,) = client._internal_engine.replicas.all
    assert replica.is_healthy
    if store.provider == "sqlite":  # whose closed connections say so, and do not open anew
        replica.engine.core.database.close()
        assert client.item.find_first_or_raise().name == "primary"
        assert not replica.is_healthy
