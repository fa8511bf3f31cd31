"""Clients of one small schema on each database; a server that is not there skips its tests."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

from prismstack.client import generate
from prismstack.drivers.mysql import parse_url as parse_mysql
from prismstack.drivers.mysql._connection import open_connection as open_mysql
from prismstack.drivers.mysql._errors import FAILURES as MYSQL_FAILURES
from prismstack.drivers.postgresql._asyncpg import asyncpg
from prismstack.drivers.postgresql._errors import FAILURES as POSTGRESQL_FAILURES
from prismstack.migrate import db_push

SCHEMA = Path(__file__).with_name("schema.prisma")
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
MYSQL = os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306")
TABLES = ("Item", "Owner", "Doctor", "Typed")

#: The schema engine has no MySQL; the types are those of Prisma's mapping.
MYSQL_TABLES = """
CREATE TABLE Owner (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(191) NOT NULL UNIQUE);
CREATE TABLE Item (
  id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(191) NOT NULL UNIQUE,
  tenant VARCHAR(191) NOT NULL DEFAULT 'main', price DECIMAL(65, 30), deletedAt DATETIME(3), ownerId INTEGER,
  FOREIGN KEY (ownerId) REFERENCES Owner (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE TABLE Doctor (id INTEGER NOT NULL PRIMARY KEY, onCall BOOLEAN NOT NULL);
CREATE TABLE Typed (
  id INTEGER NOT NULL PRIMARY KEY, text VARCHAR(191), large BIGINT, `real` DOUBLE, money DECIMAL(65, 30),
  flag BOOLEAN, moment DATETIME(3), document JSON, `blob` LONGBLOB
);
"""


@dataclass(frozen=True)
class Store:
    """A database with the schema's tables, and the clients generated for it."""

    provider: str
    url: str
    generated: ModuleType
    generated_sync: ModuleType

    @property
    def errors(self) -> ModuleType:
        return self.generated.errors


def generated_clients(folder: Path, provider: str) -> tuple[ModuleType, ModuleType]:
    text = SCHEMA.read_text(encoding="utf-8").replace('provider = "sqlite"', f'provider = "{provider}"')
    modules: list[ModuleType] = []
    for interface in ("asyncio", "sync"):
        name = f"extended_{provider}_{interface}"
        path = folder / f"{name}.prisma"
        path.write_text(text.replace('"asyncio"', f'"{interface}"').replace("./client", f"./{name}"), encoding="utf-8")
        generate(path)
        modules.append(import_module(name))
    return modules[0], modules[1]


async def on_postgresql(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def on_mysql(url: str, *statements: str) -> None:
    connection = await open_mysql(parse_mysql(url))
    try:
        for statement in statements:
            await connection.query(statement)
    finally:
        await connection.ensure_closed()


def create_database(provider: str, folder: Path) -> str:
    """A new database with the schema's tables; returns its URL."""
    name = f"prismstack_{uuid4().hex[:12]}"
    if provider == "sqlite":
        db_push(SCHEMA, url=f"file:{folder}/{name}.db")
        return f"file:{folder}/{name}.db"
    if provider == "postgresql":
        asyncio.run(on_postgresql(f"{POSTGRESQL}/postgres", f"CREATE DATABASE {name}"))
        db_push(SCHEMA, url=f"{POSTGRESQL}/{name}")
        return f"{POSTGRESQL}/{name}"
    asyncio.run(on_mysql(f"{MYSQL}/mysql", f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
    asyncio.run(on_mysql(f"{MYSQL}/{name}", *[part for part in MYSQL_TABLES.split(";\n") if part.strip()]))
    return f"{MYSQL}/{name}"


def drop_database(provider: str, url: str) -> None:
    name = url.rpartition("/")[2]
    if provider == "postgresql":
        asyncio.run(on_postgresql(f"{POSTGRESQL}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))
    elif provider == "mysql":
        asyncio.run(on_mysql(f"{MYSQL}/mysql", f"DROP DATABASE {name}"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql", "mysql"])
def whole_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    provider: str = request.param
    folder = tmp_path_factory.mktemp(f"extended_{provider}")
    try:
        url = create_database(provider, folder)
    except (*POSTGRESQL_FAILURES, *MYSQL_FAILURES) as error:
        pytest.skip(f"no {provider} server: {error}")
    sys.path.insert(0, str(folder))
    try:
        yield Store(provider, url, *generated_clients(folder, provider))
    finally:
        drop_database(provider, url)


@pytest.fixture
def store(whole_store: Store, tmp_path: Path) -> Store:
    """The store with no row in any table; on SQLite a file of the test's own."""
    provider, url = whole_store.provider, whole_store.url
    if provider == "sqlite":
        shutil.copy(url.removeprefix("file:"), tmp_path / "own.db")
        url = f"file:{tmp_path}/own.db"
    elif provider == "postgresql":
        names = ", ".join(f'"{table}"' for table in TABLES)
        asyncio.run(on_postgresql(url, f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    else:
        asyncio.run(on_mysql(url, *[f"DELETE FROM {table}" for table in TABLES]))
    return Store(provider, url, whole_store.generated, whole_store.generated_sync)


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
