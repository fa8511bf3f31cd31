"""``prismstack studio``."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from prismstack.cli._options import SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema
from prismstack.errors import ConfigurationError

NO_BROWSER = "none"


def serve_studio(
    schema: SchemaOption = None,
    url: Annotated[str | None, typer.Option("--url", help="The database (default: the schema's).")] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", "-p", min=0, max=65535, help="Default: 51212, or a free one if that is taken."),
    ] = None,
    hostname: Annotated[str, typer.Option("--hostname", "-n", help="A loopback address.")] = "127.0.0.1",
    browser: Annotated[
        str | None, typer.Option("--browser", "-b", help='The browser to open; "none" opens none.', show_default=False)
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser, only print the link.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Let the database refuse every change.")] = False,
) -> None:
    """Browse the data in Prisma Studio."""
    from prismstack.studio import Studio, loopback, prepare, serve

    studio = Studio(_target(schema, url), read_only=read_only, host=loopback(hostname), port=port)
    chosen = None if no_open or browser == NO_BROWSER else _chosen(browser)
    licence = prepare()
    printer = Printer()

    def opened(link: str) -> None:
        printer.success(f"Prisma Studio{', read-only,' if read_only else ''} is at {link}")
        printer.quiet(f"Prisma Studio is made and licensed by Prisma: {licence}")
        printer.quiet("The link is the key to the database; do not pass it on. Ctrl-C ends Studio.")
        if chosen is not None:
            threading.Thread(target=chosen.open, args=(link,), daemon=True).start()

    try:
        serve(studio, opened)
    except KeyboardInterrupt:
        printer.line("Prisma Studio has ended.")


def _target(schema: Path | None, url: str | None) -> str:
    """The database's URL; one that is given needs no schema, and its relative path is the caller's own."""
    from prismstack.schema import absolute_url, database_url

    if url is not None and schema is None:
        return absolute_url(url, Path.cwd())
    return database_url(open_schema(schema), url)


def _chosen(name: str | None) -> webbrowser.BaseBrowser | None:
    """The browser of that name, else the system's; None when there is none that leaves the terminal alone."""
    try:
        found = webbrowser.get(name)
    except webbrowser.Error as error:
        if name is None:
            return None
        raise ConfigurationError(f"there is no browser {name!r}; leave --browser out, or pass none") from error
    return found if name is not None or type(found) is not webbrowser.GenericBrowser else None
