"""An interactive transaction on a pooled connection: it owns the connection from BEGIN to the end."""

from __future__ import annotations

import asyncio
from typing import Any

from prismstack.drivers._program import Program, Scope
from prismstack.drivers.pooled._loop_thread import LoopThread
from prismstack.drivers.pooled._pool import ConnectionPool
from prismstack.drivers.pooled._session import PooledSession

__all__ = ["PooledTransaction"]


class PooledTransaction:
    """Begun by ``PooledDatabase.begin``; ended by commit or rollback, once."""

    def __init__(self, session: PooledSession, pool: ConnectionPool, thread: LoopThread) -> None:
        self._session = session
        self._pool = pool
        self._thread = thread
        self._turn = asyncio.Lock()
        self._loop = asyncio.get_running_loop()

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program inside the transaction."""
        async with self._turn:
            if program.indivisible:
                return await self._session.run_nested(program, scope)
            return await self._session.run(program, scope)

    async def commit(self) -> None:
        """Make it durable; on failure it is rolled back and the error raised."""
        async with self._turn:
            try:
                await self._session.commit()
            finally:
                self._pool.release(self._session.connection)

    async def rollback(self) -> None:
        """Undo it. A connection that does not answer is closed, and the server rolls back then."""
        async with self._turn:
            try:
                await self._session.undo()
            finally:
                self._pool.release(self._session.connection)

    def run_blocking(self, program: Program, scope: Scope) -> Any:
        return self._thread.run(self.run(program, scope))

    def commit_blocking(self) -> None:
        self._thread.run(self.commit())

    def rollback_blocking(self) -> None:
        self._thread.run(self.rollback())

    def interrupt(self) -> None:
        """Stop the running statement, if there is one. Any thread may ask."""
        self._loop.call_soon_threadsafe(self._interrupt)

    def _interrupt(self) -> None:
        if self._turn.locked():
            self._pool.interrupt(self._session.connection, self._turn)
