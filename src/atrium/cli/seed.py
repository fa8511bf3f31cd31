"""``atrium seed``: fill the database with a garage and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from atrium.platform.settings import Settings

__all__ = ["seed"]

_DEFAULT_SEED = 20250903


def seed(
    size: Annotated[str | None, typer.Option(help="none, small, medium or large (default: ATRIUM_SEED).")] = None,
    number: Annotated[int, typer.Option("--seed", help="The same number gives the same data.")] = _DEFAULT_SEED,
) -> None:
    """Fill an empty database (DATABASE_URL) with garages, stays, payments and their ledger.

    A database that has a garage is left as it is. Sizes: small 150 spots and 100 stays, medium 1,500 and
    2,000, large 6,000 and 15,000.
    """
    import asyncio
    import os

    from atrium.platform.settings import load_settings

    if size is not None:
        os.environ["ATRIUM_SEED"] = size
    asyncio.run(_seed(load_settings(), number))


async def _seed(settings: Settings, number: int) -> None:
    from rich.progress import Progress

    from atrium.garage.seeding import is_empty, seed_database
    from atrium.platform.database import connected

    async with connected(settings.database_url) as client:
        if not await is_empty(client):
            typer.echo("The database has a garage already: nothing was seeded.")
            return
        with Progress(transient=True) as progress:
            bar = progress.add_task("seeding", total=None)

            def report(table: str, done: int, total: int) -> None:
                progress.update(bar, description=table, completed=done, total=total)

            summary = await seed_database(client, settings.seed, seed=number, report=report)
    typer.echo(f"{summary.total} rows ({summary.size}, seed {summary.seed}) in {summary.seconds:.1f} s")
