"""The session of a watched database: it also tells of each statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import apsw

from prismstack.drivers._database import StatementLog
from prismstack.drivers._errors import DriverError
from prismstack.drivers._program import BulkStatement, RawStatement, RowSet, Statement
from prismstack.drivers._watching import Watch
from prismstack.drivers.sqlite._pace import is_busy
from prismstack.drivers.sqlite._session import Session

__all__ = ["WatchedSession"]


class WatchedSession(Session):
    """Tells ``watch`` of every statement."""

    def __init__(
        self, watch: Watch, connection: apsw.Connection, busy_timeout: float, statement_log: StatementLog | None
    ) -> None:
        super().__init__(connection, busy_timeout, statement_log)
        self._watch = watch

    def _query(self, sql: str, arguments: tuple[Any, ...]) -> RowSet:
        return self._told(super()._query, self._watch.text(sql), arguments)

    def _execute(self, sql: str, arguments: tuple[Any, ...]) -> int:
        return self._told(super()._execute, self._watch.text(sql), arguments)

    def _describe(self, sql: str, arguments: tuple[Any, ...]) -> RowSet:
        return self._told(super()._describe, self._watch.text(sql), arguments)

    def _result(self, statement: Statement | BulkStatement | RawStatement) -> Any:
        if isinstance(statement, BulkStatement) and not statement.may_skip:
            sql = self._watch.text(statement.sql)
            return self._told(
                lambda sql, rows: self._insert(statement._replace(sql=sql, rows=rows)), sql, statement.rows
            )
        return super()._result(statement)

    def _insert(self, statement: BulkStatement) -> Any:
        return super()._result(statement)

    def _control(self, sql: str) -> None:
        self._told(lambda sql, _arguments: super(WatchedSession, self)._control(sql), sql, ())

    def _told(self, run: Callable[[str, Any], Any], sql: str, arguments: Any) -> Any:
        start = self._watch.started()
        try:
            result = run(sql, arguments)
        except BaseException as error:
            if not self._will_be_repeated(error):
                self._watch.failed(sql, arguments, start, error)
            raise
        self._watch.ended(sql, arguments, start, result)
        return result

    def _will_be_repeated(self, error: BaseException) -> bool:
        """Whether a worker runs the statement again: it overran the event loop's budget, or met a lock there."""
        if isinstance(error, apsw.InterruptError):
            return True
        busy = isinstance(error, apsw.BusyError) or (isinstance(error, DriverError) and is_busy(error))
        return busy and not self.is_patient
