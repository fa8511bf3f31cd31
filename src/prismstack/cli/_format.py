"""``prismstack format``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema, relative
from prismstack.errors import ConfigurationError


def format_schema(
    schema: SchemaOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 if a file is not formatted.")
    ] = False,
) -> None:
    """Format the schema in place."""
    from prismstack.schema import formatted

    printer, loaded = Printer(), open_schema(schema)
    texts = {file.path: file.text for file in loaded.files}
    changed = [(path, text) for path, text in formatted(loaded) if texts.get(path) != text]
    if check:
        for path, _ in changed:
            printer.line(f"{relative(path)} is not formatted")
        raise typer.Exit(ExitCode.ERROR if changed else ExitCode.OK)
    for path, text in changed:
        _write(path, text)
        printer.line(f"Formatted {relative(path)}")
    if not changed:
        printer.line(f"The schema at {relative(loaded.root)} is formatted already.")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from error
