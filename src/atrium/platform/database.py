"""One Prisma client for each application: connected once, closed at the end."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

from prisma import Prisma

__all__ = ["connected", "keep_one_snapshot", "provider_of"]


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


def provider_of(client: Prisma) -> str:
    """The database a client talks to: ``sqlite``, ``postgresql``, ``mysql`` or ``cockroachdb``."""
    # The client has no public name for it.
    return cast(Any, client)._engine.provider


async def keep_one_snapshot(client: Prisma) -> None:
    """Let every read of the transaction that just began see one state.

    SQLite and MySQL do so anyway; PostgreSQL takes a new snapshot for each statement unless told otherwise
    before the first one.
    """
    if provider_of(client) == "postgresql":
        await client.execute_raw("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
