"""What plan code shares: scopes, and rows as records.

A scope maps a plan's names (``%1``, ``@parent``, ``0$id``, …) to values. Plans never touch
a driver: they yield statements and receive row sets, so the same plan runs under any
driver, synchronously or not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from prismstack.drivers import RowSet, Scope, Statement, Steps

__all__ = ["Evaluate", "RowSet", "Scope", "Statement", "Steps", "records"]

Evaluate = Callable[[Scope], Any]


def records(result: RowSet) -> list[dict[str, Any]]:
    """Rows as dicts by column name."""
    return _maker(result.columns)(result.rows) if result.rows else []


@lru_cache(maxsize=2_000)
def _maker(columns: tuple[str, ...]) -> Callable[[list[tuple[Any, ...]]], list[dict[str, Any]]]:
    """Generated code, a third of the time that ``dict(zip(…))`` takes; names enter it only as literals."""
    variables = [f"c{at}" for at in range(len(columns))]
    body = ", ".join(f"{name!r}: {variable}" for name, variable in zip(columns, variables, strict=True))
    return eval(f"lambda rows: [{{{body}}} for {', '.join(variables)}, in rows]", {"__builtins__": {}})
