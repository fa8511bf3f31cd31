"""PostgreSQL databases: a pool whose connections speak text, as the front end does."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from prismstack.drivers.postgresql import FAILURES, PostgresOptions, asyncpg, parse_url, translate
from prismstack.studio.postgresql._connection import PostgresConnection
from prismstack.studio.postgresql._values import register_codecs

__all__ = ["PostgresSource"]

_CONNECTIONS = 4


class PostgresSource:
    """Opened by :meth:`open`."""

    has_search_path = True

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str, *, read_only: bool) -> PostgresSource:
        """Connect. Raises ConfigurationError for a bad URL, DriverError when there is no getting through."""
        try:
            return cls(await _open_pool(parse_url(url), read_only=read_only))
        except FAILURES as error:
            raise translate(error) from error

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[PostgresConnection]:
        try:
            connection = await self._pool.acquire()
        except FAILURES as error:
            raise translate(error) from error
        try:
            yield PostgresConnection(connection)
        finally:
            # The pool resets what a statement may have set.
            await self._pool.release(connection)

    async def aclose(self) -> None:
        await self._pool.close()


async def _open_pool(options: PostgresOptions, *, read_only: bool) -> Any:
    settings = {**options.settings, "DateStyle": "ISO", "TimeZone": "UTC"}
    if read_only:
        settings["default_transaction_read_only"] = "on"
    return await asyncpg.create_pool(
        host=options.host,
        port=options.port,
        user=options.user,
        password=options.password,
        database=options.database,
        ssl=options.sslmode,
        timeout=options.connect_timeout or 60,
        min_size=1,
        max_size=min(_CONNECTIONS, options.connection_limit),
        # Tables change under a browser of data; a plan must not outlive that.
        statement_cache_size=0,
        server_settings=settings,
        init=register_codecs,
    )
