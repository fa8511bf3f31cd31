"""``prismstack db backup`` and ``prismstack db restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema, relative


def back_up_database(
    schema: SchemaOption = None,
    folder: Annotated[Path, typer.Option("--folder", help="Where to keep backups.")] = Path("backups"),
) -> None:
    """Back up a SQLite database while it is in use, and verify the copy."""
    from prismstack.ops import back_up, database_file

    report = back_up(database_file(_url(schema)), folder)
    size = report.size / 1024
    Printer().success(f"Backed up to {relative(report.path)} ({size:,.0f} KiB, verified, {report.seconds:.2f} s)")


def restore_database(
    file: Annotated[Path, typer.Argument(help="The backup to restore.")],
    schema: SchemaOption = None,
) -> None:
    """Put a backup in the place of a SQLite database; the present one is kept beside it."""
    from prismstack.ops import database_file, restore

    report = restore(file, database_file(_url(schema)))
    printer = Printer()
    printer.success(f"Restored {relative(report.path)} from {relative(file)}")
    if report.previous is not None:
        printer.quiet(f"The database as it was: {relative(report.previous)}")


def _url(schema: Path | None) -> str:
    from prismstack.schema import database_url

    return database_url(open_schema(schema))
