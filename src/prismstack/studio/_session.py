"""The front end's requests as work on a source: queries, sequences, transactions; read-only if wanted."""

from __future__ import annotations

from collections.abc import Sequence

from prismstack.drivers import DriverError, ErrorKind
from prismstack.studio._source import Connection, Query, Row, Source

__all__ = ["Session"]


class Session:
    """Runs what the front end sends. With ``read_only`` everything runs in a read-only transaction
    that is rolled back, so that neither a write nor a changed setting survives."""

    def __init__(self, source: Source, *, read_only: bool) -> None:
        self._source = source
        self.read_only = read_only

    async def query(self, query: Query, schema: str | None = None) -> list[Row]:
        """The rows of one statement. Raises DriverError."""
        async with self._source.connection() as connection:
            return await self._one(connection, query, schema)

    async def sequence(self, queries: Sequence[Query]) -> list[list[Row] | DriverError]:
        """What each statement answered, on one connection; the first failure is the last answer."""
        answers: list[list[Row] | DriverError] = []
        async with self._source.connection() as connection:
            for query in queries:
                try:
                    answers.append(await self._one(connection, query))
                except DriverError as error:
                    return [*answers, error]
        return answers

    async def transaction(self, queries: Sequence[Query]) -> list[list[Row]]:
        """The rows of each statement; all of them are kept, or none. Raises DriverError."""
        async with self._source.connection() as connection:
            return await self._atomically(connection, queries)

    async def aclose(self) -> None:
        """Close every connection; idempotent."""
        await self._source.aclose()

    async def _one(self, connection: Connection, query: Query, schema: str | None = None) -> list[Row]:
        searched = schema if self._source.has_search_path else None
        if not self.read_only and searched is None:
            return await connection.run(query)
        [rows] = await self._atomically(connection, [query], searched)
        return rows

    async def _atomically(
        self, connection: Connection, queries: Sequence[Query], schema: str | None = None
    ) -> list[list[Row]]:
        await connection.begin(read_only=self.read_only, schema=schema)
        try:
            results = [await _inside(connection, query) for query in queries]
            if not self.read_only:
                await connection.commit()
        finally:
            await connection.rollback()
        return results


async def _inside(connection: Connection, query: Query) -> list[Row]:
    """Run a statement that must leave the transaction open: what follows relies on it."""
    rows = await connection.run(query)
    if not connection.in_transaction:
        raise DriverError(
            ErrorKind.TRANSACTION_CLOSED, "the statement ended the transaction in which Studio runs it; leave that out"
        )
    return rows
