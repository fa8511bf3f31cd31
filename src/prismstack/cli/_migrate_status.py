"""``prismstack migrate status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative

if TYPE_CHECKING:
    from prismstack.migrate import StatusResult


def migrate_status(schema: SchemaOption = None, json: JsonOption = False) -> None:
    """Show which migrations are applied; exit code 1 unless the database is up to date."""
    from prismstack.migrate import status

    printer, loaded = Printer(), open_schema(schema)
    result = status(loaded)
    if json:
        printer.json(_document(result))
    else:
        announce(printer, loaded, result.database)
        _report(printer, result)
    raise typer.Exit(ExitCode.OK if result.up_to_date else ExitCode.ERROR)


def _document(result: StatusResult) -> dict[str, object]:
    return {
        "database": result.database,
        "directory": str(result.directory),
        "hasHistory": result.has_history,
        "upToDate": result.up_to_date,
        "migrations": [{"name": each.name, "state": each.state.value, "logs": each.logs} for each in result.migrations],
    }


def _report(printer: Printer, result: StatusResult) -> None:
    from prismstack.migrate import State

    noun = "migration" if len(result.migrations) == 1 else "migrations"
    printer.line(f"{len(result.migrations)} {noun} found in {relative(result.directory)}")
    for each in result.migrations:
        printer.line(f"  {each.state.value.ljust(11)} {each.name}")
        if each.state is State.FAILED and each.logs:
            printer.line(f"{' ' * 14}{each.logs.splitlines()[0]}")
    printer.line()
    for name in result.named(State.EDITED):
        printer.warning(f"the migration `{name}` was edited after it was applied")
    if result.up_to_date:
        printer.success("Database schema is up to date!")
    else:
        printer.line(_remedy(result))


def _remedy(result: StatusResult) -> str:
    from prismstack.migrate import State

    failed = result.named(State.FAILED)
    if failed:
        return (
            f"The migration `{failed[0]}` failed: mend its migration.sql, run "
            f"`prismstack migrate resolve --rolled-back {failed[0]}`, then `prismstack migrate deploy`."
        )
    if result.named(State.MISSING):
        return "The database has migrations that are missing on disk: restore them from version control."
    if result.named(State.PENDING, State.ROLLED_BACK):
        return "Run `prismstack migrate deploy` to apply what is pending (in development: `prismstack migrate dev`)."
    return "The database is not managed by migrations yet: run `prismstack migrate dev`."
