"""Runs programs on one connection of an asynchronous driver."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any, ClassVar

from prismstack.drivers._database import StatementLog
from prismstack.drivers._errors import DriverError
from prismstack.drivers._program import BulkStatement, Program, RawStatement, Scope, Statement

__all__ = ["AnyStatement", "PooledSession"]

#: Seconds a rollback may take before its connection is given up.
_CLEANUP = 5.0

AnyStatement = Statement | BulkStatement | RawStatement


class PooledSession(ABC):
    """Wraps a connection for as long as one caller has it; translates its errors.

    A driver's session says how one statement runs and what its library raises.
    """

    #: What the library, and the network under it, raise.
    failures: ClassVar[tuple[type[BaseException], ...]]
    begin_sql: ClassVar[str] = "BEGIN"

    def __init__(self, connection: Any, log: StatementLog | None) -> None:
        self.connection = connection
        self._log = log

    @abstractmethod
    def translate(self, error: BaseException) -> DriverError:
        """The driver error of one of ``failures``."""

    @abstractmethod
    async def result(self, statement: AnyStatement, scope: Scope) -> Any:
        """Run one statement: a RowSet, or a count. Raises one of ``failures``."""

    @abstractmethod
    async def control_statement(self, sql: str) -> Any:
        """Run BEGIN, COMMIT or the like; returns what the library answers. Raises one of ``failures``."""

    @property
    @abstractmethod
    def in_transaction(self) -> bool:
        """Whether the connection lives and has a transaction open."""

    @abstractmethod
    def terminate(self) -> None:
        """Drop the connection at once, and with it whatever it was doing."""

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program's statements as they come, in whatever transaction is open."""
        single = program.single
        try:
            if single is not None:
                statement = Statement(single.sql, single.prepare(scope), single.wants_rows)
                return single.finish(await self._noted(statement, scope), scope)
            return await self._run_steps(program, scope)
        except self.failures as error:
            raise self.translate(error) from error

    async def run_atomically(self, program: Program, scope: Scope) -> Any:
        """Run a program in a transaction of its own."""
        await self.begin()
        try:
            value = await self.run(program, scope)
        except BaseException:
            await self.undo()
            raise
        await self.commit()
        return value

    async def run_nested(self, program: Program, scope: Scope) -> Any:
        """Run a program in a savepoint of the open transaction."""
        await self.control("SAVEPOINT prismstack")
        try:
            value = await self.run(program, scope)
        except BaseException:
            with suppress(DriverError):  # the first error tells more
                await self.control("ROLLBACK TO SAVEPOINT prismstack")
            raise
        await self.control("RELEASE SAVEPOINT prismstack")
        return value

    async def begin(self, isolation: str | None = None) -> None:
        """Begin a transaction, at an isolation level (in SQL) or the database's own."""
        if isolation is None:
            await self.control(self.begin_sql)
        else:
            await self.begin_isolated(isolation)

    async def begin_isolated(self, level: str) -> None:
        await self.control(f"{self.begin_sql} ISOLATION LEVEL {level}")

    async def control(self, sql: str) -> Any:
        """Run BEGIN, COMMIT or the like; returns what the library answers. Raises DriverError."""
        if self._log is not None:
            self._log(sql)
        try:
            return await self.control_statement(sql)
        except self.failures as error:
            raise self.translate(error) from error

    async def commit(self) -> None:
        """Commit. Raises DriverError, also when the server has rolled back instead."""
        await self.control("COMMIT")

    async def undo(self) -> None:
        """Roll back, if there is anything to roll back; a server that cannot be asked does so by itself."""
        if not self.in_transaction:
            return
        try:
            async with asyncio.timeout(_CLEANUP):
                await self.control("ROLLBACK")
        except (DriverError, TimeoutError):
            self.terminate()

    async def _run_steps(self, program: Program, scope: Scope) -> Any:
        steps = program.steps(scope)
        try:
            statement = next(steps)
            while True:
                statement = steps.send(await self._noted(statement, scope))
        except StopIteration as stop:
            return stop.value

    async def _noted(self, statement: AnyStatement, scope: Scope) -> Any:
        if self._log is not None:
            self._log(statement.sql)
        return await self.result(statement, scope)
