"""One Prisma client for each application: connected once, closed at the end."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from prisma import Prisma

__all__ = ["connected"]


@asynccontextmanager
async def connected(database_url: str) -> AsyncGenerator[Prisma]:
    """A connected client for the URL; disconnected when the block ends, whatever happens in it.

    Raises ``prismstack.errors.PrismstackError`` (bad URL, schema) or ``prisma.errors.PrismaError``
    (database away) when it cannot connect.
    """
    client = Prisma(datasource={"url": database_url})
    await client.connect()
    try:
        yield client
    finally:
        await client.disconnect()
