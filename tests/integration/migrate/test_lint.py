"""``migrate lint`` with the rows that are there."""

from __future__ import annotations

import json

import pytest

from .conftest import EVERY_PROVIDER, Workspace

pytestmark = EVERY_PROVIDER
INIT = 'CREATE TABLE "t" ("id" INTEGER NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);\n'


@pytest.fixture
def deployed(workspace: Workspace) -> Workspace:
    workspace.migration("20260101000000_init", INIT)
    assert workspace.cli("migrate", "deploy")[0] == 0
    return workspace


def rules(workspace: Workspace, *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    """The exit code, and rule and level of each finding."""
    code, out, _ = workspace.cli("migrate", "lint", "--json", *arguments)
    (result,) = json.loads(out)["results"]
    return code, [(each["rule"], each["level"]) for each in result["findings"]]


def test_what_is_empty_may_go(deployed: Workspace) -> None:
    deployed.migration("20260102000000_drop", 'ALTER TABLE "t" DROP COLUMN "a";\n')
    assert rules(deployed) == (0, [("drop-column", "warning")])
    deployed.sql("INSERT INTO t VALUES (1, NULL, 'x')")
    assert rules(deployed) == (0, [("drop-column", "warning")])
    deployed.sql("INSERT INTO t VALUES (2, 'y', 'x')")
    assert rules(deployed) == (1, [("drop-column", "error")])
    code, out, _ = deployed.cli("migrate", "lint")
    assert code == 1
    assert (
        "migrations/20260102000000_drop/migration.sql:1: error: "
        "the column t.a goes, with its data (one row with values) [drop-column]"
    ) in out
    assert "-- prismstack-lint: allow <rule>: <reason>" in out


def test_only_what_is_pending_is_looked_at(deployed: Workspace) -> None:
    deployed.migration("20260102000000_drop", 'DROP TABLE "t";\n')
    deployed.sql("INSERT INTO t VALUES (1, 'x', 'x')")
    assert rules(deployed) == (1, [("drop-table", "error")])
    assert deployed.cli("migrate", "deploy")[0] == 0
    assert rules(deployed) == (0, [])
    assert rules(deployed, "--all") == (1, [("drop-table", "error")])


def test_without_a_database_everything_counts_as_full(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", INIT)
    workspace.migration("20260102000000_drop", 'DROP TABLE "t";\n')
    assert rules(workspace) == (1, [("drop-table", "error")])
    assert "every table counts as full" in workspace.cli("migrate", "lint")[1]
    assert rules(workspace, "--migrations", "migrations") == (1, [("drop-table", "error")])


def test_an_allowed_finding_passes_and_is_shown(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", INIT)
    workspace.migration("20260102000000_drop", '-- prismstack-lint: allow drop-table: moved\nDROP TABLE "t";\n')
    code, out, _ = workspace.cli("migrate", "lint")
    assert code == 0
    assert "migration.sql:2: allowed [drop-table]: moved" in out
    assert "No errors in 2 migrations" in out


def test_rows_without_a_value(deployed: Workspace) -> None:
    if deployed.provider == "sqlite":
        deployed.model("a String", "b String?")
        deployed.schema.write_text(deployed.schema.read_text().replace("model Item", "model t"))
        deployed.cli("migrate", "dev", "--create-only", "-n", "required", "--skip-generate")
    else:
        deployed.migration("20260102000000_required", 'ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL;\n')
    assert ("set-not-null", "error") not in rules(deployed)[1]
    deployed.sql("INSERT INTO t VALUES (1, 'x', 'x')")
    assert ("set-not-null", "error") not in rules(deployed)[1]
    deployed.sql("INSERT INTO t VALUES (2, NULL, 'x')")
    code, found = rules(deployed)
    assert (code, ("set-not-null", "error") in found) == (1, True)


def test_a_server_that_is_away(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    if workspace.provider == "sqlite":
        workspace.database.write_text("not a database, but a text that is long enough to be taken for none")
    else:
        monkeypatch.setenv("DATABASE_URL", f"{workspace.provider}://root@127.0.0.1:1/none")
    workspace.migration("20260101000000_init", INIT)
    assert rules(workspace) == (0, [])
