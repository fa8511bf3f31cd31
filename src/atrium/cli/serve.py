"""``atrium serve``: migrate, seed an empty database, serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from prisma import Prisma

    from atrium.platform.settings import Settings

__all__ = ["serve"]


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: ATRIUM_HOST).")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on (default: ATRIUM_PORT).")
    ] = None,
    access_log: Annotated[bool, typer.Option("--access-log", help="Print a line for every request.")] = False,
) -> None:
    """Apply pending migrations and serve the application."""
    settings = _settings(host, port)
    _prepare_database(settings)

    from atrium.web.server import run_server

    run_server(settings, access_log=access_log)


def _settings(host: str | None, port: int | None) -> Settings:
    from atrium.platform.settings import Settings, load_settings

    loaded = load_settings()
    changes = {"host": host, "port": port}
    return Settings.model_validate(
        loaded.model_dump() | {name: value for name, value in changes.items() if value is not None}
    )


def _prepare_database(settings: Settings) -> None:
    """Bring the database up to date; fill it if nothing was ever in it."""
    import asyncio

    from prismstack.migrate import deploy

    result = deploy(url=settings.database_url)
    for name in result.applied:
        typer.echo(f"Applied migration {name}")
    if settings.seed != "none":
        asyncio.run(_seed_if_empty(settings))


async def _seed_if_empty(settings: Settings) -> None:
    from atrium.platform.database import connected

    async with connected(settings.database_url) as client:
        from atrium.garage.seeding import is_empty, seed_database

        if await is_empty(client) and not await _is_in_memory(client, settings):
            summary = await seed_database(client, settings.seed)
            typer.echo(f"Seeded {summary.total} rows ({summary.size}) in {summary.seconds:.1f} s")


async def _is_in_memory(client: Prisma, settings: Settings) -> bool:
    """Whether the garage is kept in memory: then the database is not to have another one."""
    from atrium.garage.models import DEFAULT_CONFIG_NAME
    from atrium.garage.repositories.modes import PrismaModeBook

    entry = await PrismaModeBook(client, DEFAULT_CONFIG_NAME).read()
    return (entry.mode.value if entry else settings.garage_mode) == "memory"
