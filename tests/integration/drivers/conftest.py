"""A database of each provider for the drivers alone: no schema, no client."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from prismstack.drivers import Database, DriverError, open_database
from prismstack.testing import DIALECTS, OneStatement, World

SERVERS = {
    "postgresql": (os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432"), "postgres"),
    "mysql": (os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306"), "mysql"),
}


def on_server(provider: str, statement: str) -> None:
    """Run a statement beside every database of a server."""
    server, maintenance = SERVERS[provider]
    database = open_database(provider, f"{server}/{maintenance}")
    database.connect_blocking()
    try:
        database.run_blocking(OneStatement(statement, wants_rows=False), {"#run": {}})
    finally:
        database.close()


@pytest.fixture(scope="session")
def server_databases() -> Iterator[dict[str, str]]:
    """The URL of a database on each server that is there."""
    name = f"drivers_{uuid4().hex[:12]}"
    urls: dict[str, str] = {}
    for provider, (server, _) in SERVERS.items():
        try:
            on_server(provider, f"CREATE DATABASE {name}")
        except DriverError as error:
            if os.environ.get("CI"):
                raise
            urls[provider] = f"!{error}"
        else:
            urls[provider] = f"{server}/{name}"
    yield urls
    for provider, url in urls.items():
        if not url.startswith("!"):
            on_server(provider, f"DROP DATABASE {name}" + (" WITH (FORCE)" if provider == "postgresql" else ""))


@pytest.fixture
def url(provider: str, server_databases: dict[str, str], tmp_path: Path) -> str:
    """The URL of the test's database."""
    if provider == "sqlite":
        return f"file:{tmp_path / 'test.db'}"
    found = server_databases[provider]
    if found.startswith("!"):
        pytest.skip(found[1:])
    return found


@pytest.fixture
async def world(provider: str, url: str) -> AsyncIterator[World]:
    """What a conformance case works in."""

    def opened(options: dict[str, str]) -> Database:
        known = options if provider != "sqlite" else {}  # it has readers, and one writer, whatever one says
        query = "&".join(f"{name}={value}" for name, value in known.items())
        return open_database(provider, f"{url}?{query}")

    made = World(opened, DIALECTS[provider])
    yield made
    await made.aclose()
