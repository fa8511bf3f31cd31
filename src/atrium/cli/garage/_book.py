"""The garage's modes, as every command reads them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from atrium.garage.models import DEFAULT_CONFIG_NAME
from atrium.garage.moving import StoreMode
from atrium.garage.repositories.migrations import PrismaMigrationLog
from atrium.garage.repositories.modes import PrismaModeBook
from atrium.platform.database import connected
from atrium.platform.settings import Settings

__all__ = ["opened_books"]


@asynccontextmanager
async def opened_books(settings: Settings) -> AsyncGenerator[tuple[PrismaModeBook, PrismaMigrationLog]]:
    """The books of modes and of migrations; a garage that has no mode yet gets the one of the settings."""
    async with connected(settings.database_url) as client:
        book = PrismaModeBook(client, DEFAULT_CONFIG_NAME)
        await book.begin(StoreMode(settings.garage_mode))
        yield book, PrismaMigrationLog(client, DEFAULT_CONFIG_NAME)
