"""``prismstack migrate dev``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prismstack.cli._afterwards import generate_client, seed_database
from prismstack.cli._dialog import FlagsThenTerminal
from prismstack.cli._options import AcceptDataLossOption, ForceOption, SchemaOption, SkipGenerateOption, SkipSeedOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative

if TYPE_CHECKING:
    from prismstack.migrate import DevResult


def migrate_dev(
    schema: SchemaOption = None,
    name: Annotated[str | None, typer.Option("--name", "-n", help="The name of the new migration.")] = None,
    create_only: Annotated[
        bool, typer.Option("--create-only", help="Write the migration, even an empty one, without applying it.")
    ] = False,
    skip_generate: SkipGenerateOption = False,
    skip_seed: SkipSeedOption = False,
    accept_data_loss: AcceptDataLossOption = False,
    force: ForceOption = False,
) -> None:
    """Write a migration from the changes in the schema, and apply it (for development)."""
    from prismstack.migrate import dev

    printer, loaded = Printer(), open_schema(schema)
    dialog = FlagsThenTerminal(printer, reset=force, data_loss=accept_data_loss or force)
    result = dev(loaded, name=name, create_only=create_only, dialog=dialog)
    announce(printer, loaded, result.database)
    _report(printer, result)
    if create_only:
        return
    if not skip_generate:
        generate_client(printer, loaded)
    if (result.was_reset or result.created_database) and not skip_seed:
        seed_database(printer, loaded)


def _report(printer: Printer, result: DevResult) -> None:
    if result.created_database:
        printer.line("The database was created.")
    if result.was_reset:
        printer.line("The database was reset.")
    for each in result.warnings:
        printer.warning(each)
    for applied in result.applied:
        printer.line(f"Applying migration `{applied}`")
    if result.created is None:
        in_sync = "Your database is now in sync with your schema."
        nothing = "Already in sync, no schema change or pending migration was found."
        printer.success(in_sync if result.applied else nothing)
        return
    path = relative(result.created.path / "migration.sql")
    if result.created.name in result.applied:
        printer.success(f"Created and applied {path}\nYour database is now in sync with your schema.")
    else:
        printer.success(f"Created {path} without applying it; edit it, then run `prismstack migrate dev`.")
