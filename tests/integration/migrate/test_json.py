"""``--json`` of the commands that change the history, and of ``migrate diff`` with a shadow database of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import EVERY_PROVIDER, ON_POSTGRESQL, Workspace


@EVERY_PROVIDER
def test_deploy_and_down(workspace: Workspace) -> None:
    path = workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    path.with_name("down.sql").write_text("DROP TABLE a;")
    deployed = json.loads(workspace.cli("migrate", "deploy", "--json")[1])
    assert deployed["applied"] == ["20260101000000_init"]
    assert (deployed["found"], deployed["createdDatabase"], deployed["edited"]) == (1, True, [])
    code, out, err = workspace.cli("migrate", "down", "--json")
    assert (code, err, json.loads(out)["rolledBack"]) == (0, "", ["20260101000000_init"])
    assert json.loads(workspace.cli("migrate", "status", "--json")[1])["migrations"][0]["state"] == "rolled back"


def test_down_with_loss_needs_force(workspace: Workspace) -> None:
    path = workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    path.with_name("down.sql").write_text("DROP TABLE a;")
    workspace.cli("migrate", "deploy")
    workspace.sql("INSERT INTO a VALUES (1)")
    code, _, err = workspace.cli("migrate", "down")
    assert (code, err.partition(":")[0]) == (1, "error DATA_LOSS")
    assert workspace.cli("migrate", "down", "--force")[0] == 0
    assert "a" not in workspace.tables()


def test_diff(workspace: Workspace, clean_environment: Callable[[str], None]) -> None:
    code, out, _ = workspace.cli("migrate", "diff", "--from-empty", "--to-schema", "schema.prisma", "--json")
    assert (code, json.loads(out)["different"]) == (0, True)
    sides = ["--from-empty", "--to-schema-datamodel", "schema.prisma", "--script", "--json", "--exit-code"]
    code, out, _ = workspace.cli("migrate", "diff", *sides)
    assert (code, 'CREATE TABLE "Item"' in json.loads(out)["script"]) == (2, True)


@ON_POSTGRESQL
class TestOnAServer:
    """Where migrations are replayed on another database."""

    @pytest.fixture
    def history(self, workspace: Workspace) -> list[str]:
        workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
        workspace.sql("CREATE TABLE stray (a INT)")
        return ["migrate", "diff", "--from-migrations", "migrations", "--to-empty", "--json"]

    def test_a_shadow_database_is_emptied_and_used(self, workspace: Workspace, history: list[str]) -> None:
        code, out, err = workspace.cli(*history, "--shadow-database-url", workspace.url)
        assert not err
        assert (code, json.loads(out)["different"]) == (0, True)
        assert "stray" not in workspace.tables()

    def test_the_url_comes_from_dotenv(
        self, workspace: Workspace, history: list[str], clean_environment: Callable[[str], None]
    ) -> None:
        clean_environment("DATABASE_URL")
        Path(".env").write_text(f"DATABASE_URL={workspace.url}\n")
        code, out, _ = workspace.cli(*history)
        assert (code, json.loads(out)["different"]) == (0, True)
        assert "stray" in workspace.tables()
