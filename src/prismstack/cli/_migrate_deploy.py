"""``prismstack migrate deploy``."""

from __future__ import annotations

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative


def migrate_deploy(schema: SchemaOption = None) -> None:
    """Apply the pending migrations (for production: asks nothing, resets nothing)."""
    from prismstack.migrate import deploy

    printer, loaded = Printer(), open_schema(schema)
    result = deploy(loaded)
    announce(printer, loaded, result.database)
    if result.created_database:
        printer.line("The database was created.")
    noun = "migration" if result.found == 1 else "migrations"
    printer.line(f"{result.found} {noun} found in {relative(result.directory)}")
    for name in result.edited:
        printer.warning(f"the migration `{name}` was edited after it was applied")
    for name in result.applied:
        printer.line(f"Applying migration `{name}`")
    done = "All migrations have been successfully applied." if result.applied else "No pending migrations to apply."
    printer.success(done)
