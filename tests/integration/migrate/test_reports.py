"""What the commands say in the less common cases."""

from __future__ import annotations

from .conftest import Workspace

SCRIPT = "CREATE TABLE a (b INT);"


def test_engines_install_is_a_no_op_when_all_is_in_order(workspace: Workspace) -> None:
    code, out, _ = workspace.cli("engines", "install")
    assert (code, "are installed" in out) == (0, True)
    code, out, _ = workspace.cli("engines", "status")
    assert code == 0
    assert "Apache-2.0" in out
    assert "schema_engine_bg.wasm" in out


def test_versions(workspace: Workspace) -> None:
    for arguments in (["version"], ["--version"], ["-v"]):
        code, out, _ = workspace.cli(*arguments)
        assert (code, "engines" in out) == (0, True)


def test_baseline(workspace: Workspace) -> None:
    workspace.sql(SCRIPT)
    workspace.migration("20260101000000_init", SCRIPT)
    assert "P3005" in workspace.cli("migrate", "deploy")[2]
    code, out, _ = workspace.cli("migrate", "resolve", "--applied", "20260101000000_init")
    assert (code, "marked as applied" in out) == (0, True)
    assert workspace.cli("migrate", "status")[0] == 0
    assert workspace.cli("migrate", "resolve")[0] == 1


def test_a_migration_that_is_missing_on_disk(workspace: Workspace) -> None:
    script = workspace.migration("20260101000000_init", SCRIPT)
    workspace.cli("migrate", "deploy")
    script.unlink()
    script.parent.rmdir()
    code, out, _ = workspace.cli("migrate", "status")
    assert code == 1
    assert "missing     20260101000000_init" in out
    assert "restore them from version control" in out


def test_a_database_without_any_migrations(workspace: Workspace) -> None:
    workspace.sql(SCRIPT)
    code, out, _ = workspace.cli("migrate", "status")
    assert code == 1
    assert "not managed by migrations" in out


def test_warnings_of_an_accepted_push(workspace: Workspace) -> None:
    workspace.cli("db", "push", "--skip-generate")
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('gone')")
    workspace.model("age Int?")
    code, _, err = workspace.cli("db", "push", "--accept-data-loss", "--skip-generate")
    assert (code, "column `name`" in err) == (0, True)


def test_a_formatted_schema_and_an_unwritable_one(workspace: Workspace) -> None:
    assert workspace.cli("format")[0] == 0
    assert "formatted already" in workspace.cli("format")[1]


def test_package_json_that_is_not_json(workspace: Workspace) -> None:
    (workspace.folder / "package.json").write_text("{")
    code, _, err = workspace.cli("db", "seed")
    assert (code, "not valid JSON" in err) == (1, True)
