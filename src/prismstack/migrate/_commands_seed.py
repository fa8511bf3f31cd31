"""``db seed``: run the project's own seed command."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prismstack.errors import ConfigurationError
from prismstack.migrate._errors import SeedFailed
from prismstack.migrate._project import Project, load_project
from prismstack.schema import Schema, project_settings

__all__ = ["db_seed", "seed_command"]

_PYTHON = ("python", "python3")


def seed_command(project: Project) -> str | None:
    """The configured command: the setting ``seed``, else ``prisma.seed`` in package.json."""
    configured = project_settings(project.folder).seed
    if configured is not None:
        return configured
    package = project.folder / "package.json"
    if not package.is_file():
        return None
    try:
        document: dict[str, Any] = json.loads(package.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{package} is not valid JSON: {error}") from error
    seed = document.get("prisma", {}).get("seed")
    return str(seed) if seed else None


def db_seed(schema: Schema | Path | str | None = None, url: str | None = None, *, arguments: Sequence[str] = ()) -> str:
    """Run the seed command in the project's folder with ``DATABASE_URL`` set; returns the command.

    A command that begins with ``python`` runs under this interpreter. ``arguments`` are
    appended. Raises ConfigurationError when none is configured, SeedFailed when it fails.
    """
    project = load_project(schema, url)
    command = seed_command(project)
    if command is None:
        raise ConfigurationError(
            f"no seed command is configured; add one to {project.folder / 'pyproject.toml'}:\n"
            '[tool.prismstack]\nseed = "python seed.py"'
        )
    _run([*shlex.split(command), *arguments], project)
    return command


def _run(words: list[str], project: Project) -> None:
    program = [sys.executable, *words[1:]] if words[0] in _PYTHON else words
    environment = {**os.environ, "DATABASE_URL": project.url}
    try:
        code = subprocess.run(program, cwd=Path(project.folder), env=environment, check=False).returncode
    except OSError as error:
        raise SeedFailed(f"cannot run the seed command {words[0]!r}: {error.strerror}") from error
    if code != 0:
        raise SeedFailed(f"the seed command `{shlex.join(words)}` ended with exit code {code}")
