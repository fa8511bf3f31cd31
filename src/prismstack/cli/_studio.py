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
    licence = prepare()
    printer = Printer()

    def opened(link: str) -> None:
        printer.success(f"Prisma Studio{', read-only,' if read_only else ''} is at {link}")
        printer.quiet(f"Prisma Studio is made and licensed by Prisma: {licence}")
        printer.quiet("The link is the key to the database; do not pass it on. Ctrl-C ends Studio.")
        if not no_open and browser != NO_BROWSER:
            threading.Thread(target=_open, args=(link, browser), daemon=True).start()

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


def _open(link: str, name: str | None) -> None:
    try:
        chosen = webbrowser.get(name)
    except webbrowser.Error:
        Printer().warning(f"there is no browser {name or ''} to open; use the link above")
        return
    # A browser for the terminal would take the terminal.
    if isinstance(chosen, webbrowser.BackgroundBrowser) or not isinstance(chosen, webbrowser.GenericBrowser):
        chosen.open(link)
