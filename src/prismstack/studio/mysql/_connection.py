"""Runs the front end's statements on one MySQL connection."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from prismstack.drivers import DriverError, ErrorKind
from prismstack.drivers.mysql import FAILURES, translate
from prismstack.studio._source import Query, Row
from prismstack.studio._values import argument
from prismstack.studio.mysql._placeholders import filled
from prismstack.studio.mysql._reads import is_read
from prismstack.studio.mysql._values import columns

__all__ = ["MysqlConnection"]

_IN_TRANSACTION = 0x0001  # SERVER_STATUS_IN_TRANS
_REFUSED = "Studio is read-only here: it runs SELECT, SHOW, EXPLAIN and the like, no other statement"


class MysqlConnection:
    """Wraps an asyncmy connection for one request; ``stop`` ends a statement by its connection's number."""

    def __init__(self, connection: Any, stop: Callable[[int], Awaitable[None]]) -> None:
        self._connection = connection
        self._stop = stop
        self._read_only = False

    async def run(self, query: Query) -> list[Row]:
        if self._read_only and not is_read(query.sql):
            raise DriverError(ErrorKind.DATABASE_ACCESS_DENIED, _REFUSED)
        literals = [self._connection.literal(argument(each)) for each in query.parameters]
        sql = filled(query.sql, literals)
        thread = self._connection.thread_id()
        try:
            return await self._rows(sql)
        except asyncio.CancelledError:
            # asyncmy drops the connection; the server would go on working for nobody.
            await asyncio.shield(self._stop(thread))
            raise
        except FAILURES as error:
            raise translate(error) from error

    async def begin(self, *, read_only: bool, schema: str | None) -> None:
        self._read_only = read_only
        if read_only:
            # Again each time: a statement may have changed what the session begins with.
            await self._control("SET SESSION TRANSACTION READ ONLY")
        await self._control("START TRANSACTION READ ONLY" if read_only else "START TRANSACTION")

    async def commit(self) -> None:
        await self._control("COMMIT")

    async def rollback(self) -> None:
        if self.in_transaction:
            await self._control("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        connection = self._connection
        return bool(connection.connected and connection.server_status & _IN_TRANSACTION)

    async def _control(self, sql: str) -> None:
        try:
            await self._connection.query(sql)
        except FAILURES as error:
            raise translate(error) from error

    async def _rows(self, sql: str) -> list[Row]:
        async with self._connection.cursor() as cursor:
            await cursor.execute(sql)
            if cursor.description is None:
                return [{"affectedRows": cursor.rowcount, "insertId": cursor.lastrowid or 0}]
            names = [each[0] for each in cursor.description]
            readers = columns(sql, cursor.description)
            return [
                {
                    name: None if value is None else read(value)
                    for name, value, read in zip(names, row, readers, strict=True)
                }
                for row in await cursor.fetchall()
            ]
