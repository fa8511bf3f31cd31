"""MySQL databases: a few connections whose columns arrive as text, as the front end shows them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Final

from prismstack.drivers.mysql import FAILURES, MysqlOptions, converters, open_connection, parse_url, translate
from prismstack.studio.mysql._connection import MysqlConnection

__all__ = ["MysqlSource"]

_CONNECTIONS = 4
#: How arguments are written; without the other half of the table, columns stay text.
_CONVERSIONS: Final[dict[Any, Any]] = {
    kind: convert for kind, convert in converters.conversions.items() if not isinstance(kind, int)
}


class MysqlSource:
    """Opened by :meth:`open`."""

    has_search_path = False

    def __init__(self, options: MysqlOptions, *, read_only: bool) -> None:
        self._options = options
        self._read_only = read_only
        self._idle: list[Any] = []
        self._places = asyncio.Semaphore(min(_CONNECTIONS, options.connection_limit))

    @classmethod
    async def open(cls, url: str, *, read_only: bool) -> MysqlSource:
        """Connect. Raises ConfigurationError for a bad URL, DriverError when there is no getting through."""
        source = cls(parse_url(url), read_only=read_only)
        async with source.connection():
            return source

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[MysqlConnection]:
        async with self._places:
            connection = self._take() or await self._connect()
            try:
                yield MysqlConnection(connection, self._stop)
            finally:
                if connection.connected:
                    self._idle.append(connection)

    async def aclose(self) -> None:
        while self._idle:
            await self._idle.pop().ensure_closed()

    def _take(self) -> Any:
        while self._idle:
            connection = self._idle.pop()
            if connection.connected:
                return connection
        return None

    async def _connect(self) -> Any:
        try:
            connection = await open_connection(self._options, _CONVERSIONS)
            if self._read_only:
                await connection.query("SET SESSION TRANSACTION READ ONLY")
        except FAILURES as error:
            raise translate(error) from error
        return connection

    async def _stop(self, thread: int) -> None:
        """Stop the statement that a connection, by its number on the server, is running."""
        connection = await self._connect()
        try:
            await connection.query(f"KILL QUERY {thread:d}")
        except FAILURES as error:
            raise translate(error) from error
        finally:
            await connection.ensure_closed()
