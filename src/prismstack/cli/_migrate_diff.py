"""``prismstack migrate diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema
from prismstack.errors import ConfigurationError

if TYPE_CHECKING:
    from prismstack.migrate import Side


def migrate_diff(
    schema: SchemaOption = None,
    from_empty: Annotated[bool, typer.Option("--from-empty", help="From an empty database.")] = False,
    from_schema: Annotated[
        Path | None, typer.Option("--from-schema", "--from-schema-datamodel", help="From a schema file or folder.")
    ] = None,
    from_migrations: Annotated[
        Path | None, typer.Option("--from-migrations", help="From what the migrations in a folder build.")
    ] = None,
    from_url: Annotated[str | None, typer.Option("--from-url", help="From the database of a URL.")] = None,
    from_config_datasource: Annotated[
        bool, typer.Option("--from-config-datasource", help="From the database of the schema's datasource.")
    ] = False,
    to_empty: Annotated[bool, typer.Option("--to-empty", help="To an empty database.")] = False,
    to_schema: Annotated[
        Path | None, typer.Option("--to-schema", "--to-schema-datamodel", help="To a schema file or folder.")
    ] = None,
    to_migrations: Annotated[
        Path | None, typer.Option("--to-migrations", help="To what the migrations in a folder build.")
    ] = None,
    to_url: Annotated[str | None, typer.Option("--to-url", help="To the database of a URL.")] = None,
    to_config_datasource: Annotated[
        bool, typer.Option("--to-config-datasource", help="To the database of the schema's datasource.")
    ] = False,
    script: Annotated[bool, typer.Option("--script", help="Print SQL instead of a summary.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit code 2 if there are differences, 0 if not.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    shadow_database_url: Annotated[
        str | None,
        typer.Option("--shadow-database-url", help="A database that may be emptied, to replay migrations on."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Compare two schemas, histories or databases; changes nothing."""
    from prismstack.migrate import diff
    from prismstack.schema import load_dotenv

    load_dotenv(Path.cwd())
    source = _side("from", schema, from_empty, from_schema, from_migrations, from_url, from_config_datasource)
    target = _side("to", schema, to_empty, to_schema, to_migrations, to_url, to_config_datasource)
    result = diff(source, target, script=script, schema=schema, shadow_url=shadow_database_url)
    if output is not None:
        _write(output, result.text)
    if json:
        Printer().json({"different": result.different, "script" if script else "summary": result.text})
    elif output is None:
        Printer().line(result.text.rstrip("\n"))
    raise typer.Exit(ExitCode.DIFFERENT if exit_code and result.different else ExitCode.OK)


def _side(
    name: str, project: Path | None, empty: bool, schema: Path | None, migrations: Path | None, url: str | None,
    datasource: bool,
) -> Side:  # fmt: skip
    """The one side of the comparison that the options name."""
    from prismstack.migrate import DatabaseSide, EmptySide, MigrationsSide, SchemaSide, datasource_side

    given: list[Side] = []
    if empty:
        given.append(EmptySide())
    if schema is not None:
        given.append(SchemaSide(schema))
    if migrations is not None:
        given.append(MigrationsSide(migrations))
    if url is not None:
        given.append(DatabaseSide(url))
    if datasource:
        given.append(datasource_side(open_schema(project)))
    if len(given) != 1:
        names = ("empty", "schema", "migrations", "url", "config-datasource")
        raise ConfigurationError(f"pass exactly one of {', '.join(f'--{name}-{each}' for each in names)}")
    return given[0]


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from error
