"""``prismstack migrate reset``."""

from __future__ import annotations

from prismstack.cli._afterwards import generate_client, seed_database
from prismstack.cli._dialog import confirm_reset
from prismstack.cli._options import ForceOption, SchemaOption, SkipGenerateOption, SkipSeedOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema


def migrate_reset(
    schema: SchemaOption = None,
    force: ForceOption = False,
    skip_generate: SkipGenerateOption = False,
    skip_seed: SkipSeedOption = False,
) -> None:
    """Empty the database, apply all migrations, seed (all data is lost)."""
    from prismstack.migrate import load_project, reset

    printer, loaded = Printer(), open_schema(schema)
    announce(printer, loaded, load_project(loaded).database.label)
    confirm_reset(printer, agreed=force)
    result = reset(loaded)
    for name in result.applied:
        printer.line(f"Applying migration `{name}`")
    printer.success("Database reset successful.")
    if not skip_generate:
        generate_client(printer, loaded)
    if not skip_seed:
        seed_database(printer, loaded)
