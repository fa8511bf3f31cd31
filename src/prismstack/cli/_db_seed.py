"""``prismstack db seed``."""

from __future__ import annotations

import typer

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema


def seed_database(context: typer.Context, schema: SchemaOption = None) -> None:
    """Run the project's seed command; what follows `--` is passed on to it."""
    from prismstack.migrate import db_seed

    loaded = open_schema(schema)
    command = db_seed(loaded, arguments=context.args)
    Printer().success(f"The seed command `{command}` has been executed.")
