"""``prismstack init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema, relative
from prismstack.errors import ConfigurationError


def init_project(
    datasource_provider: Annotated[
        str | None,
        typer.Option(
            "--datasource-provider",
            help="sqlite (default), postgresql, mysql or cockroachdb.",
            show_default=False,
        ),
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="The database URL to write to .env.")] = None,
    from_url: Annotated[
        str | None, typer.Option("--from-url", help="Take the models from the database of this URL.")
    ] = None,
    schema: Annotated[
        Path | None, typer.Option("--schema", help="Where to write the schema (default: prisma/schema.prisma).")
    ] = None,
    with_model: Annotated[bool, typer.Option("--with-model", help="Begin with an example model.")] = False,
    migration: Annotated[
        str | None, typer.Option("--migration", help="Write the first migration too, under this name.")
    ] = None,
) -> None:
    """Begin a project: a schema, .env and .gitignore; overwrites nothing."""
    from prismstack.migrate import EXAMPLE_MODEL, init, init_from_database

    if from_url is not None and (url is not None or datasource_provider is not None or with_model):
        raise ConfigurationError("--from-url says all that --url, --datasource-provider and --with-model could say")
    if migration is not None and from_url is None and not with_model:
        raise ConfigurationError("there is nothing to migrate without a model; pass --with-model or --from-url too")
    printer, folder = Printer(), Path.cwd()
    if from_url is not None:
        result = init_from_database(folder, from_url, schema=schema)
    else:
        models = EXAMPLE_MODEL if with_model else ""
        result = init(folder, provider=datasource_provider, url=url, schema=schema, models=models)
    printer.success(f"Wrote the schema {relative(result.schema)}")
    for note in result.notes:
        printer.line(note)
    if migration is not None:
        _first_migration(printer, result.schema, migration, existing=from_url is not None)
    if from_url is not None:
        steps = ["`prismstack generate`", "`prismstack db pull` whenever the database changes"]
    else:
        steps = _steps(result.schema, has_models=with_model, migrated=migration is not None)
    printer.line("\nNext:")
    for number, step in enumerate(steps, 1):
        printer.line(f"  {number}. {step}")


def _first_migration(printer: Printer, schema: Path, name: str, *, existing: bool) -> None:
    from prismstack.migrate import baseline, dev

    open_schema(schema)
    if existing:
        made = baseline(name, schema)
        printer.line(f"Wrote {relative(made.path)} and recorded it as applied")
        return
    created = dev(schema, name=name).created
    if created is not None:
        printer.line(f"Wrote and applied {relative(created.path)}")


def _steps(schema: Path, *, has_models: bool, migrated: bool) -> list[str]:
    return [
        "see that DATABASE_URL in .env is your database",
        *([] if has_models else [f"describe your data in {relative(schema)}"]),
        *([] if migrated else ["`prismstack migrate dev --name init`"]),
        "`prismstack generate`",
    ]
