"""``prismstack db pull``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative

if TYPE_CHECKING:
    from pathlib import Path

    from prismstack.migrate import PullResult


def pull_schema(
    schema: SchemaOption = None,
    url: Annotated[str | None, typer.Option("--url", help="The database (default: the datasource's).")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ignore the models that the schema has, with their names and comments.")
    ] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print the schema instead of writing it.")] = False,
    schemas: Annotated[
        str | None, typer.Option("--schemas", help="Database schemas to look at, separated by commas.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Write what is in the database into the schema."""
    from prismstack.migrate import db_pull

    printer, loaded = Printer(), open_schema(schema)
    namespaces = [each.strip() for each in schemas.split(",")] if schemas is not None else None
    result = db_pull(loaded, url, keep_names=not force, namespaces=namespaces)
    written, removed = ((), ()) if only_print else result.write()
    if json:
        printer.json(_document(result, written, removed))
        return
    if only_print:
        printer.line(result.schema.text.rstrip("\n"))
    else:
        announce(printer, loaded, result.database)
        report_pull(printer, result, written, removed)
    warn_of_pull(printer, result)


def report_pull(printer: Printer, result: PullResult, written: tuple[Path, ...], removed: tuple[Path, ...]) -> None:
    """What was written where."""
    for view in result.views:
        printer.line(f"View {view.namespace}.{view.name}: {' '.join(view.definition.split())}")
    for path in removed:
        printer.line(f"Removed {relative(path)}, whose models are not in the database")
    noun = "model" if result.models == 1 else "models"
    places = ", ".join(relative(path) for path in written)
    if written:
        printer.success(f"Introspected {result.models} {noun} and wrote them into {places}")
    else:
        printer.success(f"Introspected {result.models} {noun}; the schema says the same already.")


def warn_of_pull(printer: Printer, result: PullResult) -> None:
    """What the engine found noteworthy, and what is not kept."""
    if result.warnings:
        printer.warning(result.warnings.removeprefix("*** WARNING ***").strip())
    if result.lost_comments:
        printer.warning(
            f"not kept: comments of two slashes inside models, {result.lost_comments} of them (those of three are kept)"
        )


def _document(result: PullResult, written: tuple[Path, ...], removed: tuple[Path, ...]) -> dict[str, object]:
    return {
        "database": result.database,
        "models": result.models,
        "files": [{"path": str(each.path), "content": each.text} for each in result.schema.files],
        "written": [str(path) for path in written],
        "removed": [str(path) for path in removed],
        "views": [
            {"schema": each.namespace, "name": each.name, "definition": each.definition} for each in result.views
        ],
        "warnings": result.warnings,
        "lostComments": result.lost_comments,
    }
