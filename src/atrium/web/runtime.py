"""The life of the application: database connected, services wired, page fed; undone in reverse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from atrium.garage.services import GaragePolicy, GarageServices, bootstrap
from atrium.platform.settings import Settings

__all__ = ["open_services"]


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[GarageServices]:
    """The garage's services over the database that the settings name."""
    # The generated client takes a while to import; who brings other services does without it.
    from prisma import Prisma

    from atrium.garage.repositories import PrismaStore

    client = Prisma(datasource={"url": settings.database_url})
    await client.connect()
    try:
        yield bootstrap(PrismaStore(client), policy=_policy(settings))
    finally:
        await client.disconnect()


def _policy(settings: Settings) -> GaragePolicy:
    return GaragePolicy(
        lost_ticket_fee=settings.lost_ticket_fee_cents,
        exit_window=timedelta(minutes=settings.exit_window_minutes),
    )
