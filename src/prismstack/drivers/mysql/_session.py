"""Runs statements on one MySQL connection."""

from __future__ import annotations

from typing import Any

from prismstack.drivers._errors import DriverError
from prismstack.drivers._program import BulkStatement, RawStatement, RowSet, Scope
from prismstack.drivers.mysql._connector import IN_TRANSACTION
from prismstack.drivers.mysql._errors import FAILURES, translate
from prismstack.drivers.pooled import AnyStatement, PooledSession

__all__ = ["MysqlSession"]

_KEPT = 256

# Field type numbers of the protocol -> wire types of raw results.
_RAW_KINDS = {
    0: "decimal", 1: "int", 2: "int", 3: "int", 4: "float", 5: "double", 7: "datetime", 8: "bigint", 9: "int",
    10: "date", 11: "time", 12: "datetime", 13: "int", 16: "bytes", 245: "json", 246: "decimal", 247: "enum",
}  # fmt: skip
_BINARY_CHARSET = 63
# TINYINT(1) and BIT(1): what MySQL has for a boolean.
_BOOLEANS = {1: "tinybool", 16: "bitbool"}
_BLOBS = {249, 250, 251, 252, 253, 254}


class MysqlSession(PooledSession):
    """Wraps an asyncmy connection; statements are prepared on the server and kept."""

    failures = FAILURES
    begin_sql = "START TRANSACTION"

    def translate(self, error: BaseException) -> DriverError:
        return translate(error)

    async def control_statement(self, sql: str) -> Any:
        await self.connection.query(sql)

    async def begin_isolated(self, level: str) -> None:
        try:
            await self.control(f"SET TRANSACTION ISOLATION LEVEL {level}")
            await self.begin()
        except BaseException:
            self.terminate()  # else the level would be that of whoever gets the connection next
            raise

    @property
    def in_transaction(self) -> bool:
        connection = self.connection
        return bool(connection.connected and connection.server_status & IN_TRANSACTION)

    def terminate(self) -> None:
        self.connection.close()

    async def result(self, statement: AnyStatement, scope: Scope) -> Any:
        prepared = await self._prepared(statement.sql)
        if isinstance(statement, BulkStatement):
            return sum([(await prepared.execute(row)).affected_rows for row in statement.rows])
        done = await prepared.execute(statement.arguments)
        if isinstance(statement, RawStatement) and statement.wants_rows:
            return _described(done)
        scope["#run"]["last_insert_id"] = done.insert_id
        if not statement.wants_rows:
            return 0 if done.fields else done.affected_rows
        return RowSet(_columns(done), list(done.rows or ()))

    async def _prepared(self, sql: str) -> Any:
        """The statement, prepared once per connection; the oldest is closed when too many are kept."""
        kept: dict[str, Any] = self.connection.__dict__.setdefault("prismstack_statements", {})
        prepared = kept.get(sql)
        if prepared is None:
            prepared = kept[sql] = await self.connection.prepare(sql)
            if len(kept) > _KEPT:
                await kept.pop(next(iter(kept))).close()
        return prepared


def _columns(done: Any) -> tuple[str, ...]:
    return tuple([each[0] for each in done.description or ()])


def _described(done: Any) -> RowSet:
    kinds = tuple([_raw_kind(field) for field in done.fields or ()])
    return RowSet(_columns(done), list(done.rows or ()), kinds)


def _raw_kind(field: Any) -> str:
    if field.length == 1 and field.type_code in _BOOLEANS:
        return _BOOLEANS[field.type_code]
    if field.type_code in _BLOBS:
        return "bytes" if field.charsetnr == _BINARY_CHARSET else "string"
    return _RAW_KINDS.get(field.type_code, "string")
