"""``debug`` tells what is there, and never fails for what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Workspace


def test_of_a_project(workspace: Workspace) -> None:
    Path("prismstack.toml").write_text('seed = "true"\n')
    Path(".env").write_text("PRISMSTACK_NOTHING=1\n")
    code, out, _ = workspace.cli("debug", "--json")
    document = json.loads(out)
    assert code == 0
    project = document["project"]
    assert project["schema"] == str(workspace.schema)
    assert project["settings"] == str(workspace.folder / "prismstack.toml")
    assert project["url"] == f"file:{workspace.database}"
    assert project["migrations"] == str(workspace.migrations)
    assert project["dotenv"] == str(workspace.folder / ".env")
    assert document["engines"]["artefacts"].endswith("in order")
    assert document["versions"]["engines"].startswith("prisma 7")
    assert document["environment"]["DATABASE_URL"] == "file:./dev.db"
    assert "migrations             : " in workspace.cli("debug")[1]


def test_passwords_are_not_shown(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:s3cr3t@h/db?sslpassword=s3cr3t")
    for arguments in (["debug"], ["debug", "--json"]):
        code, out, err = workspace.cli(*arguments)
        assert (code, "s3cr3t" in out + err, "u:***@h/db?sslpassword=***" in out) == (0, False, True)


def test_without_a_project(workspace: Workspace) -> None:
    workspace.schema.unlink()
    Path("prismstack.toml").write_text("nonsense = 1\n")
    code, out, _ = workspace.cli("debug")
    assert code == 0
    assert "CONFIGURATION_ERROR" in out
    assert "unknown setting nonsense" in out


def test_of_a_schema_without_a_datasource(workspace: Workspace) -> None:
    workspace.schema.write_text("model A {\n  id Int @id\n}\n")
    code, out, _ = workspace.cli("debug")
    assert (code, "SCHEMA_INVALID" in out) == (0, True)
