"""Clients and fresh databases on the database servers; a server that is not there skips its tests."""

from __future__ import annotations

import asyncio
import os
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
from tests.integration.servers.ddl import SCHEMA, mysql_script, postgresql_script

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
MYSQL = os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306")


@dataclass(frozen=True)
class Server:
    """A database server with a database of the session's own, and the clients generated for it."""

    provider: str
    url: str
    generated: ModuleType
    generated_sync: ModuleType


def _clients(folder: Path, provider: str) -> tuple[ModuleType, ModuleType]:
    text = SCHEMA.read_text(encoding="utf-8").replace('provider = "sqlite"', f'provider = "{provider}"')
    modules: list[ModuleType] = []
    for interface in ("asyncio", "sync"):
        name = f"{provider}_{interface}_client"
        path = folder / f"{name}.prisma"
        path.write_text(
            text.replace('"asyncio"', f'"{interface}"').replace("./conformance_client", f"./{name}"), encoding="utf-8"
        )
        generate(path)
        modules.append(import_module(name))
    return modules[0], modules[1]


async def _on_postgresql(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _on_mysql(url: str, *statements: str) -> None:
    connection = await open_mysql(parse_mysql(url))
    try:
        for statement in statements:
            await connection.query(statement)
    finally:
        await connection.ensure_closed()


async def _empty_mysql(url: str, tables: list[str]) -> None:
    """TRUNCATE is slow, so only what has rows; DELETE would leave locks on their ghosts."""
    connection = await open_mysql(parse_mysql(url))
    try:
        await connection.query("SET FOREIGN_KEY_CHECKS = 0")
        for table in tables:
            found = await (await connection.prepare(f"SELECT 1 FROM `{table}` LIMIT 1")).execute(())
            if found.rows:
                await connection.query(f"TRUNCATE `{table}`")
    finally:
        await connection.ensure_closed()


def _create(provider: str, name: str) -> str:
    """Create the session's database with its tables; returns its URL."""
    if provider == "postgresql":
        asyncio.run(_on_postgresql(f"{POSTGRESQL}/postgres", f"CREATE DATABASE {name}"))
        asyncio.run(_on_postgresql(f"{POSTGRESQL}/{name}", postgresql_script()))
        return f"{POSTGRESQL}/{name}"
    statements = [part.strip() for part in mysql_script().split(";\n") if part.strip()]
    asyncio.run(_on_mysql(f"{MYSQL}/mysql", f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
    asyncio.run(_on_mysql(f"{MYSQL}/{name}", *statements))
    return f"{MYSQL}/{name}"


def _drop(provider: str, name: str) -> None:
    if provider == "postgresql":
        asyncio.run(_on_postgresql(f"{POSTGRESQL}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))
    else:
        asyncio.run(_on_mysql(f"{MYSQL}/mysql", f"DROP DATABASE {name}"))


@pytest.fixture(scope="session", params=["postgresql", "mysql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    provider: str = request.param
    name = f"prismstack_{uuid4().hex[:12]}"
    try:
        url = _create(provider, name)
    except (*POSTGRESQL_FAILURES, *MYSQL_FAILURES) as error:
        pytest.skip(f"no {provider} server: {error}")
    folder = tmp_path_factory.mktemp(provider)
    sys.path.insert(0, str(folder))
    try:
        yield Server(provider, url, *_clients(folder, provider))
    finally:
        _drop(provider, name)


@pytest.fixture
def emptied(server: Server) -> Server:
    """The server with no row in any table."""
    tables = ["Post", "Comment", "Profile", "Tag", "clubs", "memberships", "Scalars", "Generated", "users", "Visit"]
    if server.provider == "postgresql":
        names = ", ".join(f'"{table}"' for table in tables)
        asyncio.run(_on_postgresql(server.url, f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    else:
        asyncio.run(_empty_mysql(server.url, [*tables, "_PostToTag", "_Friends"]))
    return server


Connect = Callable[..., Awaitable[Any]]


@pytest.fixture
async def connect(emptied: Server) -> AsyncIterator[Connect]:
    """Connect an asyncio client; keyword arguments become options of its URL."""
    clients: list[Any] = []

    async def connected(**options: Any) -> Any:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        client = emptied.generated.Prisma(datasource={"url": f"{emptied.url}?{query}"})
        await client.connect()
        clients.append(client)
        return client

    yield connected
    for client in clients:
        if client.is_connected():
            await client.disconnect()


@pytest.fixture
async def db(connect: Connect) -> Any:
    return await connect()


@pytest.fixture
def blocking(emptied: Server) -> Iterator[Any]:
    """A connected sync client."""
    client = emptied.generated_sync.Prisma(datasource={"url": emptied.url})
    client.connect()
    yield client
    if client.is_connected():
        client.disconnect()
