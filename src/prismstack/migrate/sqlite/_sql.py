"""Statements and pragmas on an apsw connection, with complete types.

apsw's stubs name ``collections.abc.Buffer``, which Python 3.11 does not have, so that every
method which takes values is of an unknown type to the type checker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from prismstack.drivers.sqlite import translate
from prismstack.errors import PrismstackError
from prismstack.migrate._errors import DatabaseLocked

__all__ = ["explained", "foreign_keys", "run", "set_foreign_keys"]


def run(connection: apsw.Connection, sql: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement with its arguments, or several without; returns the rows."""
    untyped: Any = connection
    # Several statements in one text take no bindings at all.
    rows: list[tuple[Any, ...]] = untyped.execute(sql, tuple(arguments) or None).fetchall()
    return rows


def foreign_keys(connection: apsw.Connection) -> bool:
    """Whether foreign keys are enforced."""
    return bool(run(connection, "PRAGMA foreign_keys")[0][0])


def set_foreign_keys(connection: apsw.Connection, enforced: bool) -> None:
    """Has no effect inside a transaction."""
    run(connection, f"PRAGMA foreign_keys = {'ON' if enforced else 'OFF'}")


def explained(error: apsw.Error) -> PrismstackError:
    """The error of ours for one of apsw's."""
    if isinstance(error, apsw.BusyError):
        return DatabaseLocked("the database is locked: let the other writer finish, or raise busy_timeout in the URL")
    return translate(error)
