"""``atrium garage export``: the garage as a snapshot file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from atrium.platform.settings import Settings

__all__ = ["export"]


def export(
    output: Annotated[Path, typer.Option(help="The file to write.")] = Path("garage-snapshot.jsonl"),
    server: Annotated[
        str | None, typer.Option(help="A running server, whose store is exported (default: the database).")
    ] = None,
    admin_key: Annotated[str | None, typer.Option(help="The server's key (default: ATRIUM_ADMIN_KEY).")] = None,
) -> None:
    """Write everything a store holds to a file, as of one moment.

    A store in memory is only to be had from the server that holds it: name it with --server.
    """
    import asyncio

    from atrium.platform.settings import load_settings

    settings = load_settings()
    if server is None:
        count = asyncio.run(_export_database(settings, output))
    else:
        count = asyncio.run(_export_server(server, admin_key or settings.admin_key, output))
    typer.echo(f"{count} values in {output}")


async def _export_database(settings: Settings, output: Path) -> int:
    from atrium.garage.moving import write_snapshot
    from atrium.garage.repositories import PrismaStore
    from atrium.platform.database import connected

    async with connected(settings.database_url) as client:
        return await write_snapshot(PrismaStore(client), output)


async def _export_server(server: str, admin_key: str, output: Path) -> int:
    from atrium.cli._remote import fetch_snapshot
    from atrium.garage.moving import read_snapshot

    fetch_snapshot(server, admin_key, output)
    return (await read_snapshot(output)).values
