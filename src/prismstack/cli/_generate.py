"""``prismstack generate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative


def generate_client(
    schema: SchemaOption = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Generate again whenever the schema changes; Ctrl-C ends it.")
    ] = False,
) -> None:
    """Generate the typed client from the schema."""
    printer = Printer()
    if watch:
        _watch(printer, schema)
    else:
        _generate(printer, schema)


def _generate(printer: Printer, schema: Path | None) -> None:
    loaded = open_schema(schema)
    announce(printer, loaded)

    from prismstack.client import generate

    generate(loaded.root, say=printer.line)


def _watch(printer: Printer, schema: Path | None) -> None:
    from prismstack.cli._reporting import report
    from prismstack.cli._watching import changes_of
    from prismstack.errors import PrismstackError
    from prismstack.schema import find_schema

    root = find_schema(schema)
    try:
        for _ in changes_of(root):
            try:
                _generate(printer, root)
            except PrismstackError as error:
                # A schema that is being edited may be wrong for a while.
                report(error)
            printer.quiet(f"Watching {relative(root)} ...")
    except KeyboardInterrupt:
        printer.line()
