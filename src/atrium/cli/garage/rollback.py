"""``atrium garage rollback``: back to the mode before, or to a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from atrium.platform.settings import Settings

__all__ = ["rollback"]

_REFUSED = 1


def rollback(
    to_backup: Annotated[
        Path | None, typer.Option(help="Put this backup (SQLite) or snapshot in the place of what the database holds.")
    ] = None,
    backups: Annotated[Path, typer.Option(help="Where to keep the database as it is now.")] = Path("backups"),
    wait: Annotated[float, typer.Option(help="Seconds to wait until the running server is there.")] = 60.0,
) -> None:
    """Undo the last move: the running server goes back to the mode before, with everything written since.

    With --to-backup the database becomes what the backup holds; no server may run meanwhile.
    """
    import asyncio

    from atrium.platform.settings import load_settings

    settings = load_settings()
    if to_backup is None:
        if not asyncio.run(_to_previous_mode(settings, wait)):
            raise typer.Exit(_REFUSED)
        return
    if not to_backup.is_file():
        raise typer.BadParameter(f"there is no file {to_backup}")
    asyncio.run(_refuse_while_running(settings))
    if to_backup.suffix == ".jsonl":
        typer.echo(asyncio.run(_restore_snapshot(settings, to_backup, backups)))
    else:
        typer.echo(_restore_database(settings, to_backup))


async def _to_previous_mode(settings: Settings, wait: float) -> bool:
    from ._book import opened_books
    from ._moves import move_and_wait

    async with opened_books(settings) as (book, _):
        previous = await book.previous()
        if previous is None:
            typer.echo("The garage was never moved: there is no mode to go back to.", err=True)
            return False
        return await move_and_wait(book, previous, wait)


async def _refuse_while_running(settings: Settings) -> None:
    from atrium.garage.moving import StoreInUse

    from ._book import opened_books

    async with opened_books(settings) as (book, _):
        if await book.servers():
            raise StoreInUse("A server is running; stop it before a backup takes the database's place")


async def _restore_snapshot(settings: Settings, file: Path, backups: Path) -> str:
    from atrium.garage.moving import back_up_store, read_snapshot, restore_snapshot
    from atrium.garage.repositories import PrismaStore
    from atrium.platform.database import connected

    snapshot = await read_snapshot(file)
    async with connected(settings.database_url) as client:
        store = PrismaStore(client, snapshot.config_name)
        kept = await back_up_store(settings.database_url, store, backups)
        found = await restore_snapshot(snapshot, store)
    return f"{snapshot.values} values restored, {len(found.differences)} had differed; the database as it was: {kept}"


def _restore_database(settings: Settings, file: Path) -> str:
    from prismstack.ops import database_file, restore

    report = restore(file, database_file(settings.database_url))
    return f"Restored {report.path}; the database as it was: {report.previous}"
