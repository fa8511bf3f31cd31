"""Clients of one small schema on each database; a server that is not there skips its tests, never under CI."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.clients import INTERFACES, Databases, Suite, Suites
from tests.databases import PROVIDERS

SCHEMA = Path(__file__).with_name("extensions.prisma")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider" in metafunc.fixturenames:
        metafunc.parametrize("provider", PROVIDERS)
    if "interface" in metafunc.fixturenames:
        metafunc.parametrize("interface", INTERFACES)


@dataclass(frozen=True)
class Store:
    """An empty database with the schema's tables, and the clients generated for it."""

    provider: str
    url: str
    generated: ModuleType
    generated_sync: ModuleType

    @property
    def errors(self) -> ModuleType:
        return self.generated.errors


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Suite, Databases]]:
    """The clients of the schema, and its databases."""
    suites = Suites(tmp_path_factory.mktemp)
    yield suites.get(SCHEMA)
    suites.drop()


@pytest.fixture
def store(provider: str, made: tuple[Suite, Databases], tmp_path: Path) -> Store:
    suite, databases = made
    return Store(provider, databases.get(provider).fresh(tmp_path), suite.generated, suite.generated_sync)


Open = Callable[..., Awaitable[Any]]
OpenBlocking = Callable[..., Any]


@pytest.fixture
async def connect(store: Store) -> AsyncIterator[Open]:
    """Connect an asyncio client; keyword arguments are the client's own, ``url`` another database."""
    clients: list[Any] = []

    async def connected(*, url: str = store.url, **options: Any) -> Any:
        client = store.generated.Prisma(datasource={"url": url}, **options)
        await client.connect()
        clients.append(client)
        return client

    yield connected
    for client in clients:
        if client.is_connected():
            await client.disconnect()


@pytest.fixture
def connect_blocking(store: Store) -> Iterator[OpenBlocking]:
    """Like ``connect``, for a sync client."""
    clients: list[Any] = []

    def connected(*, url: str = store.url, **options: Any) -> Any:
        client = store.generated_sync.Prisma(datasource={"url": url}, **options)
        client.connect()
        clients.append(client)
        return client

    yield connected
    for client in clients:
        if client.is_connected():
            client.disconnect()


@pytest.fixture
async def db(connect: Open) -> Any:
    """A connected asyncio client without extensions."""
    return await connect()


@pytest.fixture
def blocking(connect_blocking: OpenBlocking) -> Any:
    """A connected sync client without extensions."""
    return connect_blocking()
