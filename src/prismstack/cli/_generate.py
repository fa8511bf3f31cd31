"""``prismstack generate``."""

from __future__ import annotations

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema


def generate_client(schema: SchemaOption = None) -> None:
    """Generate the typed client from the schema."""
    printer, loaded = Printer(), open_schema(schema)
    announce(printer, loaded)

    from prismstack.client import generate

    generate(loaded.root, say=printer.line)
