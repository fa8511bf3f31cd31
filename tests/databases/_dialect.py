"""SQL of one spelling for all providers: identifiers in double quotes, ``?`` for parameters."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

__all__ = ["translator"]


def translator(provider: str) -> Callable[[str], str]:
    """What writes a statement the way a provider wants it."""
    if provider == "mysql":
        return lambda sql: sql.replace('"', "`")
    if provider == "postgresql":
        return _numbered
    return lambda sql: sql


def _numbered(sql: str) -> str:
    numbers = count(1)
    return "".join(f"${next(numbers)}" if letter == "?" else letter for letter in sql)
