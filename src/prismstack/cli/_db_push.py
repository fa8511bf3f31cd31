"""``prismstack db push``."""

from __future__ import annotations

from typing import Annotated

import typer

from prismstack.cli._afterwards import generate_client
from prismstack.cli._dialog import FlagsThenTerminal, confirm_reset, has_terminal
from prismstack.cli._options import AcceptDataLossOption, ForceOption, SchemaOption, SkipGenerateOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema


def push_schema(
    schema: SchemaOption = None,
    accept_data_loss: AcceptDataLossOption = False,
    force_reset: Annotated[
        bool, typer.Option("--force-reset", help="Empty the database first; all data is lost.")
    ] = False,
    force: ForceOption = False,
    skip_generate: SkipGenerateOption = False,
) -> None:
    """Make the database like the schema, without a migration (for prototypes)."""
    from prismstack.migrate import db_push

    printer, loaded = Printer(), open_schema(schema)
    accept_data_loss = accept_data_loss or force
    if force_reset:
        confirm_reset(printer, agreed=force or not has_terminal())
    dialog = FlagsThenTerminal(printer, reset=force, data_loss=accept_data_loss)
    result = db_push(loaded, accept_data_loss=accept_data_loss, force_reset=force_reset, dialog=dialog)
    announce(printer, loaded, result.database)
    if result.created_database:
        printer.line("The database was created.")
    if result.was_reset:
        printer.line("The database was reset.")
    for each in result.warnings:
        printer.warning(each)
    done = "Your database is now in sync with your Prisma schema."
    printer.success(done if result.steps else "The database is already in sync with the Prisma schema.")
    if not skip_generate:
        generate_client(printer, loaded)
