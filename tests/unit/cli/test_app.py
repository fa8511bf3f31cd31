"""The tree of commands: help and what it may import, usage errors, exit codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from prismstack.cli import run

COMMANDS = [
    "init", "version", "debug", "validate", "format", "generate", "studio",
    "engines install", "engines status",
    "migrate dev", "migrate deploy", "migrate status", "migrate diff", "migrate down", "migrate lint", "migrate squash",
    "migrate reset", "migrate resolve",
    "db pull", "db push", "db seed", "db execute", "db backup", "db restore",
]  # fmt: skip
FLAGS = {
    "migrate dev": ["--schema", "--name", "-n", "--create-only", "--skip-generate", "--skip-seed"],
    "migrate reset": ["--schema", "--force", "-f", "--skip-generate", "--skip-seed"],
    "migrate status": ["--schema", "--json"],
    "db push": ["--schema", "--force-reset", "--accept-data-loss", "--skip-generate"],
    "engines install": ["--force"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    help_text = capsys.readouterr().out
    assert command in help_text
    for flag in FLAGS.get(command, []):
        assert flag in help_text


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "migrate" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nope"], ["migrate", "dev", "--nope"], ["migrate", "dev", "--name"]])
def test_wrong_usage_is_told_with_exit_code_1(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 1
    assert "Error" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from prismstack.cli import run; run(['--help']); "
        "print([m for m in ('wasmtime', 'apsw', 'prisma', 'pydantic', 'asyncio', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
