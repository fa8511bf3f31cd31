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

import pytest

from prismstack.cli import run
from tests.providers import PROVIDERS, SERVERS, Place, fresh

HEADER = 'datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n'
POSTGRESQL = SERVERS["postgresql"]

#: For ``pytestmark``: the module's tests run on every provider; without it, on SQLite.
EVERY_PROVIDER = pytest.mark.parametrize("workspace", PROVIDERS, indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("workspace", ["postgresql"], indirect=True)
ON_MYSQL = pytest.mark.parametrize("workspace", ["mysql"], indirect=True)
#: Where a script is kept whole or not at all.
WITH_TRANSACTIONAL_DDL = pytest.mark.parametrize("workspace", ["sqlite", "postgresql"], indirect=True)

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    "mysql": "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
}


#: The table of the model Item with a name, as Prisma makes it.
ITEM = {
    "sqlite": 'CREATE TABLE "Item" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL);\n',
    "postgresql": 'CREATE TABLE "Item" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL,'
    ' CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));\n',
    "mysql": 'CREATE TABLE "Item" ("id" INTEGER NOT NULL AUTO_INCREMENT, "name" VARCHAR(191) NOT NULL,'
    ' PRIMARY KEY ("id"));\n',
}


@dataclass
class Workspace:
    """The files of one project, and the shortest way to its database and commands."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    #: A database on a server, which need not exist; None for a SQLite file.
    server: Place | None = None

    @property
    def provider(self) -> str:
        return self.server.provider if self.server else "sqlite"

    @property
    def schema(self) -> Path:
        return self.folder / "schema.prisma"

    @property
    def database(self) -> Path:
        return self.folder / "dev.db"

    @property
    def url(self) -> str:
        return self.server.url if self.server else f"file:{self.database}"

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
        path.write_text(self.quoted(script))
        (self.migrations / "migration_lock.toml").write_text(f'provider = "{self.provider}"\n')
        return path

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement; on a server several, without rows, after creating the database if need be."""
        if self.server is None:
            return Place("sqlite", self.url).sql(statement)
        self.server.create_if_missing()
        return self.server.sql(self.quoted(statement))

    def remove_database(self) -> None:
        """Remove the database itself."""
        if self.server is None:
            self.database.unlink()
        else:
            self.server.drop()

    def quoted(self, script: str) -> str:
        """A script whose names are in double quotes, as this database quotes them."""
        return script.replace('"', "`") if self.provider == "mysql" else script

    def tables(self) -> set[str]:
        return {row[0] for row in self.sql(_TABLES[self.provider])}

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
    """Run a statement on a PostgreSQL database, which is created if it does not exist."""
    place = Place("postgresql", url)
    await asyncio.to_thread(place.create_if_missing)
    return await asyncio.to_thread(place.sql, statement)


@pytest.fixture
def workspace(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Workspace]:
    """An empty project in the working directory, with DATABASE_URL set."""
    monkeypatch.chdir(tmp_path)
    provider = getattr(request, "param", "sqlite")
    with fresh(provider, tmp_path) as place:
        made = Workspace(tmp_path, capsys, None if provider == "sqlite" else place)
        monkeypatch.setenv("DATABASE_URL", "file:./dev.db" if provider == "sqlite" else place.url)
        made.model("name String")
        yield made


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Unset a variable, and undo whatever a ``.env`` file sets it to afterwards."""

    def unset(name: str) -> None:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    return unset
