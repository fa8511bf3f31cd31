"""``migrate diff``: every pair of sources, as a script and as a summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate import (
    DatabaseSide,
    EmptySide,
    MigrationsSide,
    SchemaSide,
    Side,
    db_execute,
    db_push,
    dev,
    diff,
)
from prismstack.migrate._errors import DatabaseMissing, LockFileMismatch, ShadowReplayFailed

from .conftest import EVERY_PROVIDER, Workspace

pytestmark = EVERY_PROVIDER


def sides(workspace: Workspace) -> dict[str, Side]:
    return {
        "schema": SchemaSide(workspace.schema),
        "migrations": MigrationsSide(workspace.migrations),
        "database": DatabaseSide(workspace.url),
    }


def test_the_three_of_a_project_agree(workspace: Workspace) -> None:
    dev(workspace.schema, workspace.url, name="init")
    for source in sides(workspace).values():
        for target in sides(workspace).values():
            result = diff(source, target)
            assert not result.different, (source, target)
            assert result.text == "No difference detected.\n"


@pytest.mark.parametrize("name", ["schema", "migrations", "database"])
def test_from_nothing_and_back(workspace: Workspace, name: str) -> None:
    dev(workspace.schema, workspace.url, name="init")
    side = sides(workspace)[name]
    there, back = diff(EmptySide(), side, script=True), diff(side, EmptySide(), script=True)
    assert there.different
    assert workspace.quoted('CREATE TABLE "Item"') in there.text.replace('"public".', "")
    assert workspace.quoted('DROP TABLE "Item"') in back.text.replace('"public".', "")
    assert "[+] Added tables" in diff(EmptySide(), side).text


def test_the_script_does_what_it_says(workspace: Workspace) -> None:
    dev(workspace.schema, workspace.url, name="init")
    workspace.model("name String", "age Int?", extra="model Other {\n  id Int @id\n}\n")
    database, schema = DatabaseSide(workspace.url), SchemaSide(workspace.schema)
    db_execute(diff(database, schema, script=True).text, workspace.schema, workspace.url)
    assert not diff(database, schema).different
    # The history knows nothing of it.
    assert diff(MigrationsSide(workspace.migrations), database).different


def test_two_databases(workspace: Workspace) -> None:
    other = f"{workspace.url}2"
    db_push(workspace.schema, workspace.url)
    workspace.model("name String", "age Int?")
    db_push(workspace.schema, other)
    try:
        ours, theirs = DatabaseSide(workspace.url), DatabaseSide(other)
        assert workspace.quoted('ADD COLUMN "age" INTEGER') in " ".join(diff(ours, theirs, script=True).text.split())
        assert diff(theirs, ours).different
        assert not diff(theirs, theirs).different
    finally:
        if workspace.server:
            workspace.sql(f"DROP DATABASE {other.rpartition('/')[2]}")


def test_what_cannot_be_compared(workspace: Workspace) -> None:
    empty, schema = EmptySide(), SchemaSide(workspace.schema)
    with pytest.raises(DatabaseMissing):
        diff(empty, DatabaseSide(workspace.url))
    with pytest.raises(ConfigurationError, match="no folder of migrations"):
        diff(empty, MigrationsSide(Path("nowhere")))
    with pytest.raises(ConfigurationError, match="cannot compare"):
        diff(DatabaseSide("file:x.db"), DatabaseSide("postgresql://h/x"))
    workspace.sql("SELECT 1")
    workspace.migration("1_bad", "CREATE TABEL a (b INT);")
    with pytest.raises(ShadowReplayFailed, match="1_bad"):
        diff(MigrationsSide(workspace.migrations), schema)
    lock = "sqlite" if workspace.server else "postgresql"
    (workspace.migrations / "migration_lock.toml").write_text(f'provider = "{lock}"\n')
    with pytest.raises(LockFileMismatch):
        diff(DatabaseSide(workspace.url), MigrationsSide(workspace.migrations))


def test_the_command(workspace: Workspace) -> None:
    workspace.cli("migrate", "dev", "-n", "init", "--skip-generate")
    schema = str(workspace.schema)
    same = ("migrate", "diff", "--from-migrations", "migrations", "--to-schema", schema, "--exit-code")
    assert workspace.cli(*same) == (0, "No difference detected.\n", "")
    workspace.model("name String", "age Int?")
    code, out, _ = workspace.cli(*same, "--script")
    assert (code, workspace.quoted('ALTER TABLE "Item"') in out) == (2, True)
    arguments = ("migrate", "diff", "--from-config-datasource", "--to-url", workspace.url, "--script")
    code, out, _ = workspace.cli(*arguments, "-o", "out.sql")
    assert (code, out) == (0, "")
    assert Path("out.sql").read_text() == "-- This is an empty migration.\n"
    assert workspace.cli(*arguments, "-o", "no/such/folder.sql")[0] == 1
    code, _, err = workspace.cli("migrate", "diff", "--from-empty", "--to-empty", "--to-schema", schema)
    assert (code, "exactly one of --to-empty" in err) == (1, True)
    assert "exactly one of --from-empty" in workspace.cli("migrate", "diff", "--to-empty")[2]
