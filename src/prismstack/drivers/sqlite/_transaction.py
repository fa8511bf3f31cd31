"""An interactive transaction on SQLite: it owns the writer from BEGIN to the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from prismstack.drivers._errors import DriverError
from prismstack.drivers._fair_lock import FairLock
from prismstack.drivers._program import Program, Scope
from prismstack.drivers.sqlite._pace import BUDGET, is_busy

if TYPE_CHECKING:
    from prismstack.drivers.sqlite._database import SqliteDatabase

__all__ = ["SqliteTransaction"]


class SqliteTransaction:
    """Begun by :meth:`begin` (or its blocking twin); ended by commit or rollback, once.

    Programs of one transaction run one after the other.
    """

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._session = database.writer
        self._turn = FairLock()

    # -- from an event loop ---------------------------------------------------------------

    @classmethod
    async def begin(cls, database: SqliteDatabase, max_wait: float) -> SqliteTransaction | None:
        """A transaction, or None when the writer was not free within ``max_wait`` seconds."""
        began = time.monotonic()
        if not database.lock.try_acquire() and not await database.lock.acquire(max_wait):
            return None
        session = database.writer
        try:
            try:
                session.impatient().begin()
            except DriverError as error:
                if not is_busy(error):
                    raise
                left = max_wait - (time.monotonic() - began)
                if not await database.on_worker(lambda: cls._begin_within(database, left)):
                    database.lock.release()
                    return None
        except BaseException:
            session.rollback()
            database.lock.release()
            raise
        return cls(database)

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program inside the transaction."""
        if not self._turn.try_acquire():
            await self._turn.acquire()
        try:
            if program.slow:
                return await self._database.on_worker(lambda: self._session.patient().run(program, scope))
            began = time.monotonic()
            value = self._session.impatient().run(program, scope)
            if time.monotonic() - began > BUDGET:
                program.slow = True
            return value
        finally:
            self._turn.release()

    async def commit(self) -> None:
        """Make it durable; on failure it is rolled back and the error raised."""
        await self._turn.acquire()
        try:
            if self._database.commits_are_slow:
                await self._database.on_worker(self._timed_commit)
            else:
                self._timed_commit()
        finally:
            self._end()

    async def rollback(self) -> None:
        await self._turn.acquire()
        try:
            self._session.rollback()
        finally:
            self._end()

    # -- from a plain thread --------------------------------------------------------------

    @classmethod
    def begin_blocking(cls, database: SqliteDatabase, max_wait: float) -> SqliteTransaction | None:
        """Like :meth:`begin`, blocking the thread."""
        began = time.monotonic()
        if not database.lock.acquire_blocking(max_wait):
            return None
        try:
            if cls._begin_within(database, max_wait - (time.monotonic() - began)):
                return cls(database)
        except BaseException:
            database.lock.release()
            raise
        database.lock.release()
        return None

    def run_blocking(self, program: Program, scope: Scope) -> Any:
        self._turn.acquire_blocking()
        try:
            return self._session.patient().run(program, scope)
        finally:
            self._turn.release()

    def commit_blocking(self) -> None:
        self._turn.acquire_blocking()
        try:
            self._session.commit()
        finally:
            self._end()

    def rollback_blocking(self) -> None:
        self._turn.acquire_blocking()
        try:
            self._session.rollback()
        finally:
            self._end()

    # -- both -----------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Stop the statement that is running in the transaction, if any."""
        if self._turn.held:
            self._session.interrupt()

    @staticmethod
    def _begin_within(database: SqliteDatabase, seconds: float) -> bool:
        session = database.writer
        deadline = time.monotonic() + seconds
        session.impatient()
        while True:
            try:
                session.begin()
            except DriverError as error:
                if not is_busy(error):
                    raise
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.005)
            else:
                return True

    def _timed_commit(self) -> None:
        began = time.monotonic()
        self._session.commit()
        self._database.commits_are_slow = time.monotonic() - began > BUDGET

    def _end(self) -> None:
        self._turn.release()
        self._database.lock.release()
