"""The schema a command works on, and the environment from ``.env``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from prismstack.cli._printer import Printer

if TYPE_CHECKING:
    from prismstack.schema import Schema

__all__ = ["announce", "open_schema", "relative"]


def open_schema(explicit: Path | None) -> Schema:
    """Load ``.env`` (of the working directory, then of the schema's folder) and the schema."""
    from prismstack.schema import find_schema, load_dotenv, load_schema

    load_dotenv(Path.cwd())
    schema = load_schema(find_schema(explicit))
    load_dotenv(schema.folder)
    return schema


def announce(printer: Printer, schema: Schema, database: str | None = None) -> None:
    """Say what the command works on."""
    printer.quiet(f"Prisma schema loaded from {relative(schema.root)}")
    if database is not None:
        printer.quiet(f'Datasource "{schema.datasource.name}": {database}')
    printer.line()


def relative(path: Path) -> str:
    """The path as seen from the working directory, when it lies below it."""
    shown = os.path.relpath(path)
    return str(path) if shown.startswith("..") else shown
