"""A SQLite database in use: one writer behind a fair queue, readers that never wait for it.

Short programs run on the calling thread, the event loop's included: a point query takes
5 µs, a hop to a thread 100. Reads run under a budget and are repeated on a worker when
they overrun it; a program that was slow starts on a worker from then on, and comes back
when it has become fast. Whole programs hop, never single statements.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from prismstack.drivers._database import PoolState, StatementLog
from prismstack.drivers._errors import DriverError
from prismstack.drivers._fair_lock import FairLock
from prismstack.drivers._isolation import IsolationLevel, isolation_sql
from prismstack.drivers._pool_stats import PoolStats, WaitClock
from prismstack.drivers._program import Program, Scope
from prismstack.drivers._watching import Watch
from prismstack.drivers.sqlite._codec import SqliteCodec
from prismstack.drivers.sqlite._connection import SqliteOptions, open_connection, parse_url
from prismstack.drivers.sqlite._pace import BUDGET, FAST, TURN, is_busy
from prismstack.drivers.sqlite._readers import ReaderPool
from prismstack.drivers.sqlite._session import Interruptible, Overrun, Session
from prismstack.drivers.sqlite._transaction import SqliteTransaction
from prismstack.drivers.sqlite._watched import WatchedSession

__all__ = ["SqliteDatabase"]

_Value = TypeVar("_Value")


class SqliteDatabase:
    """Runs programs on one database; shared by all event loops and threads of a process.

    ``statement_log`` is told the text of every statement before it runs. Raises DriverError
    from every method that touches the database.
    """

    merges_reads = False

    def __init__(self, url: str, statement_log: StatementLog | None = None, watch: Watch | None = None) -> None:
        self.options: SqliteOptions = parse_url(url)
        self.codec = SqliteCodec(self.options.timestamp_format)
        self.connection_info: dict[str, Any] = {"supportsRelationJoins": False}
        self.lock = FairLock()
        self.waits = WaitClock()
        session_class = Session if watch is None else partial(WatchedSession, watch)
        self.writer = session_class(open_connection(self.options), self.options.busy_timeout, statement_log)
        self.writer.watch()
        self.readers = ReaderPool(self.options, statement_log, session_class, self.waits)
        self.commits_are_slow = False
        self._workers: ThreadPoolExecutor | None = None
        self._turn_began = 0.0

    async def connect(self) -> None:
        """Nothing to do: the file was opened, and read, when the database was made."""

    def connect_blocking(self) -> None:
        """Like :meth:`connect`."""

    # -- programs, from an event loop -----------------------------------------------------

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program outside any interactive transaction."""
        if program.writes or self.options.in_memory:
            return await self._write(program, scope)
        began = time.monotonic()
        if began - self._turn_began > TURN:
            await asyncio.sleep(0)
            began = self._turn_began = time.monotonic()
        session = None if program.slow else self.readers.try_take()
        if session is None:
            return await self._read_on_worker(program, scope)
        try:
            value = session.impatient(BUDGET).run(program, scope)
        except Overrun:
            program.slow = True
        except DriverError as error:
            if not is_busy(error):
                raise
        else:
            if time.monotonic() - began > BUDGET:
                program.slow = True
            return value
        finally:
            self.readers.give_back(session)
        return await self._read_on_worker(program, {**scope, "#run": {}})

    async def _write(self, program: Program, scope: Scope) -> Any:
        if not self.lock.try_acquire():
            asked = time.perf_counter()
            await self.lock.acquire()
            self.waits.note(asked)
        try:
            if not program.slow:
                began = time.monotonic()
                try:
                    value = self._perform(self.writer.impatient(), program, scope)
                except DriverError as error:
                    if not is_busy(error):
                        raise
                else:
                    if time.monotonic() - began > BUDGET:
                        program.slow = True
                    return value
            again: Scope = {**scope, "#run": {}}
            return await self.on_worker(
                lambda: self.timed(program, lambda: self._perform(self.writer.patient(), program, again))
            )
        finally:
            self.lock.release()

    # -- programs, from a plain thread ----------------------------------------------------

    def run_blocking(self, program: Program, scope: Scope) -> Any:
        """Like :meth:`run`, blocking the thread."""
        if not (program.writes or self.options.in_memory):
            return self._read(program, scope)
        asked = time.perf_counter()
        self.lock.acquire_blocking()
        self.waits.note(asked)
        try:
            return self._perform(self.writer.patient(), program, scope)
        finally:
            self.lock.release()

    async def _read_on_worker(self, program: Program, scope: Scope) -> Any:
        reading = Interruptible()

        def read() -> Any:
            with self.readers.borrowed() as session, reading.on(session):
                return session.run(program, scope)

        return await self.on_worker(lambda: self.timed(program, read), reading.interrupt)

    def _read(self, program: Program, scope: Scope) -> Any:
        with self.readers.borrowed() as session:
            return session.run(program, scope)

    def _perform(self, session: Session, program: Program, scope: Scope) -> Any:
        if program.transactional:
            return session.run_atomically(program, scope)
        if program.single is None:
            return session.run_alone(program, scope)
        return session.run(program, scope)

    # -- transactions ---------------------------------------------------------------------

    async def begin(self, max_wait: float, isolation: IsolationLevel | None = None) -> SqliteTransaction | None:
        """A write transaction, or None when the writer was not free within ``max_wait`` seconds.

        Every one is serializable, because there is one writer.
        """
        _require_serializable(isolation)
        return await SqliteTransaction.begin(self, max_wait)

    def begin_blocking(self, max_wait: float, isolation: IsolationLevel | None = None) -> SqliteTransaction | None:
        """Like :meth:`begin`, blocking the thread."""
        _require_serializable(isolation)
        return SqliteTransaction.begin_blocking(self, max_wait)

    # -- workers --------------------------------------------------------------------------

    async def on_worker(self, work: Callable[[], _Value], on_cancel: Callable[[], None] = lambda: None) -> _Value:
        """Run blocking work on a worker thread; a cancelled caller still waits for it to end.

        ``on_cancel`` may hasten that end.
        """
        if self._workers is None:
            self._workers = ThreadPoolExecutor(self.options.connection_limit, thread_name_prefix="prismstack-sqlite")
        context = contextvars.copy_context()  # so that what watches a statement knows whose it is
        future = asyncio.get_running_loop().run_in_executor(self._workers, context.run, work)
        cancelled = False
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError:
                cancelled = True
                on_cancel()
        if cancelled:
            if not future.cancelled():
                future.exception()  # taken note of: asyncio reports what nobody asked for
            raise asyncio.CancelledError
        return future.result()

    def timed(self, program: Program, work: Callable[[], _Value]) -> _Value:
        """Run blocking work for a program, which leaves the workers again once it is fast."""
        began = time.monotonic()
        value = work()
        if time.monotonic() - began < FAST:
            program.slow = False
        return value

    def pool(self) -> PoolState:
        """The writer and the readers as one pool."""
        busy = self.readers.open - self.readers.idle + int(self.lock.held)
        return PoolState(open=self.readers.open + 1, busy=busy, waiting=self.lock.waiting)

    def pool_stats(self) -> PoolStats:
        """The writer and the readers as one pool."""
        state = self.pool()
        limit = self.options.connection_limit + 2  # a reader more than workers, and the writer
        return self.waits.stats(open=state.open, busy=state.busy, limit=limit, waiting=state.waiting)

    async def aclose(self) -> None:
        """Like :meth:`close`."""
        self.close()

    def close(self) -> None:
        """Close every connection; running workers finish first. Idempotent."""
        if self._workers is not None:
            self._workers.shutdown()
            self._workers = None
        self.readers.close()
        self.writer.close()


def _require_serializable(isolation: IsolationLevel | None) -> None:
    if isolation is not None:
        isolation_sql(isolation, "sqlite")
