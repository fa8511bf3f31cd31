"""``atrium garage reconcile``: compare the two stores of a running server, and mend the second one."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["reconcile"]

_STILL_DIFFERENT = 1


def reconcile(
    server: Annotated[str, typer.Option(help="The running server.")] = "http://127.0.0.1:8000",
    admin_key: Annotated[str | None, typer.Option(help="The server's key (default: ATRIUM_ADMIN_KEY).")] = None,
) -> None:
    """Compare every value of the second store with the first, and mend what differs.

    Exits with 1 when the second store refuses a value.
    """
    from atrium.cli._remote import reconcile_stores
    from atrium.platform.settings import load_settings

    answer = reconcile_stores(server, admin_key or load_settings().admin_key)
    differences: dict[str, int] = answer["differences"]
    typer.echo(f"{answer['mode']}: {answer['compared']:,} values compared, {sum(differences.values())} differed")
    for example in answer["examples"]:
        typer.echo(f"  {example}")
    if answer["waiting"]:
        typer.echo(f"{answer['waiting']} values could not be mended; the server's log says why", err=True)
        raise typer.Exit(_STILL_DIFFERENT)
