"""``prismstack validate``."""

from __future__ import annotations

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema, relative


def validate_schema(schema: SchemaOption = None, json: JsonOption = False) -> None:
    """Check the schema; prints the engine's diagnostics with file, line and column."""
    from prismstack.schema import validate

    printer, loaded = Printer(), open_schema(schema)
    diagnostics = validate(loaded)
    valid = all(each.is_warning for each in diagnostics)
    if json:
        findings = [
            {"path": each.path, "line": each.line, "column": each.column, "message": each.message,
             "severity": "warning" if each.is_warning else "error"}
            for each in diagnostics
        ]  # fmt: skip
        printer.json({"valid": valid, "diagnostics": findings})
        raise typer.Exit(ExitCode.OK if valid else ExitCode.ERROR)
    for each in diagnostics:
        printer.line(str(each))
    if not valid:
        raise typer.Exit(ExitCode.ERROR)
    printer.success(f"The schema at {relative(loaded.root)} is valid.")
