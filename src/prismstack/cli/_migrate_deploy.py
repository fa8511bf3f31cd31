"""``prismstack migrate deploy``."""

from __future__ import annotations

from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative


def migrate_deploy(schema: SchemaOption = None, json: JsonOption = False) -> None:
    """Apply the pending migrations (for production: asks nothing, resets nothing)."""
    from prismstack.migrate import deploy

    printer, loaded = Printer(), open_schema(schema)
    result = deploy(loaded)
    if json:
        printer.json(
            {
                "database": result.database,
                "createdDatabase": result.created_database,
                "found": result.found,
                "applied": list(result.applied),
                "adopted": list(result.adopted),
                "edited": list(result.edited),
            }
        )
        return
    announce(printer, loaded, result.database)
    if result.created_database:
        printer.line("The database was created.")
    noun = "migration" if result.found == 1 else "migrations"
    printer.line(f"{result.found} {noun} found in {relative(result.directory)}")
    for name in result.edited:
        printer.warning(f"the migration `{name}` was edited after it was applied")
    for name in result.adopted:
        printer.line(f"Recorded migration `{name}`, which takes the place of applied ones")
    for name in result.applied:
        printer.line(f"Applying migration `{name}`")
    done = "All migrations have been successfully applied." if result.applied else "No pending migrations to apply."
    printer.success(done)
