"""A project on disk with a schema, its migrations and a database: a SQLite file, or one on a server."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw
import pytest

from prismstack.cli import run
from prismstack.drivers.postgresql import FAILURES, asyncpg

HEADER = 'datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n'
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")

#: For ``pytestmark``: the module's tests run on every provider; without it, on SQLite.
EVERY_PROVIDER = pytest.mark.parametrize("workspace", ["sqlite", "postgresql"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("workspace", ["postgresql"], indirect=True)


@dataclass
class Workspace:
    """The files of one project, and the shortest way to its database and commands."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    #: The URL of a database on a server; the database need not exist.
    server_url: str | None = None

    @property
    def provider(self) -> str:
        return "postgresql" if self.server_url else "sqlite"

    @property
    def schema(self) -> Path:
        return self.folder / "schema.prisma"

    @property
    def database(self) -> Path:
        return self.folder / "dev.db"

    @property
    def url(self) -> str:
        return self.server_url or f"file:{self.database}"

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"

    def model(self, *fields: str, extra: str = "") -> None:
        """Write a schema with the model Item of an id and these fields."""
        lines = "\n".join(f"  {field}" for field in ("id Int @id @default(autoincrement())", *fields))
        header = HEADER.replace('"sqlite"', f'"{self.provider}"')
        self.schema.write_text(f"{header}\nmodel Item {{\n{lines}\n}}\n{extra}")

    def migration(self, name: str, script: str) -> Path:
        """Write a migration by hand; returns its script's path."""
        path = self.migrations / name / "migration.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script)
        (self.migrations / "migration_lock.toml").write_text(f'provider = "{self.provider}"\n')
        return path

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement; on a server several, without rows, after creating the database if need be."""
        if self.server_url:
            return asyncio.run(on_server(self.server_url, statement))
        connection = apsw.Connection(str(self.database))
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def tables(self) -> set[str]:
        on_server = "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        on_file = "SELECT name FROM sqlite_schema WHERE type = 'table'"
        return {row[0] for row in self.sql(on_server if self.server_url else on_file)}

    def cli(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command in this process: exit code, standard output, standard error."""
        code = run(arguments)
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err

    def spawn(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command as a process."""
        command = [str(Path(sys.executable).with_name("prismstack")), *arguments]
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.folder, text=True, env=os.environ.copy(), **{**pipes, **options})


async def on_server(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement (or several, without rows) on a database, which is created if it does not exist."""
    try:
        connection = await asyncpg.connect(url)
    except asyncpg.InvalidCatalogNameError:
        await on_server(f"{POSTGRESQL}/postgres", f"CREATE DATABASE {url.rpartition('/')[2]}")
        connection = await asyncpg.connect(url)
    try:
        if ";" in statement.rstrip(";"):
            await connection.execute(statement)
            return []
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


@pytest.fixture
def server_url() -> Iterator[str]:
    """The URL of a PostgreSQL database that does not exist yet; dropped after the test."""
    name = f"migrate_{uuid4().hex[:12]}"
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    try:
        asyncio.run(on_server(f"{POSTGRESQL}/postgres", "SELECT 1"))
    except FAILURES as error:
        pytest.skip(f"no postgresql server: {error}")
    yield f"{POSTGRESQL}/{name}"
    asyncio.run(on_server(f"{POSTGRESQL}/postgres", drop))


@pytest.fixture
def workspace(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Workspace:
    """An empty project in the working directory, with DATABASE_URL set."""
    monkeypatch.chdir(tmp_path)
    provider = getattr(request, "param", "sqlite")
    if provider == "sqlite":
        made = Workspace(tmp_path, capsys)
        monkeypatch.setenv("DATABASE_URL", "file:./dev.db")
    else:
        made = Workspace(tmp_path, capsys, request.getfixturevalue("server_url"))
        monkeypatch.setenv("DATABASE_URL", made.url)
    made.model("name String")
    return made


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Unset a variable, and undo whatever a ``.env`` file sets it to afterwards."""

    def unset(name: str) -> None:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    return unset
