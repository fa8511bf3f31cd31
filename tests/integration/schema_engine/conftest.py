"""The executable as a process, spoken to as the Prisma CLI does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.providers import Place, fresh

EXECUTABLE = Path(sys.executable).with_name("prismstack-schema-engine")
ON_EVERY_PROVIDER = pytest.mark.parametrize("place", ["sqlite", "postgresql", "mysql"], indirect=True)

MODEL = "model Item {\n  id   Int    @id @default(autoincrement())\n  name String\n}\n"


class RpcError(Exception):
    """An answer that is an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(json.dumps(error))
        self.code: int = error["code"]
        self.data: dict[str, Any] = error.get("data", {})


@dataclass
class Server:
    """A running server; ``printed`` is what it had the client print."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    calls: int = 0

    def call(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """Call a method, answering what is called back; raises RpcError."""
        self.calls += 1
        self.write({"jsonrpc": "2.0", "id": self.calls, "method": method, "params": params})
        while (answer := self.read()).get("method") == "print":
            self.printed.append(answer["params"]["content"])
            self.write({"jsonrpc": "2.0", "id": answer["id"], "result": {}})
        assert answer["jsonrpc"] == "2.0"
        assert answer["id"] == self.calls
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer["result"]

    def write(self, message: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write((message if isinstance(message, str) else json.dumps(message)) + "\n")
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def end(self) -> tuple[int, list[dict[str, Any]]]:
        """Close its input; returns its exit code and its log, every line of which is JSON."""
        out, err = self.process.communicate(timeout=60)
        assert out == ""
        return self.process.returncode, [json.loads(line) for line in err.splitlines()]


@dataclass
class Project:
    """A folder with a schema, its migrations and the place of its database."""

    folder: Path
    place: Place
    servers: list[Server] = field(default_factory=list)

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"

    @property
    def path(self) -> Path:
        return self.folder / "schema.prisma"

    def schema(self, *fields: str, url: str | None = None) -> dict[str, Any]:
        """The request's form of a schema with these more fields, which is written to disk too."""
        line = f"  url      = {url}\n" if url else ""
        model = MODEL.replace("name String\n", "name String\n" + "".join(f"  {each}\n" for each in fields))
        text = f'datasource db {{\n  provider = "{self.place.provider}"\n{line}}}\n\n{model}'
        self.path.write_text(text)
        return {"files": [{"path": str(self.path), "content": text}]}

    def migration(self, name: str, script: str) -> None:
        path = self.migrations / name / "migration.sql"
        path.parent.mkdir(parents=True)
        path.write_text(script)
        (self.migrations / "migration_lock.toml").write_text(f'provider = "{self.place.provider}"\n')

    def listing(self) -> dict[str, Any]:
        """The migrations as the CLI of line 7 lists them."""
        lock = self.migrations / "migration_lock.toml"
        folders = sorted(each for each in self.migrations.glob("*") if each.is_dir())
        return {
            "baseDir": str(self.migrations),
            "lockfile": {"path": "migration_lock.toml", "content": lock.read_text() if lock.exists() else None},
            "migrationDirectories": [
                {
                    "path": each.name,
                    "migrationFile": {
                        "path": "migration.sql",
                        "content": {"tag": "ok", "value": (each / "migration.sql").read_text()},
                    },
                }
                for each in folders
            ],
            "shadowDbInitScript": "",
        }

    def serve(self, *arguments: str) -> Server:
        """Start the executable; without arguments as the CLI of line 7 does."""
        url = json.dumps({"url": self.place.url})
        command = arguments or ("--datamodels", str(self.path), "--datasource", url)
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        server = Server(subprocess.Popen([EXECUTABLE, *command], cwd=self.folder, text=True, **pipes))
        self.servers.append(server)
        return server

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, list[dict[str, Any]]]:
        """Run the executable to its end: exit code, standard output, log."""
        done = subprocess.run(
            [EXECUTABLE, *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, [json.loads(line) for line in done.stderr.splitlines()]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with fresh(getattr(request, "param", "sqlite"), tmp_path) as made:
        yield made


@pytest.fixture
def project(place: Place, tmp_path: Path) -> Iterator[Project]:
    """An empty project; its servers are ended after the test."""
    made = Project(tmp_path, place)
    made.schema()
    yield made
    for server in made.servers:
        if server.process.poll() is None:
            server.process.communicate(timeout=60)


@pytest.fixture
def existing(project: Project) -> Project:
    """The project with its database created, and empty."""
    code, _, _ = project.run("--datasource", json.dumps({"url": project.place.url}), "cli", "create-database")
    assert code == 0
    return project
