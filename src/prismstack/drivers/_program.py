"""What a driver runs: programs that yield statements and know nothing of any driver."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, Protocol

__all__ = [
    "BulkStatement",
    "Program",
    "RawStatement",
    "RowSet",
    "Scope",
    "SingleProgram",
    "Statement",
    "Steps",
]

#: From the names a program uses to values; ``#run`` holds what one run remembers.
Scope = dict[str, Any]


class Statement(NamedTuple):
    """One SQL statement; ``wants_rows`` tells a query from an execution that is counted."""

    sql: str
    arguments: tuple[Any, ...]
    wants_rows: bool


class BulkStatement(NamedTuple):
    """One SQL statement to run once for each row of arguments; its result is the number of rows it made.

    ``may_skip`` says that a row may be left out (a duplicate), so that they must be counted.
    """

    sql: str
    rows: list[tuple[Any, ...]]
    may_skip: bool = False


class RawStatement(NamedTuple):
    """A statement in the user's own SQL; a query's RowSet also tells the declared types of the columns."""

    sql: str
    arguments: tuple[Any, ...]
    wants_rows: bool = True


class RowSet(NamedTuple):
    """The rows of a query; ``columns`` may be empty when there are no rows.

    ``declared`` holds the columns' types as the database declares them, where a raw query
    asked for them.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    declared: tuple[str | None, ...] = ()


#: A running program: yields statements, is sent a RowSet or a count for each, returns its value.
Steps = Generator[Statement | BulkStatement | RawStatement, Any, Any]


class SingleProgram(Protocol):
    """The straight line of a program that runs exactly one statement."""

    @property
    def sql(self) -> str: ...

    @property
    def wants_rows(self) -> bool: ...

    def prepare(self, scope: Scope) -> tuple[Any, ...]:
        """The statement's arguments."""
        ...

    def finish(self, result: Any, scope: Scope) -> Any:
        """The program's value from the RowSet or the count."""
        ...


class Program(Protocol):
    """Something to run: a straight line when ``single`` is set, else ``steps``.

    ``slow`` is the driver's own note that this program should not run on an event loop.
    """

    slow: bool

    @property
    def single(self) -> SingleProgram | None: ...

    @property
    def transactional(self) -> bool: ...

    @property
    def writes(self) -> bool: ...

    @property
    def indivisible(self) -> bool:
        """Whether it is undone alone when it fails inside an interactive transaction."""
        ...

    def steps(self, scope: Scope) -> Steps:
        """Run as a generator of statements."""
        ...
