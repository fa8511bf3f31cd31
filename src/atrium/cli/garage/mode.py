"""``atrium garage mode``: in which store the garage is to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from atrium.garage.moving import StoreMode
    from atrium.platform.settings import Settings

__all__ = ["mode"]

_REFUSED = 1


def mode(
    wanted: Annotated[
        str | None,
        typer.Option("--set", help="memory, dual-memory-primary, dual-database-primary or database."),
    ] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait until the running server is there.")] = 60.0,
) -> None:
    """Show the store's mode, or move the garage to another one while it is open.

    The running server goes step by step and fills the second store on its way. Exits with 1 when it refuses.
    """
    import asyncio

    from atrium.garage.moving import parse_mode
    from atrium.platform.settings import load_settings

    settings = load_settings()
    if not asyncio.run(_mode(settings, parse_mode(wanted) if wanted else None, wait)):
        raise typer.Exit(_REFUSED)


async def _mode(settings: Settings, wanted: StoreMode | None, wait: float) -> bool:
    from ._book import opened_books
    from ._moves import move_and_wait

    async with opened_books(settings) as (book, _):
        if wanted is not None:
            return await move_and_wait(book, wanted, wait)
        entry = await book.read()
        typer.echo(entry.mode.value if entry else "unknown")
        return True
