"""``prismstack migrate resolve``."""

from __future__ import annotations

from typing import Annotated

import typer

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema
from prismstack.errors import ConfigurationError


def migrate_resolve(
    schema: SchemaOption = None,
    applied: Annotated[str | None, typer.Option("--applied", help="Record this migration as applied.")] = None,
    rolled_back: Annotated[
        str | None, typer.Option("--rolled-back", help="Record this failed migration as rolled back.")
    ] = None,
) -> None:
    """Mend the history after a failed migration, or baseline an existing database."""
    from prismstack.migrate import mark_applied, mark_rolled_back

    if (applied is None) == (rolled_back is None):
        raise ConfigurationError("pass either --applied <migration> or --rolled-back <migration>")
    loaded = open_schema(schema)
    if applied is not None:
        mark_applied(applied, loaded)
        Printer().success(f"Migration {applied} marked as applied.")
    elif rolled_back is not None:
        mark_rolled_back(rolled_back, loaded)
        Printer().success(f"Migration {rolled_back} marked as rolled back.")
