"""kill -9 after every single statement of a deploy: nothing half done, status tells the truth.

A migration is whole or absent. The child process kills itself when SQLite starts its n-th
statement; n grows until a deploy gets through.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from prismstack.migrate import State, deploy, status

SCHEMA = 'datasource db {\n  provider = "sqlite"\n}\nmodel T {\n  id Int @id\n}\n'
STEPS = 10
MIGRATIONS = {
    "1_init": "CREATE TABLE log (step INT);\nCREATE TABLE t (a INT);\nINSERT INTO t VALUES (1), (2);\n",
    "2_steps": "PRAGMA foreign_keys=OFF;\n"
    + "".join(f"ALTER TABLE t ADD COLUMN c{n} INT;\nINSERT INTO log VALUES ({n});\n" for n in range(STEPS // 2)),
    "3_last": "CREATE TABLE u (a INT);\nDROP TABLE u;\nUPDATE t SET a = a + 10;\n",
}
CHILD = """
import os, signal, sys
import apsw
from prismstack.migrate import deploy

limit, seen = int(sys.argv[1]), 0

def count(event):
    global seen
    seen += 1
    if seen > limit:
        os.kill(os.getpid(), signal.SIGKILL)

apsw.connection_hooks.append(lambda connection: connection.trace_v2(apsw.SQLITE_TRACE_STMT, count))
deploy("schema.prisma", "file:./dev.db")
print(seen)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "schema.prisma").write_text(SCHEMA)
    for name, script in MIGRATIONS.items():
        folder = tmp_path / "migrations" / name
        folder.mkdir(parents=True)
        (folder / "migration.sql").write_text(script)
    (tmp_path / "migrations" / "migration_lock.toml").write_text('provider = "sqlite"\n')
    return tmp_path


def deploy_until(project: Path, statements: int) -> bool:
    """Whether the deploy got through."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(statements)], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == 0


def effects(connection: apsw.Connection) -> set[str]:
    """Which migrations have left their whole effect; fails on half of one."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert "u" not in tables
    if "t" not in tables:
        assert "log" not in tables
        return set()
    found = {"1_init"}
    columns = len(connection.execute("PRAGMA table_info(t)").fetchall()) - 1
    logged = connection.execute("SELECT count(*) FROM log").fetchall()[0][0]
    assert columns == logged
    assert columns in (0, STEPS // 2)
    if columns:
        found.add("2_steps")
    values = connection.execute("SELECT a FROM t ORDER BY a").fetchall()
    assert values in ([(1,), (2,)], [(11,), (12,)])
    if values[0] == (11,):
        found.add("3_last")
    return found


@pytest.mark.slow
def test_killed_after_every_statement(project: Path) -> None:
    database = project / "dev.db"
    through, statements, stages = False, 0, set[int]()
    while not through:
        statements += 1
        for leftover in project.glob("dev.db*"):
            leftover.unlink()
        through = deploy_until(project, statements)
        if not database.exists():
            continue
        connection = apsw.Connection(str(database))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        whole = effects(connection)
        connection.close()
        told = status(project / "schema.prisma", "file:./dev.db")
        assert set(told.named(State.APPLIED)) == whole, statements
        assert set(told.named(State.PENDING)) == set(MIGRATIONS) - whole, statements
        stages.add(len(whole))
        deploy(project / "schema.prisma", "file:./dev.db")
        assert status(project / "schema.prisma", "file:./dev.db").up_to_date
    # The test has seen each stage, so it did kill where it matters.
    assert stages == {0, 1, 2, 3}
    assert statements > 2 * STEPS
