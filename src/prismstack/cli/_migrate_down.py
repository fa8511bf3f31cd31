"""``prismstack migrate down``."""

from __future__ import annotations

from typing import Annotated

import typer

from prismstack.cli._dialog import FlagsThenTerminal
from prismstack.cli._options import AcceptDataLossOption, ForceOption, JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema


def migrate_down(
    schema: SchemaOption = None,
    steps: Annotated[
        int | None, typer.Option("--steps", help="How many migrations to undo (default: 1).", show_default=False)
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Undo all that were applied after this migration.")] = None,
    accept_data_loss: AcceptDataLossOption = False,
    force: ForceOption = False,
    json: JsonOption = False,
) -> None:
    """Undo the last applied migrations by their down.sql, all or nothing."""
    from prismstack.migrate import down

    printer, loaded = Printer(), open_schema(schema)
    result = down(loaded, steps=steps, to=to, dialog=FlagsThenTerminal(printer, data_loss=accept_data_loss or force))
    if json:
        printer.json(
            {"database": result.database, "rolledBack": list(result.rolled_back), "warnings": list(result.warnings)}
        )
        return
    announce(printer, loaded, result.database)
    for each in result.warnings:
        printer.warning(each)
    for name in result.rolled_back:
        printer.line(f"Rolled back migration `{name}`")
    if result.rolled_back:
        printer.success("The database is as it was before. Applying what was undone: `prismstack migrate deploy`.")
    else:
        printer.success("Nothing was applied after that migration.")
