"""MySQL's and MariaDB's error numbers as error kinds
(https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html)."""

from __future__ import annotations

import re
from typing import Any

from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers.mysql._asyncmy import errors

__all__ = ["FAILURES", "translate"]

#: What asyncmy and the network under it raise.
FAILURES: tuple[type[BaseException], ...] = (
    errors.MySQLError,
    OSError,
    TimeoutError,
    EOFError,
    UnicodeEncodeError,
)

_KINDS = {
    1007: ErrorKind.DATABASE_ALREADY_EXISTS,
    1040: ErrorKind.TOO_MANY_CONNECTIONS,
    1044: ErrorKind.DATABASE_ACCESS_DENIED,
    1045: ErrorKind.AUTHENTICATION_FAILED,
    1048: ErrorKind.NULL_VIOLATION,
    1049: ErrorKind.DATABASE_DOES_NOT_EXIST,
    1054: ErrorKind.COLUMN_NOT_FOUND,
    1062: ErrorKind.UNIQUE_VIOLATION,
    1146: ErrorKind.TABLE_DOES_NOT_EXIST,
    1191: ErrorKind.MISSING_FULL_TEXT_INDEX,
    1203: ErrorKind.TOO_MANY_CONNECTIONS,
    1205: ErrorKind.SOCKET_TIMEOUT,
    1213: ErrorKind.WRITE_CONFLICT,
    1263: ErrorKind.NULL_VIOLATION,
    1264: ErrorKind.VALUE_OUT_OF_RANGE,
    1364: ErrorKind.NULL_VIOLATION,
    1406: ErrorKind.LENGTH_MISMATCH,
    1451: ErrorKind.FOREIGN_KEY_VIOLATION,
    1452: ErrorKind.FOREIGN_KEY_VIOLATION,
    # MariaDB: a row changed since the transaction's snapshot.
    1020: ErrorKind.WRITE_CONFLICT,
    2002: ErrorKind.DATABASE_NOT_REACHABLE,
    2003: ErrorKind.DATABASE_NOT_REACHABLE,
    2006: ErrorKind.CONNECTION_CLOSED,
    2013: ErrorKind.CONNECTION_CLOSED,
}
# asyncmy tells of both under number 2013, a lost connection.
_READ_TIMEOUT = "(read timeout)"
_KEY = re.compile(r"for key '(?:[^'.]+\.)?([^']+)'")
_COLUMN = re.compile(r"(?:[Cc]olumn|Field) '(?:[^'.]+\.)?([^']+)'")
_TABLE = re.compile(r"Table '(?:[^'.]+\.)?([^']+)'")
_CONSTRAINT = re.compile(r"CONSTRAINT `([^`]+)`")


def translate(error: BaseException) -> DriverError:
    """The driver error of anything in ``FAILURES``."""
    if isinstance(error, UnicodeEncodeError):
        return DriverError(ErrorKind.INVALID_INPUT_VALUE, str(error))
    if isinstance(error, TimeoutError):
        return DriverError(ErrorKind.SOCKET_TIMEOUT, "the server did not answer within socket_timeout")
    if not isinstance(error, errors.MySQLError):
        reset = isinstance(error, (ConnectionResetError, BrokenPipeError, EOFError))
        kind = ErrorKind.CONNECTION_CLOSED if reset else ErrorKind.DATABASE_NOT_REACHABLE
        return DriverError(kind, str(error) or type(error).__name__)
    number, message = _parts(error)
    kind = ErrorKind.SOCKET_TIMEOUT if _READ_TIMEOUT in message else _KINDS.get(number)
    if kind is None and isinstance(error, errors.InterfaceError):
        kind = ErrorKind.CONNECTION_CLOSED
    code = str(number)
    if kind is None:
        return DriverError(ErrorKind.MYSQL, message, original_code=code, code=number)
    return DriverError(kind, message, original_code=code, **_detail(kind, message))


def _parts(error: BaseException) -> tuple[int, str]:
    number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    return number, str(error.args[-1]) if error.args else type(error).__name__


def _detail(kind: ErrorKind, message: str) -> dict[str, Any]:
    if kind is ErrorKind.UNIQUE_VIOLATION:
        return {"constraint": {"index": _first(_KEY, message)}}
    if kind is ErrorKind.NULL_VIOLATION:
        return {"constraint": {"fields": [_first(_COLUMN, message)]}}
    if kind is ErrorKind.FOREIGN_KEY_VIOLATION:
        name = _first(_CONSTRAINT, message)
        return {"constraint": {"index": name} if name else {"foreignKey": {}}}
    if kind is ErrorKind.TABLE_DOES_NOT_EXIST:
        return {"table": _first(_TABLE, message)}
    if kind in (ErrorKind.COLUMN_NOT_FOUND, ErrorKind.LENGTH_MISMATCH):
        return {"column": _first(_COLUMN, message)}
    return {}


def _first(pattern: re.Pattern[str], message: str) -> str | None:
    found = pattern.search(message)
    return found[1] if found else None
