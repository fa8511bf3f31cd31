"""Runs the front end's statements on one SQLite connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import apsw

from prismstack.drivers import DriverError, ErrorKind
from prismstack.drivers.sqlite import translate
from prismstack.studio._source import Query, Row
from prismstack.studio._values import argument
from prismstack.studio.sqlite._values import column

__all__ = ["SqliteConnection"]

_INTERRUPT_SECONDS = 0.02


class SqliteConnection:
    """Wraps an apsw connection for one request."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    async def run(self, query: Query) -> list[Row]:
        return await self._on_worker(lambda: self._rows(query))

    async def begin(self, *, read_only: bool, schema: str | None) -> None:
        # A transaction that will write takes its lock at once; later could be too late.
        await self.run(Query("BEGIN" if read_only else "BEGIN IMMEDIATE"))

    async def commit(self) -> None:
        await self.run(Query("COMMIT"))

    async def rollback(self) -> None:
        if self.in_transaction:
            await self.run(Query("ROLLBACK"))

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    async def _on_worker(self, work: Callable[[], list[Row]]) -> list[Row]:
        future = asyncio.get_running_loop().run_in_executor(None, work)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            # An interrupt only reaches a statement that has begun, so it may take more than one.
            while not future.done():
                self._connection.interrupt()
                await asyncio.wait([future], timeout=_INTERRUPT_SECONDS)
            raise

    def _rows(self, query: Query) -> list[Row]:
        """The rows of the statement; of the last one, if there are several."""
        rows: list[Row] = []
        names: list[str] = []
        cursor = self._connection.cursor()

        def starts(_cursor: apsw.Cursor, _sql: str, _bindings: object) -> bool:
            rows.clear()
            names.clear()
            return True

        cursor.exec_trace = starts
        try:
            for values in cursor.execute(query.sql, [argument(each) for each in query.parameters]):
                names = names or [each[0] for each in cursor.get_description()]
                rows.append(dict(zip(names, map(column, values), strict=True)))
        except apsw.Error as error:
            raise translate(error) from error
        except (UnicodeDecodeError, OverflowError) as error:
            raise DriverError(
                ErrorKind.INCONSISTENT_COLUMN_DATA, f"a value is not what SQLite takes: {error}"
            ) from error
        return rows
