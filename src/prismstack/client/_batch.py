"""Batches: several calls as one program, all or nothing."""

from __future__ import annotations

from typing import Any

from prismstack.drivers import Program, Scope, Statement, Steps

__all__ = ["BatchProgram"]


class BatchProgram:
    """Runs programs one after the other in one transaction; its value is the list of theirs."""

    single = None
    transactional = True
    indivisible = True
    writes = True

    def __init__(self, programs: list[tuple[Program, Scope]]) -> None:
        self._programs = programs
        self.slow = False

    def steps(self, scope: Scope) -> Steps:
        values: list[Any] = []
        for program, own_scope in self._programs:
            single = program.single
            if single is None:
                values.append((yield from program.steps(own_scope)))
            else:
                statement = Statement(single.sql, single.prepare(own_scope), single.wants_rows)
                values.append(single.finish((yield statement), own_scope))
        return values
