"""Watching statements: what logs, traces and comments are told of, and may add to, each statement.

A database that nobody watches uses sessions that know nothing of this module.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from prismstack.drivers._program import RowSet

__all__ = ["StatementEvent", "Watch"]


class StatementEvent(NamedTuple):
    """A statement that ended.

    ``arguments`` are the bound values, for a bulk statement a list of rows of them. ``began`` is
    in seconds since 1970, ``duration`` in seconds. ``rows`` are those returned or changed; None
    when it failed or controls a transaction.
    """

    sql: str
    arguments: Any
    began: float
    duration: float
    rows: int | None
    error: BaseException | None


class Watch:
    """Tells observers of statements; ``comment`` gives what is appended to a statement's text."""

    def __init__(
        self, observers: tuple[Callable[[StatementEvent], object], ...], comment: Callable[[], str] | None = None
    ) -> None:
        self._observers = observers
        self._comment = comment

    def text(self, sql: str) -> str:
        """The text to run for a statement."""
        return sql if self._comment is None else sql + self._comment()

    def started(self) -> tuple[float, float]:
        """What the other methods want to know of the start."""
        return time.time(), time.perf_counter()

    def ended(self, sql: str, arguments: Any, start: tuple[float, float], result: Any) -> None:
        """Tell of a statement that returned ``result``: a RowSet, a count or None."""
        rows = len(result.rows) if isinstance(result, RowSet) else result
        self._tell(StatementEvent(sql, arguments, start[0], time.perf_counter() - start[1], rows, None))

    def failed(self, sql: str, arguments: Any, start: tuple[float, float], error: BaseException) -> None:
        """Tell of a statement that raised."""
        self._tell(StatementEvent(sql, arguments, start[0], time.perf_counter() - start[1], None, error))

    def _tell(self, event: StatementEvent) -> None:
        for observe in self._observers:
            observe(event)
