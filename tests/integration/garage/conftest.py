"""Garages to test against: the same cases run over the in-memory store and over a SQLite file.

``EVERY_STORE`` adds database servers and two stores as one; a server that is not there skips its cases.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.interfaces import GarageStore
from atrium.garage.models import Floor
from atrium.garage.moving import DualStore, Shadow
from atrium.garage.moving.touched import Key
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import GarageServices, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.database import connected
from prismstack.drivers.mysql import parse_url as parse_mysql
from prismstack.drivers.mysql._connection import open_connection as open_mysql
from prismstack.drivers.mysql._errors import FAILURES as MYSQL_FAILURES
from prismstack.drivers.postgresql import FAILURES, asyncpg
from prismstack.migrate import deploy

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FLOORS = [Floor(number=number, bays=2, spots_per_bay=10) for number in (1, 2)]

MYSQL = os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306")
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to which the project's migrations were applied."""
    path = tmp_path_factory.mktemp("garage") / "template.db"
    deploy(ROOT / "schema.prisma", f"file:{path}")
    return path


@pytest.fixture
def database_url(template: Path, tmp_path: Path) -> str:
    """The URL of a fresh database."""
    path = tmp_path / "garage.db"
    shutil.copy(template, path)
    return f"file:{path}"


@pytest.fixture(scope="session")
def postgresql_database() -> Iterator[str]:
    """The URL of a database to which the project's migrations were applied, for the session."""
    name = f"garage_{uuid4().hex[:12]}"
    try:
        asyncio.run(_on_postgresql(f"{POSTGRESQL}/postgres", f"CREATE DATABASE {name}"))
    except FAILURES as error:
        pytest.skip(f"no postgresql server: {error}")
    deploy(ROOT / "schema.prisma", f"{POSTGRESQL}/{name}")
    yield f"{POSTGRESQL}/{name}"
    asyncio.run(_on_postgresql(f"{POSTGRESQL}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def postgresql_url(postgresql_database: str) -> str:
    """The URL of that database with no row in it."""
    truncate = (
        "DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ') || ' CASCADE' "
        "FROM pg_tables WHERE schemaname = 'public'); END $$"
    )
    asyncio.run(_on_postgresql(postgresql_database, truncate))
    return postgresql_database


@pytest.fixture(scope="session")
def mysql_database() -> Iterator[str]:
    """The URL of a database to which the project's migrations were applied, for the session."""
    name = f"garage_{uuid4().hex[:12]}"
    try:
        asyncio.run(_on_mysql(f"{MYSQL}/mysql", f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
    except MYSQL_FAILURES as error:
        pytest.skip(f"no mysql server: {error}")
    deploy(ROOT / "schema.prisma", f"{MYSQL}/{name}")
    yield f"{MYSQL}/{name}"
    asyncio.run(_on_mysql(f"{MYSQL}/mysql", f"DROP DATABASE {name}"))


@pytest.fixture
def mysql_url(mysql_database: str) -> str:
    """The URL of that database with no row in it."""
    asyncio.run(_empty_mysql(mysql_database))
    return mysql_database


async def _on_mysql(url: str, statement: str) -> None:
    connection = await open_mysql(parse_mysql(url))
    try:
        await connection.query(statement)
    finally:
        await connection.ensure_closed()


async def _empty_mysql(url: str) -> None:
    """TRUNCATE is slow, so only what has rows; DELETE would leave locks on their ghosts."""
    connection = await open_mysql(parse_mysql(url))
    try:
        await connection.query("SET FOREIGN_KEY_CHECKS = 0")
        listed = await (await connection.prepare("SHOW TABLES")).execute(())
        for (table,) in listed.rows:
            if table == "_prisma_migrations":
                continue
            found = await (await connection.prepare(f"SELECT 1 FROM `{table}` LIMIT 1")).execute(())
            if found.rows:
                await connection.query(f"TRUNCATE `{table}`")
    finally:
        await connection.ensure_closed()


async def _on_postgresql(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@asynccontextmanager
async def _in_memory(clock: ManualClock, _: str) -> AsyncIterator[GarageStore]:
    yield InMemoryStore(clock)


@asynccontextmanager
async def _database(clock: ManualClock, url: str) -> AsyncIterator[GarageStore]:
    async with connected(url) as client:
        yield PrismaStore(client, clock=clock)


@asynccontextmanager
async def _memory_first(clock: ManualClock, url: str) -> AsyncIterator[GarageStore]:
    async with _database(clock, url) as database:
        yield _dual(InMemoryStore(clock), database)


@asynccontextmanager
async def _database_first(clock: ManualClock, url: str) -> AsyncIterator[GarageStore]:
    async with _database(clock, url) as database:
        yield _dual(database, InMemoryStore(clock))


def _dual(primary: GarageStore, secondary: GarageStore) -> DualStore:
    return DualStore(Shadow(primary, secondary, Unrecorded()))


class Unrecorded:
    """Divergences that nobody writes down."""

    async def found(self, keys: Sequence[Key], reason: str) -> None:
        """Not written down."""

    async def mended(self, keys: Sequence[Key]) -> None:
        """Not written down."""


STORES: dict[str, Callable[[ManualClock, str], AbstractAsyncContextManager[GarageStore]]] = {
    "memory": _in_memory,
    "sqlite": _database,
    "postgresql": _database,
    "mysql": _database,
    "dual-memory-primary": _memory_first,
    "dual-database-primary": _database_first,
}
EVERY_STORE = pytest.mark.parametrize("store_kind", list(STORES), indirect=True)


@pytest.fixture(params=["memory", "sqlite"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Which of ``STORES``."""
    return str(request.param)


@pytest.fixture
def store_url(store_kind: str, request: pytest.FixtureRequest) -> str:
    """The URL of an empty database for a store of the kind."""
    servers = {"postgresql": "postgresql_url", "mysql": "mysql_url"}
    return str(request.getfixturevalue(servers.get(store_kind, "database_url")))


@pytest.fixture
async def store(store_kind: str, store_url: str, clock: ManualClock) -> AsyncIterator[GarageStore]:
    """An empty store of each kind."""
    async with STORES[store_kind](clock, store_url) as opened:
        yield opened
        if isinstance(opened, DualStore):
            assert opened.shadow.counts.diverged == 0


@pytest.fixture
async def services(store: GarageStore, clock: ManualClock) -> GarageServices:
    """Services over an initialised garage of 40 spots: 8 compact, 28 standard, 4 oversized."""
    made = bootstrap(store, clock=clock)
    await made.garage.initialize("Central", FLOORS)
    return made
