"""The cases, collected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType
from typing import NamedTuple

from prismstack.testing import _errors, _pooling, _statements, _transactions
from prismstack.testing._dialect import Dialect
from prismstack.testing._world import World

__all__ = ["DriverCase", "driver_cases"]


class DriverCase(NamedTuple):
    """One thing every driver has to do; ``check`` raises AssertionError when it does not."""

    name: str
    check: Callable[[World], Awaitable[None]]

    def __str__(self) -> str:
        return self.name


def driver_cases(dialect: Dialect) -> list[DriverCase]:
    """The cases for a database, for ``pytest.mark.parametrize("case", …, ids=str)``.

    A case makes its tables itself and wants nothing else in its way; give each a World of
    its own and close that afterwards.
    """
    return [case for module in (_statements, _errors, _transactions, _pooling) for case in _cases_of(module, dialect)]


def _cases_of(module: ModuleType, dialect: Dialect) -> Iterator[DriverCase]:
    for name in module.__all__:
        if dialect.sleep is not None or name not in getattr(module, "WANT_SLEEP", ()):
            yield DriverCase(name, getattr(module, name))
