"""``create_many`` without a compilation per call: one row's shape is compiled, all rows are bound.

Rows are inserted in the caller's order. Consecutive rows that set the same columns share
one INSERT; a change of columns starts another, all in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from prismstack.drivers import BulkStatement, Steps
from prismstack.query._plan import Plan
from prismstack.query._scalars import Refused
from prismstack.query._scope import Scope

__all__ = ["BulkInsert", "RowTemplate", "row_template", "same_columns"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowTemplate:
    """A row with a sample value in each column, and the columns whose values vary.

    ``with_nulls`` are the varying columns that are None in some row.
    """

    sample: Row
    varying: list[str]
    with_nulls: frozenset[str]


class BulkInsert:
    """A program that inserts all rows or none; its value is ``{"count": n}``."""

    single = None
    transactional = True
    indivisible = True
    writes = True

    def __init__(self, *, may_skip: bool) -> None:
        self.slow = False
        self._may_skip = may_skip
        self._statements: list[BulkStatement] = []
        self._run: dict[str, Any] = {}  # all rows share one instant

    def add(self, plan: Plan, template: RowTemplate, rows: list[Row]) -> None:
        """Bind rows to the plan of inserting one of them.

        Raises Refused for a value that does not fit its column.
        """
        single = plan.single
        if single is None:
            raise Refused
        bind, prepare, varying, run = plan.bind, single.prepare, template.varying, self._run
        arguments: list[tuple[Any, ...]] = []
        for row in rows:
            scope = bind([row[column] for column in varying])
            scope["#run"] = run
            arguments.append(prepare(scope))
        self._statements.append(BulkStatement(single.sql, arguments, self._may_skip))

    @property
    def statements(self) -> list[BulkStatement]:
        return self._statements

    def steps(self, scope: Scope) -> Steps:
        count = 0
        for statement in self._statements:
            count += yield statement
        return {"count": count}


def same_columns(rows: list[Row]) -> list[list[Row]]:
    """Consecutive rows that set the same columns in the same order."""
    return [list(group) for _, group in groupby(rows, key=tuple)]


def row_template(rows: list[Row]) -> RowTemplate:
    """The template of rows with the same columns.

    Raises Refused when a column holds values of several types, or lists and objects.
    """
    sample: Row = {}
    with_nulls: set[str] = set()
    for column in rows[0]:
        kinds: set[type[Any]] = {type(row[column]) for row in rows}
        if type(None) in kinds:
            kinds.remove(type(None))
            with_nulls.add(column)
        if len(kinds) > 1 or kinds & {dict, list, tuple, set}:
            raise Refused
        sample[column] = next((row[column] for row in rows if row[column] is not None), None)
    varying = [column for column, value in sample.items() if value is not None]
    return RowTemplate(sample, varying, frozenset(with_nulls.intersection(varying)))
