"""Releases of the real Prisma CLI, installed from npm once, and projects for them with prismstack's engine."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest

from prismstack.wasm._location import cache_directory
from tests.providers import Place, fresh

HERE = Path(__file__).parent
ENGINE = Path(sys.executable).with_name("prismstack-schema-engine")
CONFIG = """\
import {{ defineConfig }} from 'prisma/config'

export default defineConfig({{
  schema: 'schema.prisma',
  migrations: {{ path: 'migrations' }},
  datasource: {{ url: '{url}' }},
}})
"""
_SKIPPED = "the official Prisma CLI cannot be installed"


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    text: str


@dataclass
class Project:
    """A project that both the official CLI of one line and prismstack can work on."""

    folder: Path
    place: Place
    line: str

    @property
    def schema(self) -> Path:
        return self.folder / "schema.prisma"

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"

    @property
    def names(self) -> list[str]:
        return sorted(each.name for each in self.migrations.iterdir() if each.is_dir())

    @property
    def skip_generate(self) -> tuple[str, ...]:
        """Older lines generate a JavaScript client after a change, unless they are told not to."""
        return () if self.line == "7" else ("--skip-generate",)

    def model(self, *fields: str) -> None:
        """Write a schema with the model Item of an id, a name and these fields."""
        url = "" if self.line == "7" else '  url      = env("DATABASE_URL")\n'
        all_fields = ("id   Int    @id @default(autoincrement())", "name String", *fields)
        lines = "".join(f"  {field}\n" for field in all_fields)
        self.schema.write_text(
            f'datasource db {{\n  provider = "{self.place.provider}"\n{url}}}\n\nmodel Item {{\n{lines}}}\n'
        )

    def migration(self, name: str, script: str) -> None:
        """Write a migration by hand."""
        (self.migrations / name).mkdir(exist_ok=True)
        (self.migrations / name / "migration.sql").write_text(script)

    def cli(self, *arguments: str) -> Answer:
        """Run the official CLI; fails when it reaches for the network."""
        connections = self.folder / "connections.log"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PRISMSTACK_CACHE_DIR": str(cache_directory()),
            "DATABASE_URL": self.place.url,
            "PRISMA_SCHEMA_ENGINE_BINARY": str(ENGINE),
            "PRISMA_QUERY_ENGINE_LIBRARY": str(ENGINE),
            "PRISMA_QUERY_ENGINE_BINARY": str(ENGINE),
            "CHECKPOINT_DISABLE": "1",
            "PRISMA_HIDE_UPDATE_MESSAGE": "1",
            "NO_COLOR": "1",
            "NODE_OPTIONS": f"--require {HERE / 'no_network.cjs'}",
            "CONNECTIONS_LOG": str(connections),
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
        }
        done = subprocess.run(
            ["node", "node_modules/prisma/build/index.js", *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert not connections.exists(), f"{arguments} reached for {connections.read_text()}"
        return Answer(done.returncode, done.stdout)

    def succeeds(self, *arguments: str) -> str:
        """Run the official CLI, which must be content; returns what it said."""
        answer = self.cli(*arguments)
        assert answer.code == 0, answer.text
        return answer.text

    def dev(self, name: str) -> None:
        """``prisma migrate dev``, which makes a migration."""
        before = self.names if self.migrations.exists() else []
        self.succeeds("migrate", "dev", "--name", name, *self.skip_generate)
        assert [each.partition("_")[2] for each in self.names if each not in before] == [name]

    def recorded(self) -> list[tuple[str, str]]:
        """Name and checksum of each migration that the database records as applied."""
        where = "finished_at IS NOT NULL AND rolled_back_at IS NULL"
        rows = self.place.sql(
            f"SELECT migration_name, checksum FROM _prisma_migrations WHERE {where} ORDER BY migration_name"
        )
        return [(str(name), str(checksum)) for name, checksum in rows]

    def on_disk(self) -> list[tuple[str, str]]:
        """Name and checksum of each migration on disk."""
        scripts = [(name, self.migrations / name / "migration.sql") for name in self.names]
        return [(name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in scripts]


@pytest.fixture(scope="session")
def official() -> Path:
    """The folder ``node_modules`` with each line's CLI, outside of the repository; kept for the next run."""
    lock = (HERE / "package-lock.json").read_bytes()
    default = Path.home() / ".cache" / "prismstack-tests"
    cache = Path(os.environ.get("PRISMSTACK_TEST_CACHE", default))
    place = cache / f"official-cli-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not place.exists():
        for program in ("node", "npm"):
            if shutil.which(program) is None:
                _give_up(f"{_SKIPPED}: there is no {program}")
        cache.mkdir(parents=True, exist_ok=True)
        _install(place)
    return place / "node_modules"


def _install(place: Path) -> None:
    """Install aside and rename, so that an interrupted installation is not taken for a whole one."""
    unfinished = Path(mkdtemp(dir=place.parent))
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, unfinished)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=unfinished, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(unfinished)
        _give_up(f"{_SKIPPED}: {done.stderr.strip()[-500:]}")
    unfinished.rename(place)


def _give_up(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def project(request: pytest.FixtureRequest, official: Path, tmp_path: Path) -> Iterator[Project]:
    """An empty project; the parameter is its line and its provider, as in ``7-sqlite``."""
    line, _, provider = request.param.partition("-")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "prisma").symlink_to(official / f"prisma-{line}")
    with fresh(provider, tmp_path) as place:
        if line == "7":
            (tmp_path / "prisma.config.ts").write_text(CONFIG.format(url=place.url))
        made = Project(tmp_path, place, line)
        made.model()
        yield made
