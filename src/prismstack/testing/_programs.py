"""Programs written by hand, in the place of those that plans become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prismstack.drivers import RawStatement, Scope, SingleProgram, Statement, Steps

__all__ = ["OneStatement", "Script"]


class OneStatement:
    """A program of one statement; its value is the RowSet, or the count."""

    transactional = False
    indivisible = False

    def __init__(self, sql: str, arguments: tuple[Any, ...] = (), *, wants_rows: bool = True) -> None:
        self.sql = sql
        self.arguments = arguments
        self.wants_rows = wants_rows
        self.writes = not wants_rows
        self.slow = False

    @property
    def single(self) -> SingleProgram:
        return self

    def prepare(self, scope: Scope) -> tuple[Any, ...]:
        return self.arguments

    def finish(self, result: Any, scope: Scope) -> Any:
        return result

    def steps(self, scope: Scope) -> Steps:
        return (yield Statement(self.sql, self.arguments, self.wants_rows))


class Script:
    """A program of several statements, or raw ones; ``body`` yields them and returns the value."""

    single = None

    def __init__(
        self,
        body: Callable[[], Steps],
        *,
        transactional: bool = False,
        writes: bool = True,
        indivisible: bool = False,
    ) -> None:
        self._body = body
        self.transactional = transactional
        self.writes = writes
        self.indivisible = indivisible
        self.slow = False

    @classmethod
    def raw(cls, sql: str, arguments: tuple[Any, ...] = ()) -> Script:
        """A query in the user's own SQL."""

        def body() -> Steps:
            return (yield RawStatement(sql, arguments))

        return cls(body)

    def steps(self, scope: Scope) -> Steps:
        return self._body()
