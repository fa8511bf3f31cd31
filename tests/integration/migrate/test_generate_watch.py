"""``generate --watch`` follows the schema, through errors too, until Ctrl-C."""

from __future__ import annotations

import sys

import pytest

from .conftest import Workspace

GENERATOR = 'generator client {\n  provider = "prisma-client-py"\n  output = "./made"\n}\n'


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_client_follows_the_schema(workspace: Workspace) -> None:
    from .test_terminal import Terminal

    workspace.model("name String", extra=GENERATOR)
    terminal = Terminal(workspace, "generate", "--watch")
    terminal.wait_for("Watching schema.prisma ...")
    made = workspace.folder / "made" / "models.py"
    assert "name" in made.read_text()
    terminal.text = ""
    workspace.model("name Nonsense", extra=GENERATOR)
    terminal.wait_for("Watching schema.prisma ...")
    assert "SCHEMA_INVALID" in terminal.text
    terminal.text = ""
    workspace.model("name String", "colour String", extra=GENERATOR)
    terminal.wait_for("Watching schema.prisma ...")
    assert "colour" in made.read_text()
    terminal.interrupt()
    assert terminal.finish() == 0
