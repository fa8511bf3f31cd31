"""Garages to test against: the same cases run over the in-memory store and over a SQLite file."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.interfaces import GarageStore
from atrium.garage.models import Floor
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import GarageServices, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.database import connected
from prismstack.migrate import deploy

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FLOORS = [Floor(number=number, bays=2, spots_per_bay=10) for number in (1, 2)]

NewDatabase = Callable[[], str]


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


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@asynccontextmanager
async def _in_memory(clock: ManualClock, _: str) -> AsyncIterator[GarageStore]:
    yield InMemoryStore(clock)


@asynccontextmanager
async def _sqlite(clock: ManualClock, url: str) -> AsyncIterator[GarageStore]:
    async with connected(url) as client:
        yield PrismaStore(client, clock=clock)


STORES: dict[str, Callable[[ManualClock, str], AbstractAsyncContextManager[GarageStore]]] = {
    "memory": _in_memory,
    "sqlite": _sqlite,
}


@pytest.fixture(params=list(STORES))
async def store(request: pytest.FixtureRequest, clock: ManualClock, database_url: str) -> AsyncIterator[GarageStore]:
    """An empty store of each kind."""
    async with STORES[request.param](clock, database_url) as opened:
        yield opened


@pytest.fixture
async def services(store: GarageStore, clock: ManualClock) -> GarageServices:
    """Services over an initialised garage of 40 spots: 8 compact, 28 standard, 4 oversized."""
    made = bootstrap(store, clock=clock)
    await made.garage.initialize("Central", FLOORS)
    return made
