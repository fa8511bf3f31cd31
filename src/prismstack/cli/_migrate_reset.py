"""``prismstack migrate reset``."""

from __future__ import annotations

from typing import Annotated

import typer

from prismstack.cli._afterwards import generate_client, seed_database
from prismstack.cli._dialog import has_terminal
from prismstack.cli._exit import ExitCode
from prismstack.cli._options import SchemaOption, SkipGenerateOption, SkipSeedOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema


def migrate_reset(
    schema: SchemaOption = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Reset without asking.")] = False,
    skip_generate: SkipGenerateOption = False,
    skip_seed: SkipSeedOption = False,
) -> None:
    """Empty the database, apply all migrations, seed (all data is lost)."""
    from prismstack.migrate import load_project, reset

    printer, loaded = Printer(), open_schema(schema)
    announce(printer, loaded, load_project(loaded).database.label)
    _confirm(printer, force)
    result = reset(loaded)
    for name in result.applied:
        printer.line(f"Applying migration `{name}`")
    printer.success("Database reset successful.")
    if not skip_generate:
        generate_client(printer, loaded)
    if not skip_seed:
        seed_database(printer, loaded)


def _confirm(printer: Printer, force: bool) -> None:
    if force:
        return
    if not has_terminal():
        printer.error("NOT_CONFIRMED", "a reset loses all data and there is no terminal to ask on; pass --force")
        raise typer.Exit(ExitCode.NOT_CONFIRMED)
    typer.confirm("Are you sure you want to reset your database? All data will be lost.", abort=True)
