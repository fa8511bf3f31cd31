"""Runs statements on one PostgreSQL connection."""

from __future__ import annotations

import re
from typing import Any

from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._program import BulkStatement, RawStatement, RowSet, Scope
from prismstack.drivers.pooled import AnyStatement, PooledSession
from prismstack.drivers.postgresql._errors import FAILURES, translate
from prismstack.drivers.postgresql._raw import fitted

__all__ = ["PostgresSession", "is_alive"]

_COUNT = re.compile(r"\d+$")


class PostgresSession(PooledSession):
    """Wraps an asyncpg connection; asyncpg keeps its statements prepared."""

    failures = FAILURES

    def translate(self, error: BaseException) -> DriverError:
        return translate(error)

    async def control_statement(self, sql: str) -> Any:
        return await self.connection.execute(sql)

    async def commit(self) -> None:
        # So it answers for a transaction that an error has spoilt.
        if await self.control("COMMIT") == "ROLLBACK":
            raise DriverError(
                ErrorKind.TRANSACTION_CLOSED,
                "a statement of it had failed, so the server rolled it back",
                original_code="25P02",
            )

    @property
    def in_transaction(self) -> bool:
        return is_alive(self.connection) and self.connection.is_in_transaction()

    def terminate(self) -> None:
        self.connection.terminate()

    async def result(self, statement: AnyStatement, scope: Scope) -> Any:
        connection = self.connection
        if isinstance(statement, BulkStatement):
            return await self._bulk(statement)
        if isinstance(statement, RawStatement):
            return await (self._describe(statement) if statement.wants_rows else self._execute_raw(statement))
        if not statement.wants_rows:
            return _row_count(await connection.execute(statement.sql, *statement.arguments))
        rows = await connection.fetch(statement.sql, *statement.arguments)
        return RowSet(tuple(rows[0].keys()) if rows else (), rows)

    async def _bulk(self, statement: BulkStatement) -> int:
        if not statement.may_skip:
            await self.connection.executemany(statement.sql, statement.rows)
            return len(statement.rows)
        count = 0
        for row in statement.rows:
            count += _row_count(await self.connection.execute(statement.sql, *row))
        return count

    async def _describe(self, statement: RawStatement) -> RowSet:
        prepared, arguments = await self._prepared(statement)
        attributes = prepared.get_attributes()
        rows = await prepared.fetch(*arguments)
        return RowSet(tuple([each.name for each in attributes]), rows, tuple([each.type.name for each in attributes]))

    async def _execute_raw(self, statement: RawStatement) -> int:
        if not statement.arguments:
            return _row_count(await self.connection.execute(statement.sql))
        prepared, arguments = await self._prepared(statement)
        await prepared.fetch(*arguments)
        return _row_count(prepared.get_statusmsg())

    async def _prepared(self, statement: RawStatement) -> tuple[Any, list[Any]]:
        """The prepared statement, and its arguments as its parameters take them."""
        prepared = await self.connection.prepare(statement.sql)
        return prepared, fitted(statement.arguments, [each.name for each in prepared.get_parameters()])


def is_alive(connection: Any) -> bool:
    """Whether a connection of the pool still is one; the pool drops those whose server went away."""
    try:
        return not connection.is_closed()
    except FAILURES:
        return False


def _row_count(status: str) -> int:
    found = _COUNT.search(status)
    return int(found[0]) if found else 0
