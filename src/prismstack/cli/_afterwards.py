"""What follows a change of the database: generate the client, run the seed command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prismstack.cli._printer import Printer

if TYPE_CHECKING:
    from prismstack.schema import Schema

__all__ = ["generate_client", "seed_database"]


def generate_client(printer: Printer, schema: Schema) -> None:
    """Generate the client, if the schema has a Python generator (it may be another team's, in TypeScript)."""
    from prismstack.schema import python_generator

    if python_generator(schema) is None:
        return
    from prismstack.client import generate

    generate(schema.root, say=printer.quiet)


def seed_database(printer: Printer, schema: Schema) -> None:
    """Run the seed command, if one is configured."""
    from prismstack.migrate import db_seed, load_project, seed_command

    command = seed_command(load_project(schema))
    if command is None:
        return
    printer.line(f"Running seed command `{command}` ...")
    db_seed(schema)
    printer.success("The seed command has been executed.")
