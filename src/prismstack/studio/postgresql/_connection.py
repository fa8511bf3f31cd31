"""Runs the front end's statements on one PostgreSQL connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prismstack.drivers import DriverError, ErrorKind
from prismstack.drivers.postgresql import FAILURES, asyncpg, translate
from prismstack.studio._source import Query, Row
from prismstack.studio.postgresql._values import KNOWN, argument, column, register_codecs, reset_codecs

__all__ = ["PostgresConnection"]

# asyncpg reads these only in binary form, which the text codecs of their parts rule out.
_STRUCTURED = frozenset({"composite", "range", "multirange"})
_STRUCTURED_TYPES = frozenset({"c", "r", "m"})
_ELEMENT = (
    "SELECT e.typtype::text FROM pg_catalog.pg_type a JOIN pg_catalog.pg_type e ON e.oid = a.typelem WHERE a.oid = $1"
)


class PostgresConnection:
    """Wraps an asyncpg connection for one request."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def run(self, query: Query) -> list[Row]:
        try:
            return await self._rows(query)
        except FAILURES as error:
            raise translate(error) from error

    async def begin(self, *, read_only: bool, schema: str | None) -> None:
        await self._control("BEGIN READ ONLY" if read_only else "BEGIN")
        if read_only:
            # Once a snapshot is taken, no statement can make the transaction writable again.
            await self._control("SELECT 1")
        if schema is not None:
            await self.run(Query("SELECT set_config('search_path', $1, true)", [_search_path(schema)]))

    async def commit(self) -> None:
        await self._control("COMMIT")

    async def rollback(self) -> None:
        if self.in_transaction:
            await self._control("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        return not self._connection.is_closed() and self._connection.is_in_transaction()

    async def _control(self, sql: str) -> None:
        try:
            await self._connection.execute(sql)
        except FAILURES as error:
            raise translate(error) from error

    async def _rows(self, query: Query) -> list[Row]:
        try:
            prepared = await self._connection.prepare(query.sql)
            attributes = prepared.get_attributes()
        except asyncpg.UnsupportedClientFeatureError:
            prepared, attributes = None, await self._described(query.sql)
        structured = [await self._is_structured(each.type) for each in attributes]
        if prepared is None or any(structured):
            prepared = await self._connection.prepare(_as_text(query.sql, structured))
        names = [each.name for each in attributes]
        records = await prepared.fetch(*_arguments(query, prepared.get_parameters()))
        return [dict(zip(names, map(column, record.values()), strict=True)) for record in records]

    async def _described(self, sql: str) -> Sequence[Any]:
        """The columns of a statement some of which asyncpg cannot read as long as our codecs are there."""
        await reset_codecs(self._connection)
        try:
            return (await self._connection.prepare(sql)).get_attributes()
        finally:
            await register_codecs(self._connection)

    async def _is_structured(self, kind: Any) -> bool:
        if kind.kind != "array":
            return kind.kind in _STRUCTURED or kind.name == "record"
        if kind.name.removesuffix("[]") in KNOWN:
            return False
        element = await self._connection.fetchval(_ELEMENT, str(kind.oid))
        return element in _STRUCTURED_TYPES


def _arguments(query: Query, kinds: Sequence[Any]) -> list[Any]:
    if len(query.parameters) != len(kinds):
        message = f"the statement takes {len(kinds)} parameters, not {len(query.parameters)}"
        raise DriverError(ErrorKind.INVALID_INPUT_VALUE, message)
    return [argument(value, kind) for value, kind in zip(query.parameters, kinds, strict=True)]


def _search_path(schema: str) -> str:
    quoted = schema.replace('"', '""')
    return f'"{quoted}", public'


def _as_text(sql: str, structured: list[bool]) -> str:
    """The statement with the structured ones of its columns cast to text."""
    names = [f"c{index}" for index in range(len(structured))]
    shown = [f"{name}::text" if cast else name for name, cast in zip(names, structured, strict=True)]
    inner = sql.strip().rstrip(";")
    return f"WITH studio ({', '.join(names)}) AS (\n{inner}\n) SELECT {', '.join(shown)} FROM studio"
