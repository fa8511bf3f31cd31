"""What a pool has to know of asyncpg's connections.

asyncpg's own pool would do, at 100 µs a query: it wraps each connection it lends, shields
each return, and resets a session that programs leave as they found it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from prismstack.drivers.pooled import Connector, connect_timed_out
from prismstack.drivers.postgresql._connection import PostgresOptions, open_connection
from prismstack.drivers.postgresql._errors import FAILURES, translate

__all__ = ["PostgresConnector"]

#: Seconds a cancelled statement may take to end before its connection is given up.
_SETTLING = 2.0


class PostgresConnector(Connector):
    """Opens connections with a URL's options."""

    def __init__(self, options: PostgresOptions) -> None:
        self._options = options

    async def connect(self) -> Any:
        try:
            return await open_connection(self._options)
        except TimeoutError as error:
            raise connect_timed_out(self._options.host, self._options.port) from error
        except FAILURES as error:
            raise translate(error) from error

    def is_alive(self, connection: Any) -> bool:
        return not connection.is_closed()

    def is_clean(self, connection: Any) -> bool:
        return not (connection.is_in_transaction() or connection._protocol._is_cancelling())

    async def settle(self, connection: Any) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETTLING):
                await connection._protocol._wait_for_cancellation()

    async def stop(self, connection: Any) -> None:
        await connection._cancel(asyncio.get_running_loop().create_future())

    async def close(self, connection: Any) -> None:
        await connection.close(timeout=_SETTLING)

    def drop(self, connection: Any) -> None:
        connection.terminate()
