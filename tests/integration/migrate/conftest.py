"""A project on disk with a schema, its migrations and a SQLite file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import pytest

from prismstack.cli import run

HEADER = 'datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n'


@dataclass
class Workspace:
    """The files of one project, and the shortest way to its database and commands."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def schema(self) -> Path:
        return self.folder / "schema.prisma"

    @property
    def database(self) -> Path:
        return self.folder / "dev.db"

    @property
    def url(self) -> str:
        return f"file:{self.database}"

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"

    def model(self, *fields: str, extra: str = "") -> None:
        """Write a schema with the model Item of an id and these fields."""
        lines = "\n".join(f"  {field}" for field in ("id Int @id @default(autoincrement())", *fields))
        self.schema.write_text(f"{HEADER}\nmodel Item {{\n{lines}\n}}\n{extra}")

    def migration(self, name: str, script: str) -> Path:
        """Write a migration by hand; returns its script's path."""
        path = self.migrations / name / "migration.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script)
        (self.migrations / "migration_lock.toml").write_text('provider = "sqlite"\n')
        return path

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        connection = apsw.Connection(str(self.database))
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def tables(self) -> set[str]:
        return {row[0] for row in self.sql("SELECT name FROM sqlite_schema WHERE type = 'table'")}

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


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Workspace:
    """An empty project in the working directory, with DATABASE_URL set."""
    made = Workspace(tmp_path, capsys)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "file:./dev.db")
    made.model("name String")
    return made


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Unset a variable, and undo whatever a ``.env`` file sets it to afterwards."""

    def unset(name: str) -> None:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    return unset
