"""The checks of steps, answered by the rows that are in a database."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from prismstack.drivers.mysql import FAILURES
from prismstack.migrate.mysql._checks import Check, checks_of
from prismstack.migrate.mysql._connection import Connection, quoted
from prismstack.migrate.mysql._steps import Step

__all__ = ["Losses", "losses"]

_WHERE = {"rows": "", "values": " WHERE {column} IS NOT NULL", "nulls": " WHERE {column} IS NULL"}


@dataclass(frozen=True, slots=True)
class Losses:
    """Messages with the number of the step that each is about."""

    warnings: tuple[tuple[int, str], ...]
    unexecutable: tuple[tuple[int, str], ...]


def losses(steps: Sequence[Step], connection: Connection) -> Losses:
    """What the steps would lose, or could not do, with the rows of this database."""
    warnings: list[tuple[int, str]] = []
    unexecutable: list[tuple[int, str]] = []
    for check in checks_of(steps):
        message = _message(check, connection)
        if message is not None:
            (unexecutable if check.unexecutable else warnings).append((check.step, message))
    return Losses(tuple(warnings), tuple(unexecutable))


def _message(check: Check, connection: Connection) -> str | None:
    count = _count(check, connection)
    if count is None:
        return check.unknown
    return check.counted.replace("{n}", str(count)) if count else None


def _count(check: Check, connection: Connection) -> int | None:
    """How many rows the check is about; None when the database has no such table or column."""
    where = _WHERE[check.about].format(column=quoted(check.column or ""))
    with suppress(*FAILURES):
        return int(connection.value(f"SELECT COUNT(*) FROM {quoted(check.table)}{where}"))
    return None
