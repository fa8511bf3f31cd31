"""Clients generated once per session from the suite's schema, and a fresh database for each test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from prismstack.client import generate
from prismstack.migrate import db_push

SCHEMA = Path(__file__).with_name("schema.prisma")


@dataclass(frozen=True)
class Suite:
    """The generated clients (asyncio and sync) and an empty database that is like their schema."""

    generated: ModuleType
    generated_sync: ModuleType
    template: Path


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    folder = tmp_path_factory.mktemp("conformance")
    text = SCHEMA.read_text(encoding="utf-8")
    blocking = text.replace('"asyncio"', '"sync"').replace("./conformance_client", "./conformance_client_sync")
    (folder / "sync.prisma").write_text(blocking, encoding="utf-8")
    shutil.copy(SCHEMA, folder / "schema.prisma")
    for name in ("schema.prisma", "sync.prisma"):
        generate(folder / name)
    template = folder / "template.db"
    db_push(folder / "schema.prisma", url=f"file:{template}")
    sys.path.insert(0, str(folder))
    return Suite(import_module("conformance_client"), import_module("conformance_client_sync"), template)


@pytest.fixture
def generated(suite: Suite) -> ModuleType:
    """The generated asyncio client package."""
    return suite.generated


@pytest.fixture
def errors(generated: ModuleType) -> ModuleType:
    """The generated client's exception classes."""
    return generated.errors


@pytest.fixture
def database(suite: Suite, tmp_path: Path) -> Path:
    """An empty database file of the test's own."""
    path = tmp_path / "test.db"
    shutil.copy(suite.template, path)
    return path


Connect = Callable[..., Awaitable[Any]]


@pytest.fixture
async def connect(suite: Suite, database: Path) -> AsyncIterator[Connect]:
    """Connect a client to the test's database; keyword arguments become options of its URL."""
    clients: list[Any] = []

    async def connected(**options: Any) -> Any:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        client = suite.generated.Prisma(datasource={"url": f"file:{database}?{query}"})
        await client.connect()
        clients.append(client)
        return client

    yield connected
    for client in clients:
        if client.is_connected():
            await client.disconnect()


@pytest.fixture
async def db(connect: Connect) -> Any:
    """A connected asyncio client."""
    return await connect()


@pytest.fixture
def blocking(suite: Suite, database: Path) -> Iterator[Any]:
    """A connected sync client on the same file."""
    client = suite.generated_sync.Prisma(datasource={"url": f"file:{database}"})
    client.connect()
    yield client
    if client.is_connected():
        client.disconnect()
