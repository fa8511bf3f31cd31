"""What Studio wants of a database: connections that run the front end's own SQL."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["Connection", "Query", "Row", "Source"]

#: Column name -> value in the JSON form that the front end expects of the database.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """One statement of the front end with its parameters, as JSON brought them."""

    sql: str
    parameters: Sequence[Any] = ()


class Connection(Protocol):
    """A connection while one request has it. Every method raises DriverError for what the database refuses."""

    async def run(self, query: Query) -> list[Row]:
        """Run one statement; a cancelled one is stopped in the database too."""
        ...

    async def begin(self, *, read_only: bool, schema: str | None) -> None:
        """Begin a transaction, in which ``schema`` is searched first if the database has such a path."""
        ...

    async def commit(self) -> None: ...

    async def rollback(self) -> None:
        """Undo the transaction; nothing happens when there is none any more."""
        ...

    @property
    def in_transaction(self) -> bool: ...


class Source(Protocol):
    """A database that Studio browses."""

    #: Whether a query may name the schema in which its tables are searched.
    has_search_path: bool

    def connection(self) -> AbstractAsyncContextManager[Connection]:
        """A connection that nobody else uses meanwhile. Raises DriverError when there is none to be had."""
        ...

    async def aclose(self) -> None:
        """Close every connection; idempotent."""
        ...
