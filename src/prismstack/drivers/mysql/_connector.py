"""What a pool has to know of asyncmy's connections."""

from __future__ import annotations

import asyncio
from typing import Any

from prismstack.drivers.mysql._connection import MysqlOptions, open_connection
from prismstack.drivers.mysql._errors import FAILURES, translate
from prismstack.drivers.pooled import Connector, connect_timed_out

__all__ = ["IN_TRANSACTION", "MysqlConnector"]

IN_TRANSACTION = 0x0001  # SERVER_STATUS_IN_TRANS


class MysqlConnector(Connector):
    """Opens connections with a URL's options."""

    def __init__(self, options: MysqlOptions) -> None:
        self._options = options

    async def connect(self) -> Any:
        try:
            # asyncmy's own limit is for the network alone, not for the server's greeting.
            async with asyncio.timeout(self._options.connect_timeout or None):
                return await open_connection(self._options)
        except TimeoutError as error:
            raise connect_timed_out(self._options.host, self._options.port) from error
        except FAILURES as error:
            raise translate(error) from error

    def is_alive(self, connection: Any) -> bool:
        return bool(connection.connected)

    def is_clean(self, connection: Any) -> bool:
        return not connection.server_status & IN_TRANSACTION

    async def settle(self, connection: Any) -> None:
        # asyncmy closes a connection whose statement was cancelled; what is left is a transaction.
        connection.close()

    async def stop(self, connection: Any) -> None:
        other = await self.connect()
        try:
            await other.query(f"KILL QUERY {connection.thread_id()}")
        except FAILURES as error:
            raise translate(error) from error
        finally:
            other.close()

    async def close(self, connection: Any) -> None:
        await connection.ensure_closed()

    def drop(self, connection: Any) -> None:
        connection.close()
