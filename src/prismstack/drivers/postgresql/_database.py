"""A PostgreSQL (or CockroachDB) database in use."""

from __future__ import annotations

from typing import Any

from prismstack.drivers._database import StatementLog
from prismstack.drivers._watching import Watch
from prismstack.drivers.pooled import ConnectionPool, PooledDatabase
from prismstack.drivers.postgresql._codec import PostgresCodec
from prismstack.drivers.postgresql._connection import PostgresOptions, open_pool, parse_url
from prismstack.drivers.postgresql._errors import FAILURES, translate
from prismstack.drivers.postgresql._session import PostgresSession, is_alive

__all__ = ["PostgresDatabase"]


class PostgresDatabase(PooledDatabase):
    """Runs programs through asyncpg's pool."""

    session_class = PostgresSession
    merges_reads = True

    def __init__(
        self, provider: str, url: str, statement_log: StatementLog | None = None, watch: Watch | None = None
    ) -> None:
        super().__init__(statement_log, watch)
        self.options: PostgresOptions = parse_url(url)
        self.codec = PostgresCodec(provider)
        self.connection_info = {"supportsRelationJoins": False, "schemaName": self.options.schema}
        self.pool_timeout = self.options.pool_timeout or None
        self.connection_limit = self.options.connection_limit

    async def open_pool(self) -> ConnectionPool:
        try:
            return _Pool(await open_pool(self.options))
        except FAILURES as error:
            raise translate(error) from error


class _Pool:
    """asyncpg's pool under the names that pooled databases use."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    async def acquire(self, timeout: float | None) -> Any:
        try:
            return await self._pool.acquire(timeout=timeout)
        except TimeoutError:
            raise
        except FAILURES as error:
            raise translate(error) from error

    async def release(self, connection: Any) -> None:
        # Whoever was cancelled inside a transaction leaves nothing behind.
        if is_alive(connection) and connection.is_in_transaction():
            connection.terminate()
        await self._pool.release(connection)

    async def close(self) -> None:
        await self._pool.close()

    def terminate(self) -> None:
        self._pool.terminate()

    @property
    def size(self) -> int:
        return self._pool.get_size()

    @property
    def idle(self) -> int:
        return self._pool.get_idle_size()
