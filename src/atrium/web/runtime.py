"""The services of the application over its database, for as long as it runs."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

from atrium.garage.services import GaragePolicy, GarageServices, bootstrap
from atrium.platform.settings import Settings

__all__ = ["open_services"]


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncGenerator[GarageServices]:
    """The garage's services over the database that the settings name."""
    # The generated client takes a while to import; who brings other services does without it.
    from atrium.garage.repositories import PrismaStore
    from atrium.platform.database import connected

    async with connected(settings.database_url) as client:
        yield bootstrap(PrismaStore(client), policy=_policy(settings))


def _policy(settings: Settings) -> GaragePolicy:
    return GaragePolicy(
        lost_ticket_fee=settings.lost_ticket_fee_cents,
        exit_window=timedelta(minutes=settings.exit_window_minutes),
    )
