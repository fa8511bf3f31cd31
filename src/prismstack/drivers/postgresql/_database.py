"""A PostgreSQL database in use: a pool for each event loop, and a loop of its own for plain threads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

from prismstack.drivers._database import PoolState, StatementLog
from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._loop_thread import LoopThread
from prismstack.drivers._program import Program, Scope
from prismstack.drivers.postgresql._codec import PostgresCodec
from prismstack.drivers.postgresql._connection import PostgresOptions, open_pool, parse_url
from prismstack.drivers.postgresql._errors import FAILURES, translate
from prismstack.drivers.postgresql._session import Session
from prismstack.drivers.postgresql._transaction import PostgresTransaction

__all__ = ["PostgresDatabase"]


class PostgresDatabase:
    """Runs programs on one database; asyncpg pools belong to the loop that opened them.

    Raises DriverError from every method that touches the database.
    """

    def __init__(self, provider: str, url: str, statement_log: StatementLog | None = None) -> None:
        self.options: PostgresOptions = parse_url(url)
        self.codec = PostgresCodec(provider)
        self.connection_info: dict[str, Any] = {"supportsRelationJoins": False, "schemaName": self.options.schema}
        self._log = statement_log
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()
        self._opening: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        self._thread = LoopThread("prismstack-postgresql")
        self._waiting = 0

    async def connect(self) -> None:
        """Open the pool of this loop, so that a wrong URL is noticed at once."""
        await self._pool()

    def connect_blocking(self) -> None:
        """Like :meth:`connect`, for plain threads."""
        self._thread.run(self.connect())

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program outside any interactive transaction."""
        async with self._session() as session:
            if program.transactional:
                return await session.run_atomically(program, scope)
            return await session.run(program, scope)

    def run_blocking(self, program: Program, scope: Scope) -> Any:
        """Like :meth:`run`, blocking the thread."""
        return self._thread.run(self.run(program, scope))

    async def begin(self, max_wait: float) -> PostgresTransaction | None:
        """A transaction, or None when no connection was free within ``max_wait`` seconds."""
        try:
            pool = await self._pool()
            connection = await self._acquire(pool, max_wait)
        except TimeoutError:
            return None
        session = Session(connection, self._log)
        try:
            await session.control("BEGIN")
        except BaseException:
            await pool.release(connection)
            raise
        return PostgresTransaction(session, pool, self._thread)

    def begin_blocking(self, max_wait: float) -> PostgresTransaction | None:
        """Like :meth:`begin`, blocking the thread."""
        return self._thread.run(self.begin(max_wait))

    def pool(self) -> PoolState:
        """The pools of all loops together."""
        pools = list(self._pools.values())
        total = sum(pool.get_size() for pool in pools)
        return PoolState(open=total, busy=total - sum(pool.get_idle_size() for pool in pools), waiting=self._waiting)

    async def aclose(self) -> None:
        """Close this loop's connections, waiting for those in use; then the others at once."""
        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await pool.close()
        self.close()

    def close(self) -> None:
        """Close every connection without waiting; idempotent."""
        for pool in list(self._pools.values()):
            pool.terminate()
        self._pools.clear()
        self._thread.stop()

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[Session]:
        pool = await self._pool()
        try:
            connection = await self._acquire(pool, self.options.pool_timeout or None)
        except TimeoutError:
            raise DriverError(
                ErrorKind.POOL_TIMEOUT,
                f"no connection became free within {self.options.pool_timeout:g} s "
                f"(connection_limit {self.options.connection_limit})",
            ) from None
        try:
            yield Session(connection, self._log)
        finally:
            await pool.release(connection)

    async def _acquire(self, pool: Any, timeout: float | None) -> Any:
        self._waiting += 1
        try:
            return await pool.acquire(timeout=timeout)
        except TimeoutError:
            raise
        except FAILURES as error:
            raise translate(error) from error
        finally:
            self._waiting -= 1

    async def _pool(self) -> Any:
        loop = asyncio.get_running_loop()
        pool = self._pools.get(loop)
        if pool is not None:
            return pool
        async with self._opening.setdefault(loop, asyncio.Lock()):
            pool = self._pools.get(loop)
            if pool is None:
                try:
                    pool = self._pools[loop] = await open_pool(self.options)
                except FAILURES as error:
                    raise translate(error) from error
            return pool
