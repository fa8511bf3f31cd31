"""``prismstack db execute``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema
from prismstack.errors import ConfigurationError


def execute_script(
    schema: SchemaOption = None,
    file: Annotated[Path | None, typer.Option("--file", help="The script to run.")] = None,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read the script from standard input.")] = False,
) -> None:
    """Run a script of SQL on the database."""
    from prismstack.migrate import db_execute

    if stdin == (file is not None):
        raise ConfigurationError("pass either --file <script> or --stdin")
    script = _read(file) if file is not None else sys.stdin.read()
    db_execute(script, open_schema(schema))
    Printer().success("Script executed successfully.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the script {path}: {error}") from error
