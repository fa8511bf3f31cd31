"""A pool of MySQL connections: last in, first out; broken ones are dropped as they come back."""

from __future__ import annotations

import asyncio
from typing import Any

from prismstack.drivers.mysql._connection import MysqlOptions, open_connection
from prismstack.drivers.mysql._errors import FAILURES, translate

__all__ = ["MysqlPool"]

_IN_TRANSACTION = 0x0001


class MysqlPool:
    """Up to ``connection_limit`` connections of one event loop, opened when needed."""

    def __init__(self, options: MysqlOptions) -> None:
        self._options = options
        self._idle: list[Any] = []
        self._used: set[Any] = set()
        self._places = asyncio.Semaphore(options.connection_limit)

    async def open(self) -> None:
        """Open the first connection. Raises DriverError when there is no getting through."""
        self._idle.append(await self._connect())

    async def acquire(self, timeout: float | None) -> Any:
        async with asyncio.timeout(timeout):
            await self._places.acquire()
        try:
            connection = self._take_healthy() or await self._connect()
        except BaseException:
            self._places.release()
            raise
        self._used.add(connection)
        return connection

    async def release(self, connection: Any) -> None:
        self._used.discard(connection)
        if connection.connected and not connection.server_status & _IN_TRANSACTION:
            self._idle.append(connection)
        else:
            connection.close()
        self._places.release()

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().ensure_closed()

    def terminate(self) -> None:
        for connection in [*self._idle, *self._used]:
            connection.close()
        self._idle.clear()
        self._used.clear()

    @property
    def size(self) -> int:
        return len(self._idle) + len(self._used)

    @property
    def idle(self) -> int:
        return len(self._idle)

    def _take_healthy(self) -> Any:
        while self._idle:
            connection = self._idle.pop()
            if connection.connected:
                return connection
        return None

    async def _connect(self) -> Any:
        try:
            return await open_connection(self._options)
        except FAILURES as error:
            raise translate(error) from error
