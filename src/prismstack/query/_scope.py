"""What plan code shares: scopes, and rows as records.

A scope maps a plan's names (``%1``, ``@parent``, ``0$id``, …) to values. Plans never touch
a driver: they yield statements and receive row sets, so the same plan runs under any
driver, synchronously or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prismstack.drivers import RowSet, Scope, Statement, Steps

__all__ = ["Evaluate", "RowSet", "Scope", "Statement", "Steps", "records"]

Evaluate = Callable[[Scope], Any]


def records(result: RowSet) -> list[dict[str, Any]]:
    """Rows as dicts by column name."""
    columns = result.columns
    return [dict(zip(columns, row, strict=False)) for row in result.rows]
