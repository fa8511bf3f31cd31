"""kill -9 after every single statement of a deploy: nothing lost, status tells the truth, the next run completes.

On SQLite and PostgreSQL a migration is whole or absent. On MySQL, which ends the transaction
at every change of a table, it may be half done: then it is shown as failed, and after
``resolve`` the next deploy goes on where the killed one stopped.

A process of its own forks for each deploy; the fork kills itself before its n-th statement,
and n grows until a deploy gets through.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from prismstack.migrate import State, StatusResult, deploy, mark_rolled_back, status
from tests.providers import PROVIDERS, Place, fresh

STEPS = 10
MIGRATIONS = {
    "1_init": "CREATE TABLE log (step INT);\nCREATE TABLE t (a INT);\nINSERT INTO t VALUES (1), (2);\n",
    "2_steps": "".join(
        f"ALTER TABLE t ADD COLUMN c{n} INT;\nINSERT INTO log VALUES ({n});\n" for n in range(STEPS // 2)
    ),
    "3_last": "CREATE TABLE u (a INT);\nDROP TABLE u;\nUPDATE t SET a = a + 10;\n",
}
#: How statements are counted, by provider.
HOOKS = {
    "sqlite": """
import apsw
apsw.connection_hooks.append(lambda connection: connection.trace_v2(apsw.SQLITE_TRACE_STMT, count))
""",
    "postgresql": """
from prismstack.migrate.postgresql._connection import Connection
watch(Connection, "query", "script")
""",
    "mysql": """
from prismstack.migrate.mysql._connection import Connection
watch(Connection, "run", "rows")
""",
}
CHILD = """
import os, signal, sys
from prismstack.migrate import deploy

limit = seen = 0

def count(*_):
    global seen
    seen += 1
    if seen > limit:
        os.kill(os.getpid(), signal.SIGKILL)

def watch(cls, *names):
    for name in names:
        def counted(*arguments, original=getattr(cls, name)):
            count()
            return original(*arguments)
        setattr(cls, name, counted)

{hook}
for line in sys.stdin:
    limit = int(line)
    child = os.fork()
    if child == 0:
        deploy("schema.prisma", {url!r})
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Project:
    """A schema with migrations, and the process that deploys them."""

    folder: Path
    place: Place
    orders: IO[str]
    answers: IO[str]

    def deploy_until(self, statements: int) -> bool:
        """Whether the deploy got through."""
        self.orders.write(f"{statements}\n")
        self.orders.flush()
        code = int(self.answers.readline())
        assert code in (0, -signal.SIGKILL)
        return code == 0

    def status(self) -> StatusResult:
        return status(self.folder / "schema.prisma", self.place.url)

    def complete(self) -> None:
        """What an operator does who finds the deploy dead."""
        for name in self.status().named(State.FAILED):
            mark_rolled_back(name, self.folder / "schema.prisma", self.place.url)
        deploy(self.folder / "schema.prisma", self.place.url)

    def columns(self, table: str) -> set[str]:
        """The columns of a table; none when it does not exist."""
        if self.place.provider == "sqlite":
            return {row[1] for row in self.place.sql(f"PRAGMA table_info({table})")}
        where = "table_schema = DATABASE()" if self.place.provider == "mysql" else "table_schema = 'public'"
        query = f"SELECT column_name FROM information_schema.columns WHERE {where} AND table_name = '{table}'"
        return {row[0] for row in self.place.sql(query)}


@pytest.fixture(params=PROVIDERS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    provider: str = request.param
    (tmp_path / "schema.prisma").write_text(
        f'datasource db {{\n  provider = "{provider}"\n}}\nmodel T {{\n  id Int @id\n}}\n'
    )
    for name, script in MIGRATIONS.items():
        folder = tmp_path / "migrations" / name
        folder.mkdir(parents=True)
        (folder / "migration.sql").write_text(script)
    (tmp_path / "migrations" / "migration_lock.toml").write_text(f'provider = "{provider}"\n')
    with fresh(provider, tmp_path) as place, _deployer(tmp_path, place) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield Project(tmp_path, place, child.stdin, child.stdout)


@contextmanager
def _deployer(folder: Path, place: Place) -> Iterator[subprocess.Popen[str]]:
    script = CHILD.format(hook=HOOKS[place.provider], url=place.url)
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        yield child
        assert child.stdin is not None
        child.stdin.close()


def effects(project: Project) -> set[str]:
    """Which migrations have left their whole effect; fails on half of one."""
    columns = project.columns("t")
    assert not project.columns("u")
    if not columns:
        assert not project.columns("log")
        return set()
    found = {"1_init"}
    added = len(columns) - 1
    assert project.place.sql("SELECT count(*) FROM log") == [(added,)]
    assert added in (0, STEPS // 2)
    if added:
        found.add("2_steps")
    values = [row[0] for row in project.place.sql("SELECT a FROM t ORDER BY a")]
    assert values in ([1, 2], [11, 12])
    if values == [11, 12]:
        found.add("3_last")
    return found


def check_whole(project: Project) -> None:
    """Every migration is applied with its whole effect, or pending with none."""
    told = project.status()
    whole = effects(project)
    assert set(told.named(State.APPLIED)) == whole
    assert set(told.named(State.PENDING)) == set(MIGRATIONS) - whole


def check_halves(project: Project) -> None:
    """One migration may be half done, and is shown as failed; nothing of it is done twice or lost."""
    told = project.status()
    names = list(MIGRATIONS)
    applied, failed = told.named(State.APPLIED), told.named(State.FAILED)
    assert len(failed) <= 1
    assert [*applied, *failed, *told.named(State.PENDING)] == names
    added, logged = len(project.columns("t")) - 1, 0
    if project.columns("log"):
        logged = project.place.sql("SELECT count(*) FROM log")[0][0]
    if "2_steps" in applied:
        assert added == logged == STEPS // 2
    elif "2_steps" in failed:
        assert added - logged in (0, 1)
    else:
        assert logged == 0
        assert added <= 0


@pytest.mark.slow
def test_killed_after_every_statement(project: Project) -> None:
    through, statements, stages = False, 0, set[tuple[int, int]]()
    while not through:
        statements += 1
        project.place.drop()
        through = project.deploy_until(statements)
        if not project.place.exists():
            continue
        check = check_halves if project.place.provider == "mysql" else check_whole
        check(project)
        told = project.status()
        stages.add((len(told.named(State.APPLIED)), len(told.named(State.FAILED))))
        project.complete()
        assert project.status().up_to_date, statements
        assert effects(project) == set(MIGRATIONS), statements
    # The test has seen each stage, so it did kill where it matters.
    assert {applied for applied, _ in stages} == {0, 1, 2, 3}
    assert {failed for _, failed in stages} == ({0, 1} if project.place.provider == "mysql" else {0})
    assert statements > 2 * STEPS
