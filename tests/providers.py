"""A fresh database of each provider for a test, and plain SQL on it; an absent server skips the test."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw
import asyncmy.errors as asyncmy_errors
import pytest

from prismstack.drivers.mysql import FAILURES as MYSQL_FAILURES
from prismstack.drivers.mysql import open_connection, parse_url
from prismstack.drivers.postgresql import FAILURES as POSTGRESQL_FAILURES
from prismstack.drivers.postgresql import asyncpg

PROVIDERS = ("sqlite", "postgresql", "mysql")
SERVERS = {
    "postgresql": os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432"),
    "mysql": os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306"),
}
_MAINTENANCE = {"postgresql": "postgres", "mysql": "mysql"}
_FAILURES = (*POSTGRESQL_FAILURES, *MYSQL_FAILURES)


@dataclass(frozen=True)
class Place:
    """Where a database is, or is to be."""

    provider: str
    url: str

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement and fetch its rows; or several, without rows."""
        if self.provider == "sqlite":
            return _on_file(self.url.removeprefix("file:"), statement)
        run = _on_postgresql if self.provider == "postgresql" else _on_mysql
        return asyncio.run(run(self.url, statement))

    def create(self) -> None:
        """Create the database of a server."""
        if self.provider != "sqlite":
            self._maintenance().sql(f"CREATE DATABASE {self.name}")

    def exists(self) -> bool:
        """Whether there is such a database."""
        if self.provider == "sqlite":
            return self._file.exists()
        try:
            return bool(self.sql("SELECT 1"))
        except (asyncpg.InvalidCatalogNameError, asyncmy_errors.OperationalError):
            return False

    def create_if_missing(self) -> None:
        """Create the database of a server, unless it exists."""
        if not self.exists():
            self.create()

    def drop(self) -> None:
        """Remove the database if it exists."""
        if self.provider == "sqlite":
            for path in self._file.parent.glob(f"{self._file.name}*"):
                path.unlink()
        else:
            force = " WITH (FORCE)" if self.provider == "postgresql" else ""
            self._maintenance().sql(f"DROP DATABASE IF EXISTS {self.name}{force}")

    @property
    def _file(self) -> Path:
        return Path(self.url.removeprefix("file:"))

    def _maintenance(self) -> Place:
        return Place(self.provider, f"{SERVERS[self.provider]}/{_MAINTENANCE[self.provider]}")


@contextmanager
def fresh(provider: str, folder: Path) -> Generator[Place]:
    """The place of a database that does not exist yet; dropped afterwards, if it does by then."""
    name = f"t_{uuid4().hex[:16]}"
    place = Place(provider, f"file:{folder}/{name}.db" if provider == "sqlite" else f"{SERVERS[provider]}/{name}")
    if provider != "sqlite":
        _skip_without_server(place)
    yield place
    place.drop()


def _skip_without_server(place: Place) -> None:
    try:
        place.drop()
    except _FAILURES as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no {place.provider} server: {error}")


def _on_file(path: str, statement: str) -> list[tuple[Any, ...]]:
    connection = apsw.Connection(path)
    connection.set_busy_timeout(10_000)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


async def _on_postgresql(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        if ";" in statement.rstrip(";"):
            await connection.execute(statement)
            return []
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def _on_mysql(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = await open_connection(parse_url(url))
    try:
        if ";" not in statement.rstrip(";"):
            async with connection.cursor() as cursor:
                await cursor.execute(statement)
                return [tuple(row) for row in await cursor.fetchall()] if cursor.description else []
        for part in [each for each in statement.split(";") if each.strip()]:
            await connection.query(part)
        return []
    finally:
        await connection.ensure_closed()
