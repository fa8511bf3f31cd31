"""The recipe for a change without downtime, in its three states, with programs that go on reading and writing.

A column is renamed: ``name`` becomes ``full_name``. Each state is reached while the
program of before and the program of after are both running, as in a rolling deployment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest

from prismstack.migrate import deploy
from prismstack.migrate.lint import lint
from tests.providers import Place, fresh

SCHEMA = 'datasource db {{\n  provider = "{}"\n}}\nmodel person {{\n  id Int @id\n}}\n'
INIT = "CREATE TABLE person (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);\n"
EXPAND = "ALTER TABLE person ADD COLUMN full_name TEXT;\n"
LOOSEN = {
    "sqlite": "PRAGMA foreign_keys=OFF;\n"
    "CREATE TABLE new_person (id INTEGER NOT NULL PRIMARY KEY, name TEXT, full_name TEXT);\n"
    "INSERT INTO new_person (id, name, full_name) SELECT id, name, full_name FROM person;\n"
    "DROP TABLE person;\nALTER TABLE new_person RENAME TO person;\nPRAGMA foreign_keys=ON;\n",
    "postgresql": "ALTER TABLE person ALTER COLUMN name DROP NOT NULL;\n",
}
CONTRACT = "-- prismstack-lint: allow drop-column: full_name has all values\nALTER TABLE person DROP COLUMN name;\n"
BACKFILL = """\
UPDATE person SET full_name = name
WHERE id IN (SELECT id FROM person WHERE full_name IS NULL LIMIT 20)"""


@dataclass
class Program:
    """One version of the program: how it writes a person, and how it reads that person's name."""

    write: str
    read: str


OLD = Program("INSERT INTO person (id, name) VALUES ({0}, 'p{0}')", "SELECT name FROM person WHERE id = {0}")
BOTH = Program(
    "INSERT INTO person (id, name, full_name) VALUES ({0}, 'p{0}', 'p{0}')",
    "SELECT coalesce(full_name, name) FROM person WHERE id = {0}",
)
NEW = Program("INSERT INTO person (id, full_name) VALUES ({0}, 'p{0}')", "SELECT full_name FROM person WHERE id = {0}")


@dataclass
class Live:
    """Programs that run in threads: what they wrote, and what went wrong."""

    place: Place
    written: list[int] = field(default_factory=list[int])
    errors: list[BaseException] = field(default_factory=list[BaseException])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        if self.place.provider != "sqlite":
            return self.place.sql(statement)
        connection = apsw.Connection(self.place.url.removeprefix("file:"))
        try:
            connection.set_busy_timeout(60_000)
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    @contextmanager
    def running(self, *programs: Program) -> Generator[Callable[[], None]]:
        """Run programs meanwhile; yields how to wait until each has written and read once more."""
        stop = threading.Event()
        rounds = [0] * len(programs)
        moved = threading.Condition()

        def run(index: int) -> None:
            while not stop.is_set():
                self._once(programs[index])
                with moved:
                    rounds[index] += 1
                    moved.notify_all()

        def wait() -> None:
            with moved:
                # The round that is under way may have begun before.
                goal = [each + 2 for each in rounds]
                assert moved.wait_for(lambda: all(a >= b for a, b in zip(rounds, goal, strict=True)), 120)

        threads = [threading.Thread(target=run, args=(index,)) for index in range(len(programs))]
        for each in threads:
            each.start()
        try:
            wait()
            yield wait
        finally:
            stop.set()
            for each in threads:
                each.join()

    def _once(self, program: Program) -> None:
        with self._lock:
            number = len(self.written)
            self.written.append(number)
        try:
            self.sql(program.write.format(number))
            # Also what another version wrote, maybe a while ago.
            for each in (number, number // 2):
                rows = self.sql(program.read.format(each))
                assert rows in ([(f"p{each}",)], []), (each, rows)
        except (Exception, AssertionError) as error:
            self.errors.append(error)


class Project:
    """A history that grows by one migration at a time."""

    def __init__(self, folder: Path, place: Place) -> None:
        self._folder, self._place = folder, place
        (folder / "schema.prisma").write_text(SCHEMA.format(place.provider))
        self._count = 0

    def deploy(self, script: str) -> None:
        self._count += 1
        path = self._folder / "migrations" / f"{self._count}_step" / "migration.sql"
        path.parent.mkdir(parents=True)
        path.write_text(script)
        (self._folder / "migrations" / "migration_lock.toml").write_text(f'provider = "{self._place.provider}"\n')
        assert lint(self._folder / "schema.prisma", self._place.url).passed
        deploy(self._folder / "schema.prisma", self._place.url)


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Live]:
    with fresh(request.param, tmp_path) as place:
        yield Live(place)


@pytest.fixture
def project(live: Live, tmp_path: Path) -> Project:
    made = Project(tmp_path, live.place)
    made.deploy(INIT)
    return made


def backfilled(live: Live) -> None:
    """Fill the new column in portions, each a transaction of its own."""
    while live.sql("SELECT 1 FROM person WHERE full_name IS NULL LIMIT 1"):
        live.sql(BACKFILL)


def test_a_column_is_renamed_while_programs_run(live: Live, project: Project) -> None:
    # Expanded: the new column is there, and optional.
    with live.running(OLD) as wait:
        project.deploy(EXPAND)
        wait()
    with live.running(OLD, BOTH):
        live.sql(BACKFILL)
    # Migrated: nobody writes the former column alone, and all rows have the new one.
    with live.running(BOTH) as wait:
        backfilled(live)
        project.deploy(LOOSEN[live.place.provider])
        wait()
    with live.running(BOTH, NEW) as wait:
        wait()
    # Contracted: nobody knows the former column.
    with live.running(NEW) as wait:
        project.deploy(CONTRACT)
        wait()
    assert live.errors == []
    assert live.sql("SELECT count(*), count(full_name) FROM person") == [(len(live.written),) * 2]
    assert len(live.written) > 10


def test_a_step_left_out_is_noticed(live: Live, project: Project) -> None:
    """The test above can fail: here the former column goes while a program still uses it."""
    project.deploy(EXPAND)
    with live.running(BOTH) as wait:
        project.deploy(CONTRACT)
        wait()
    assert live.errors
