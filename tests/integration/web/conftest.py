"""The application over a fresh SQLite database, called in-process."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import GarageServices, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.database import connected
from atrium.platform.settings import Settings
from atrium.web import create_app
from atrium.web.dashboard import LiveFeed
from prismstack.migrate import deploy

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to which the project's migrations were applied."""
    path = tmp_path_factory.mktemp("web") / "template.db"
    deploy(ROOT / "schema.prisma", f"file:{path}")
    return path


@pytest.fixture
def settings(template: Path, tmp_path: Path) -> Settings:
    path = tmp_path / "web.db"
    shutil.copy(template, path)
    return Settings(database_url=f"file:{path}", seed="none", rate_limit_max=0)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def store_kind(request: pytest.FixtureRequest) -> str:
    """``sqlite``, unless a test asks for ``memory``."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
async def services(store_kind: str, settings: Settings, clock: ManualClock) -> AsyncIterator[GarageServices]:
    if store_kind == "memory":
        yield bootstrap(InMemoryStore(clock), clock=clock)
        return
    async with connected(settings.database_url) as client:
        yield bootstrap(PrismaStore(client, clock=clock), clock=clock)


@asynccontextmanager
async def running(app: FastAPI, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application between its start and its end."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40000))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http


@asynccontextmanager
async def serving(app: FastAPI, services: GarageServices) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that has been put together already, over these services."""
    app.state.garage, app.state.keeper, app.state.feed = services, None, LiveFeed(services)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http
    app.state.feed.close()


@pytest.fixture
async def http(settings: Settings, services: GarageServices) -> AsyncIterator[httpx.AsyncClient]:
    async with running(create_app(settings, services)) as client:
        yield client
