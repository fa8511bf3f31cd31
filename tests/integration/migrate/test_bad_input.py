"""Bad input: one clear message with a code, exit code 1, no traceback, nothing written."""

from __future__ import annotations

from collections.abc import Callable

import apsw
import pytest

from .conftest import Workspace

EVERY = [("migrate", "deploy"), ("migrate", "status"), ("migrate", "dev", "-n", "x"), ("db", "push")]


def refused(workspace: Workspace, *arguments: str) -> str:
    code, _, err = workspace.cli(*arguments)
    assert code == 1
    assert err.startswith("error ")
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("command", EVERY)
def test_no_database_url(
    workspace: Workspace, command: tuple[str, ...], clean_environment: Callable[[str], None]
) -> None:
    clean_environment("DATABASE_URL")
    assert "DATABASE_URL is not set" in refused(workspace, *command)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("oracle://host/db", "unknown scheme 'oracle'"),
        ("dev.db", "unknown scheme"),
        ("cockroachdb://localhost/db", "not supported by this release"),
        ("file::memory:", "in memory"),
        ("file:./dev.db?nope=1", "unknown option 'nope'"),
    ],
)
@pytest.mark.parametrize("command", EVERY)
def test_a_bad_url(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, url: str, message: str, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert message in refused(workspace, *command)
    assert sorted(each.name for each in workspace.folder.iterdir()) == ["schema.prisma"]


@pytest.mark.parametrize("command", [*EVERY, ("validate",), ("format",)])
def test_no_schema(workspace: Workspace, command: tuple[str, ...]) -> None:
    workspace.schema.unlink()
    assert "no schema found" in refused(workspace, *command)
    assert "missing.prisma does not exist" in refused(workspace, *command, "--schema", "missing.prisma")


@pytest.mark.parametrize("command", [("migrate", "deploy"), ("migrate", "dev", "-n", "x"), ("db", "push"), ("format",)])
def test_a_broken_schema(workspace: Workspace, command: tuple[str, ...]) -> None:
    workspace.schema.write_text(workspace.schema.read_text() + "model {\n")
    assert f"{workspace.schema}:10:1: error: " in refused(workspace, *command)
    assert not workspace.database.exists()


@pytest.mark.parametrize("command", EVERY)
def test_a_file_that_is_not_a_database(workspace: Workspace, command: tuple[str, ...]) -> None:
    workspace.database.write_text("These are my notes, not a database. " * 50)
    before = workspace.database.read_bytes()
    assert "file is not a database" in refused(workspace, *command)
    assert workspace.database.read_bytes() == before


@pytest.mark.parametrize("command", EVERY)
def test_a_folder_in_place_of_the_file(workspace: Workspace, command: tuple[str, ...]) -> None:
    workspace.database.mkdir()
    assert "unable to open database file" in refused(workspace, *command)


@pytest.mark.parametrize("command", [("migrate", "deploy"), ("db", "push")])
def test_a_locked_database(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.setenv("DATABASE_URL", "file:./dev.db?busy_timeout=50")
    workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    workspace.sql("PRAGMA journal_mode = WAL")
    writer = apsw.Connection(str(workspace.database))
    writer.execute("BEGIN IMMEDIATE")
    assert "database is locked" in refused(workspace, *command)
    writer.execute("ROLLBACK")
    writer.close()
    assert workspace.tables() == set()
    assert workspace.cli(*command, *(["--skip-generate"] if command[0] == "db" else []))[0] == 0


def test_a_database_locked_before_the_second_migration(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "file:./dev.db?busy_timeout=50")
    workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    assert workspace.cli("migrate", "deploy")[0] == 0
    for name, script in (("20260102000000_ours", "CREATE TABLE c (d INT);"), ("20260103000000_own", "VACUUM;")):
        workspace.migration(name, script)
        writer = apsw.Connection(str(workspace.database))
        writer.execute("BEGIN IMMEDIATE")
        assert "P1008" in refused(workspace, "migrate", "deploy")
        writer.close()
        assert f"pending     {name}" in workspace.cli("migrate", "status")[1]
        assert workspace.cli("migrate", "deploy")[0] == 0


def test_an_edited_migration(workspace: Workspace) -> None:
    script = workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    workspace.cli("migrate", "deploy")
    script.write_text("CREATE TABLE a (b TEXT);")
    code, out, err = workspace.cli("migrate", "status")
    assert (code, "edited      20260101000000_init" in out) == (0, True)
    assert "was edited after it was applied" in err
    code, _, err = workspace.cli("migrate", "deploy")
    assert (code, "was edited after it was applied" in err) == (0, True)
    assert workspace.cli("migrate", "dev", "-n", "x")[0] == 130
