"""One SQLite connection in use: runs statements and whole programs on it, synchronously."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import apsw

from prismstack.drivers._database import StatementLog
from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._program import BulkStatement, Program, RawStatement, RowSet, Scope, Statement
from prismstack.drivers.sqlite._errors import disconnected, translate

__all__ = ["Interruptible", "Overrun", "Session"]

# How many virtual-machine instructions SQLite runs between two looks at the clock.
_CLOCK_INTERVAL = 20_000
_REMEMBERED_COLUMNS = 2_000
_CLOSING_INTERVAL = 0.001


class Overrun(Exception):
    """A read took longer than an event loop may be held up; run it again on a worker."""


class Session:
    """Wraps a connection that one caller at a time uses; translates its errors."""

    def __init__(
        self, connection: apsw.Connection, busy_timeout: float, statement_log: StatementLog | None = None
    ) -> None:
        self.connection = connection
        if statement_log is not None:
            connection.exec_trace = _tracer(statement_log)
        self._cursor = connection.cursor()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._busy_timeout = int(busy_timeout * 1000)
        self._patient = True
        self._budget = 0.0
        self._deadline = 0.0
        self._closed = False

    # -- programs -------------------------------------------------------------------------

    def run(self, program: Program, scope: Scope) -> Any:
        """Run a program's statements as they come, in whatever transaction is open."""
        single = program.single
        try:
            if single is not None:
                arguments = single.prepare(scope)
                result = (
                    self._query(single.sql, arguments) if single.wants_rows else self._execute(single.sql, arguments)
                )
                return single.finish(result, scope)
            return self._run_steps(program, scope)
        except apsw.InterruptError as error:
            raise Overrun from error
        except apsw.Error as error:
            raise translate(error) from error
        except (UnicodeEncodeError, OverflowError) as error:  # a surrogate, or a number beyond 64 bits
            raise DriverError(ErrorKind.INVALID_INPUT_VALUE, str(error)) from error

    def run_atomically(self, program: Program, scope: Scope) -> Any:
        """Run a program in a transaction of its own."""
        self.begin()
        try:
            value = self.run(program, scope)
        except BaseException:
            self.rollback()
            raise
        self.commit()
        return value

    def run_nested(self, program: Program, scope: Scope) -> Any:
        """Run a program all or nothing inside the transaction that is open."""
        self._control("SAVEPOINT prismstack")
        try:
            value = self.run(program, scope)
        except BaseException:
            if self.in_transaction:
                self._control("ROLLBACK TO prismstack")
                self._control("RELEASE prismstack")
            raise
        self._control("RELEASE prismstack")
        return value

    def run_alone(self, program: Program, scope: Scope) -> Any:
        """Run a program of the user's own SQL without a transaction, which it may not open either."""
        try:
            value = self.run(program, scope)
            if self.in_transaction:
                raise DriverError(ErrorKind.SQLITE, "a raw query may not leave a transaction open; use tx()")
        finally:
            self.rollback()
        return value

    def _run_steps(self, program: Program, scope: Scope) -> Any:
        steps = program.steps(scope)
        try:
            statement = next(steps)
            while True:
                result = self._result(statement)
                scope["#run"]["last_insert_id"] = self.connection.last_insert_rowid()
                statement = steps.send(result)
        except StopIteration as stop:
            return stop.value

    # -- statements -----------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        return not self._closed and self.connection.in_transaction

    def begin(self) -> None:
        """Open a write transaction at once, so that no later statement finds the database busy."""
        self._control("BEGIN IMMEDIATE")

    def commit(self) -> None:
        try:
            self._control("COMMIT")
        except BaseException:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Roll back; a no-op when SQLite has already done so after an error, or the connection is closed."""
        if self.in_transaction:
            self._control("ROLLBACK")

    def _control(self, sql: str) -> None:
        try:
            self._cursor.execute(sql)
        except apsw.Error as error:
            raise translate(error) from error

    def _result(self, statement: Statement | BulkStatement | RawStatement) -> Any:
        if isinstance(statement, BulkStatement):
            if statement.may_skip:
                return sum([self._execute(statement.sql, row) for row in statement.rows])
            self._cursor.executemany(statement.sql, statement.rows)
            return len(statement.rows)
        if isinstance(statement, RawStatement) and statement.wants_rows:
            return self._describe(statement.sql, statement.arguments)
        if statement.wants_rows:
            return self._query(statement.sql, statement.arguments)
        return self._execute(statement.sql, statement.arguments)

    def _describe(self, sql: str, arguments: tuple[Any, ...]) -> RowSet:
        cursor = self._cursor
        cursor.execute(sql, arguments)
        try:
            description = cursor.getdescription()
        except apsw.ExecutionCompleteError:
            return RowSet((), [], ())
        names, declared = zip(*description, strict=True)
        return RowSet(names, cursor.fetchall(), declared)

    def _query(self, sql: str, arguments: tuple[Any, ...]) -> RowSet:
        cursor = self._cursor
        cursor.execute(sql, arguments)
        columns = self._columns.get(sql)
        if columns is None:
            try:
                columns = tuple([name for name, _ in cursor.getdescription()])
            except apsw.ExecutionCompleteError:
                return RowSet((), [])
            if len(self._columns) >= _REMEMBERED_COLUMNS:
                self._columns.clear()
            self._columns[sql] = columns
        return RowSet(columns, cursor.fetchall())

    def _execute(self, sql: str, arguments: tuple[Any, ...]) -> int:
        connection = self.connection
        before = connection.total_changes()
        for _ in self._cursor.execute(sql, arguments):
            pass  # a statement of the user's own may return rows; it ends with the last one
        # changes() keeps its old value when a statement changed nothing.
        return connection.changes() if connection.total_changes() != before else 0

    # -- patience -------------------------------------------------------------------------

    @property
    def is_patient(self) -> bool:
        return self._patient

    def patient(self) -> Session:
        """Wait for locks as long as the URL allows; for worker threads."""
        self._require_open()
        if not self._patient:
            self.connection.set_busy_timeout(self._busy_timeout)
            self._patient = True
        self._budget = 0.0
        return self

    def impatient(self, budget: float = 0.0) -> Session:
        """Never wait for a lock, and stop a statement after ``budget`` seconds (0: never); for event loops."""
        self._require_open()
        if self._patient:
            self.connection.set_busy_timeout(0)
            self._patient = False
        self._budget = budget
        self._deadline = 0.0
        return self

    def watch(self) -> None:
        """Let the clock stop statements that overrun the budget."""
        self.connection.set_progress_handler(self._overrun, _CLOCK_INTERVAL)

    def _overrun(self) -> bool:
        if not self._budget:
            return False
        now = time.perf_counter()
        if not self._deadline:
            self._deadline = now + self._budget
            return False
        return now > self._deadline

    def interrupt(self) -> None:
        """Stop the statement that another thread runs on this connection."""
        self.connection.interrupt()

    def close(self) -> None:
        """Close the connection, once the statement that another thread runs on it has ended."""
        self._closed = True
        while True:
            try:
                self.connection.close()
            except apsw.ThreadingViolationError:
                time.sleep(_CLOSING_INTERVAL)
            else:
                return

    def _require_open(self) -> None:
        if self._closed:
            raise disconnected()


class Interruptible:
    """The session that a worker uses at the moment, for another thread to interrupt, and never a later user of it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._stopped = False

    @contextmanager
    def on(self, session: Session) -> Generator[None]:
        """Mark the session as in use; raises Overrun when the work was stopped before it began."""
        with self._lock:
            if self._stopped:
                raise Overrun
            self._session = session
        try:
            yield
        finally:
            with self._lock:
                self._session = None

    def interrupt(self) -> None:
        """Stop the statement that runs, and any that would follow."""
        with self._lock:
            self._stopped = True
            if self._session is not None:
                self._session.interrupt()


def _tracer(log: StatementLog) -> Callable[..., bool]:
    def trace(_cursor: object, sql: str, _bindings: object) -> bool:
        log(sql)
        return True

    return trace
