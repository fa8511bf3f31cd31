"""An interactive transaction on SQLite: it owns the writer from BEGIN to the end."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._fair_lock import FairLock
from prismstack.drivers._program import Program, Scope
from prismstack.drivers.sqlite._pace import BUDGET, is_busy
from prismstack.drivers.sqlite._session import Interruptible, Overrun, Session

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
        self._ended = False

    # -- from an event loop ---------------------------------------------------------------

    @classmethod
    async def begin(cls, database: SqliteDatabase, max_wait: float) -> SqliteTransaction | None:
        """A transaction, or None when the writer was not free within ``max_wait`` seconds."""
        began = time.monotonic()
        if not database.lock.try_acquire():
            asked = time.perf_counter()
            acquired = await database.lock.acquire(max_wait)
            database.waits.note(asked)
            if not acquired:
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
            if not program.slow:
                try:
                    return self._run_here(program, scope)
                except Overrun:
                    program.slow = True
                scope = {**scope, "#run": {}}
            return await self._run_on_worker(program, scope)
        finally:
            self._turn.release()

    def _run_here(self, program: Program, scope: Scope) -> Any:
        began = time.monotonic()
        # Only a read may be stopped and repeated: stopping a write undoes the transaction.
        value = self._perform(self._session.impatient(0.0 if program.writes else BUDGET), program, scope)
        if time.monotonic() - began > BUDGET:
            program.slow = True
        return value

    async def _run_on_worker(self, program: Program, scope: Scope) -> Any:
        running = Interruptible()

        def run() -> Any:
            with running.on(self._session.patient()):
                return self._perform(self._session, program, scope)

        on_cancel = _do_nothing if program.writes else running.interrupt
        return await self._database.on_worker(lambda: self._database.timed(program, run), on_cancel)

    async def commit(self) -> None:
        """Make it durable; on failure, or when cancelled before it could begin, it is rolled back."""
        await self._last_turn()
        try:
            if self._database.commits_are_slow:
                await self._database.on_worker(self._timed_commit)
            else:
                self._timed_commit()
        finally:
            self._end()

    async def rollback(self) -> None:
        """Undo it; done even when the caller is cancelled."""
        await self._last_turn()
        try:
            self._session.rollback()
        finally:
            self._end()

    async def _last_turn(self) -> None:
        """Wait for the queries that run; a cancelled caller's transaction is rolled back, for nobody else would."""
        cancelled = False
        while not self._turn.try_acquire():
            try:
                await self._turn.acquire()
                break
            except asyncio.CancelledError:
                cancelled = True
        if cancelled:
            try:
                self._session.rollback()
            finally:
                self._end()
            raise asyncio.CancelledError

    # -- from a plain thread --------------------------------------------------------------

    @classmethod
    def begin_blocking(cls, database: SqliteDatabase, max_wait: float) -> SqliteTransaction | None:
        """Like :meth:`begin`, blocking the thread."""
        began = time.monotonic()
        asked = time.perf_counter()
        acquired = database.lock.acquire_blocking(max_wait)
        database.waits.note(asked)
        if not acquired:
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
            return self._perform(self._session.patient(), program, scope)
        finally:
            self._turn.release()

    def commit_blocking(self) -> None:
        self._turn.acquire_blocking()
        try:
            self._require_open()
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

    def _perform(self, session: Session, program: Program, scope: Scope) -> Any:
        self._require_open()
        return session.run_nested(program, scope) if program.transactional else session.run(program, scope)

    def _require_open(self) -> None:
        if self._ended or not self._session.in_transaction:
            # A full disk, a ROLLBACK of the user's own: what follows must not run outside of it.
            raise DriverError(ErrorKind.TRANSACTION_CLOSED, "the transaction has ended in the database")

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
        self._require_open()
        self._session.commit()
        self._database.commits_are_slow = time.monotonic() - began > BUDGET

    def _end(self) -> None:
        self._ended = True
        self._turn.release()
        self._database.lock.release()


def _do_nothing() -> None:
    """A write is not stopped half-way."""
