"""What a case works in: a database of its own, opened as often as the case likes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prismstack.drivers import Database, RowSet, Transaction
from prismstack.testing._dialect import Dialect
from prismstack.testing._programs import OneStatement

__all__ = ["World"]

Runs = Database | Transaction


class World:
    """Opens a driver's databases for one case, and closes them all at its end.

    ``open_database`` takes the URL options of a case (``connection_limit="1"``, …) and
    returns a database that is not connected yet.
    """

    def __init__(self, open_database: Callable[[dict[str, str]], Database], dialect: Dialect) -> None:
        self._open = open_database
        self.dialect = dialect
        self._databases: list[Database] = []

    async def database(self, **options: str) -> Database:
        """A connected database."""
        database = self.closed_database(**options)
        await database.connect()
        return database

    def closed_database(self, **options: str) -> Database:
        """A database that is not connected yet."""
        database = self._open(options)
        self._databases.append(database)
        return database

    async def prepare(self) -> Database:
        """A connected database with the cases' tables, empty."""
        database = await self.database()
        for statement in self.dialect.tables:
            await self.execute(database, statement)
        return database

    async def aclose(self) -> None:
        """Close whatever is open."""
        for database in self._databases:
            await database.aclose()

    async def query(self, where: Runs, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        found: RowSet = await where.run(OneStatement(self.dialect.sql(statement), arguments), {"#run": {}})
        return [tuple(row) for row in found.rows]

    async def execute(self, where: Runs, statement: str, *arguments: Any) -> int:
        """The number of rows that a statement changed."""
        program = OneStatement(self.dialect.sql(statement), arguments, wants_rows=False)
        return await where.run(program, {"#run": {}})

    async def parent(self, where: Runs, number: int, name: str) -> None:
        """Insert a parent row."""
        await self.execute(where, "INSERT INTO conformance_parent (id, name) VALUES (?, ?)", number, name)

    async def parents(self, where: Runs) -> list[int]:
        """The ids of all parent rows."""
        return [row[0] for row in await self.query(where, "SELECT id FROM conformance_parent ORDER BY id")]
