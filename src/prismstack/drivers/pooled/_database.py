"""A database behind connection pools: one for each event loop, and a loop of its own for plain threads."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

from prismstack.drivers._codec import Codec
from prismstack.drivers._database import PoolState, StatementLog
from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._isolation import IsolationLevel, isolation_sql
from prismstack.drivers._pool_stats import PoolStats, WaitClock
from prismstack.drivers._program import Program, Scope
from prismstack.drivers._watching import Watch
from prismstack.drivers.pooled._loop_thread import LoopThread
from prismstack.drivers.pooled._pool import ConnectionPool, Connector
from prismstack.drivers.pooled._session import PooledSession
from prismstack.drivers.pooled._transaction import PooledTransaction
from prismstack.drivers.pooled._watched import watched

__all__ = ["PooledDatabase"]


class PooledDatabase(ABC):
    """Runs programs on one database server.

    Connections belong to the event loop that opened them, so each loop has its pool.
    Raises DriverError from every method that touches the database.
    """

    codec: Codec
    connection_info: dict[str, Any]
    session_class: type[PooledSession]
    merges_reads: bool
    #: Seconds a query waits for a connection; None waits for ever.
    pool_timeout: float | None
    connection_limit: int

    def __init__(self, statement_log: StatementLog | None, watch: Watch | None = None) -> None:
        self._log = statement_log
        if watch is not None:
            self.session_class = watched(self.session_class, watch)
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, ConnectionPool] = WeakKeyDictionary()
        self._opening: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        self._thread = LoopThread("prismstack-pool")
        self._waiting = 0
        self.waits = WaitClock()

    @abstractmethod
    def connector(self) -> Connector:
        """What opens this database's connections and knows their state."""

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

    async def begin(self, max_wait: float, isolation: IsolationLevel | None = None) -> PooledTransaction | None:
        """A transaction, or None when no connection was free within ``max_wait`` seconds."""
        level = None if isolation is None else isolation_sql(isolation, self.codec.provider)
        pool = await self._pool()
        try:
            connection = await self._acquire(pool, max_wait)
        except TimeoutError:
            return None
        session = self.session_class(connection, self._log)
        try:
            await session.begin(level)
        except BaseException:
            pool.release(connection)
            raise
        return PooledTransaction(session, pool, self._thread)

    def begin_blocking(self, max_wait: float, isolation: IsolationLevel | None = None) -> PooledTransaction | None:
        """Like :meth:`begin`, blocking the thread."""
        return self._thread.run(self.begin(max_wait, isolation))

    def pool(self) -> PoolState:
        """The pools of all loops together."""
        pools = list(self._pools.values())
        total = sum(pool.size for pool in pools)
        return PoolState(open=total, busy=total - sum(pool.idle for pool in pools), waiting=self._waiting)

    def pool_stats(self) -> PoolStats:
        """The pools of all loops together."""
        state = self.pool()
        return self.waits.stats(open=state.open, busy=state.busy, limit=self.connection_limit, waiting=state.waiting)

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
    async def _session(self) -> AsyncGenerator[PooledSession]:
        pool = await self._pool()
        try:
            connection = await self._acquire(pool, self.pool_timeout)
        except TimeoutError:
            raise DriverError(
                ErrorKind.POOL_TIMEOUT,
                f"no connection became free within {self.pool_timeout:g} s (connection_limit {self.connection_limit})",
            ) from None
        try:
            yield self.session_class(connection, self._log)
        finally:
            pool.release(connection)

    async def _acquire(self, pool: ConnectionPool, timeout: float | None) -> Any:
        self._waiting += 1
        began = time.perf_counter()
        try:
            return await pool.acquire(timeout)
        finally:
            self._waiting -= 1
            self.waits.note(began)

    async def _pool(self) -> ConnectionPool:
        loop = asyncio.get_running_loop()
        pool = self._pools.get(loop)
        if pool is not None:
            return pool
        async with self._opening.setdefault(loop, asyncio.Lock()):
            pool = self._pools.get(loop)
            if pool is None:
                self._forget_closed_loops()
                pool = ConnectionPool(self.connector(), self.connection_limit)
                await pool.open()
                self._pools[loop] = pool
            return pool

    def _forget_closed_loops(self) -> None:
        for loop, pool in list(self._pools.items()):
            if loop.is_closed():
                del self._pools[loop]
                pool.terminate()
