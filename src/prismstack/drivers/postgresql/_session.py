"""Runs programs on one PostgreSQL connection."""

from __future__ import annotations

import re
from typing import Any

from prismstack.drivers._database import StatementLog
from prismstack.drivers._program import BulkStatement, Program, RawStatement, RowSet, Scope, Statement
from prismstack.drivers.postgresql._errors import FAILURES, translate

__all__ = ["Session"]

_COUNT = re.compile(r"\d+$")


class Session:
    """Wraps an asyncpg connection for as long as one caller has it; translates its errors."""

    def __init__(self, connection: Any, log: StatementLog | None) -> None:
        self.connection = connection
        self._log = log

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program's statements as they come, in whatever transaction is open."""
        single = program.single
        try:
            if single is not None:
                statement = Statement(single.sql, single.prepare(scope), single.wants_rows)
                return single.finish(await self._result(statement), scope)
            return await self._run_steps(program, scope)
        except FAILURES as error:
            raise translate(error) from error

    async def run_atomically(self, program: Program, scope: Scope) -> Any:
        """Run a program in a transaction of its own."""
        await self.control("BEGIN")
        try:
            value = await self.run(program, scope)
        except BaseException:
            await self.rollback()
            raise
        await self.control("COMMIT")
        return value

    async def control(self, sql: str) -> None:
        """Run BEGIN, COMMIT or the like."""
        self._note(sql)
        try:
            await self.connection.execute(sql)
        except FAILURES as error:
            raise translate(error) from error

    async def rollback(self) -> None:
        """Roll back; never masks the error that led here."""
        if not self.connection.is_closed() and self.connection.is_in_transaction():
            await self.control("ROLLBACK")

    async def _run_steps(self, program: Program, scope: Scope) -> Any:
        steps = program.steps(scope)
        try:
            statement = next(steps)
            while True:
                statement = steps.send(await self._result(statement))
        except StopIteration as stop:
            return stop.value

    async def _result(self, statement: Statement | BulkStatement | RawStatement) -> Any:
        self._note(statement.sql)
        connection = self.connection
        if isinstance(statement, BulkStatement):
            await connection.executemany(statement.sql, statement.rows)
            return len(statement.rows)
        if isinstance(statement, RawStatement):
            return await self._describe(statement)
        if not statement.wants_rows:
            return _row_count(await connection.execute(statement.sql, *statement.arguments))
        rows = await connection.fetch(statement.sql, *statement.arguments)
        return RowSet(tuple(rows[0].keys()) if rows else (), rows)

    async def _describe(self, statement: RawStatement) -> RowSet:
        prepared = await self.connection.prepare(statement.sql)
        attributes = prepared.get_attributes()
        rows = await prepared.fetch(*statement.arguments)
        return RowSet(
            tuple(each.name for each in attributes), rows, tuple(_type_name(each.type) for each in attributes)
        )

    def _note(self, sql: str) -> None:
        if self._log is not None:
            self._log(sql)


def _row_count(status: str) -> int:
    found = _COUNT.search(status)
    return int(found[0]) if found else 0


def _type_name(kind: Any) -> str:
    return kind.name
