"""SQLite's extended result codes as error kinds (https://www.sqlite.org/rescode.html)."""

from __future__ import annotations

import re
from typing import Any

import apsw

from prismstack.drivers._errors import DriverError, ErrorKind

__all__ = ["disconnected", "translate"]

_UNIQUE_CODES = {apsw.SQLITE_CONSTRAINT_UNIQUE, apsw.SQLITE_CONSTRAINT_PRIMARYKEY, apsw.SQLITE_CONSTRAINT_ROWID}
_FOREIGN_KEY_CODES = {apsw.SQLITE_CONSTRAINT_FOREIGNKEY, apsw.SQLITE_CONSTRAINT_TRIGGER}
_BUSY_CODES = {apsw.SQLITE_BUSY, apsw.SQLITE_LOCKED}
_MISSING_TABLE = re.compile(r"no such table: (\S+)")
_MISSING_COLUMN = re.compile(r"(?:no such column: |has no column named )(\S+)")
_INDEX = re.compile(r"failed: index '(.+)'")
_PRIMARY_CODE = 0xFF


def disconnected() -> DriverError:
    """The error of a query that comes, or ends, after the connection was closed."""
    return DriverError(ErrorKind.CONNECTION_CLOSED, "the client was disconnected")


def translate(error: apsw.Error) -> DriverError:
    """The driver error of an apsw exception."""
    if isinstance(error, (apsw.ConnectionClosedError, apsw.CursorClosedError)):
        return disconnected()
    extended = int(getattr(error, "extendedresult", 0) or getattr(error, "result", 0) or 1)
    message = _message(error)
    code = str(extended)
    if extended in _UNIQUE_CODES:
        return _unique(message, code)
    if extended == apsw.SQLITE_CONSTRAINT_NOTNULL:
        constraint = {"fields": [column for _, column in _columns(message)]}
        return DriverError(ErrorKind.NULL_VIOLATION, message, original_code=code, constraint=constraint)
    if extended in _FOREIGN_KEY_CODES and "FOREIGN KEY" in message:  # RAISE in a trigger has the same code
        return DriverError(ErrorKind.FOREIGN_KEY_VIOLATION, message, original_code=code, constraint={"foreignKey": {}})
    return _by_primary_code(extended, message, code)


def _by_primary_code(extended: int, message: str, code: str) -> DriverError:
    primary = extended & _PRIMARY_CODE
    if primary in _BUSY_CODES:
        return DriverError(ErrorKind.SOCKET_TIMEOUT, message, original_code=code)
    if primary == apsw.SQLITE_CANTOPEN:
        return DriverError(ErrorKind.DATABASE_NOT_REACHABLE, message, original_code=code)
    if primary in (apsw.SQLITE_PERM, apsw.SQLITE_READONLY, apsw.SQLITE_AUTH):
        return DriverError(ErrorKind.DATABASE_ACCESS_DENIED, message, original_code=code)
    table = _MISSING_TABLE.search(message)
    if table:
        return DriverError(ErrorKind.TABLE_DOES_NOT_EXIST, message, original_code=code, table=table[1])
    column = _MISSING_COLUMN.search(message)
    if column:
        return DriverError(ErrorKind.COLUMN_NOT_FOUND, message, original_code=code, column=column[1])
    return DriverError(ErrorKind.SQLITE, message, original_code=code, extendedCode=extended)


def _unique(message: str, code: str) -> DriverError:
    columns, index = _columns(message), _INDEX.search(message)
    constraint: dict[str, Any] | None = {"fields": [column for _, column in columns]} if columns else None
    if index:
        constraint = {"index": index[1]}
    return DriverError(
        ErrorKind.UNIQUE_VIOLATION,
        message,
        original_code=code,
        constraint=constraint,
        table=columns[0][0] if columns else None,
    )


def _columns(message: str) -> list[tuple[str, str]]:
    """(table, column) pairs named after the colon of a constraint message."""
    _, _, names = message.partition("failed: ")
    pairs = (name.strip().rpartition(".") for name in names.split(","))
    return [(table, column) for table, _, column in pairs if table]


def _message(error: apsw.Error) -> str:
    # apsw puts its class name in front of SQLite's own text.
    text = str(error)
    prefix = f"{type(error).__name__}: "
    return text.removeprefix(prefix)
