"""PostgreSQL's SQLSTATE codes as error kinds (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

from __future__ import annotations

import re
from typing import Any

from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers.postgresql._asyncpg import asyncpg

__all__ = ["FAILURES", "translate"]

#: What asyncpg and the network under it raise.
FAILURES: tuple[type[BaseException], ...] = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)

_KINDS = {
    "22001": ErrorKind.LENGTH_MISMATCH,
    "22003": ErrorKind.VALUE_OUT_OF_RANGE,
    "22P02": ErrorKind.INVALID_INPUT_VALUE,
    "23001": ErrorKind.RESTRICT_VIOLATION,
    "23502": ErrorKind.NULL_VIOLATION,
    "23503": ErrorKind.FOREIGN_KEY_VIOLATION,
    "23505": ErrorKind.UNIQUE_VIOLATION,
    "28000": ErrorKind.DATABASE_ACCESS_DENIED,
    "28P01": ErrorKind.AUTHENTICATION_FAILED,
    "3D000": ErrorKind.DATABASE_DOES_NOT_EXIST,
    "40001": ErrorKind.WRITE_CONFLICT,
    "40P01": ErrorKind.WRITE_CONFLICT,
    "42703": ErrorKind.COLUMN_NOT_FOUND,
    "42P01": ErrorKind.TABLE_DOES_NOT_EXIST,
    "42P04": ErrorKind.DATABASE_ALREADY_EXISTS,
    "53300": ErrorKind.TOO_MANY_CONNECTIONS,
    "57014": ErrorKind.SOCKET_TIMEOUT,
    "57P01": ErrorKind.CONNECTION_CLOSED,
    "57P02": ErrorKind.CONNECTION_CLOSED,
    "57P03": ErrorKind.DATABASE_NOT_REACHABLE,
    "08000": ErrorKind.CONNECTION_CLOSED,
    "08003": ErrorKind.CONNECTION_CLOSED,
    "08006": ErrorKind.CONNECTION_CLOSED,
}
_KEY_COLUMNS = re.compile(r"Key \((.*?)\)=")
_REFUSED = "invalid input for query argument"
_MISSING_NAME = re.compile(r'(?:relation|column) "?([^" ]+)"?')


def translate(error: BaseException) -> DriverError:
    """The driver error of anything in ``FAILURES``."""
    if isinstance(error, asyncpg.PostgresError):
        return _from_server(error)
    if isinstance(error, asyncpg.InterfaceError):
        closed = "closed" in str(error) or "released" in str(error)
        kind = ErrorKind.CONNECTION_CLOSED if closed else ErrorKind.INVALID_INPUT_VALUE
        return DriverError(kind, str(error))
    if isinstance(error, TimeoutError):
        return DriverError(ErrorKind.SOCKET_TIMEOUT, "the server did not answer within socket_timeout")
    if isinstance(error, (ConnectionResetError, BrokenPipeError)):
        return DriverError(ErrorKind.CONNECTION_CLOSED, str(error) or "the connection was reset")
    return DriverError(ErrorKind.DATABASE_NOT_REACHABLE, str(error) or type(error).__name__)


def _from_server(error: Any) -> DriverError:
    details: dict[str, Any] = error.as_dict()
    if isinstance(error, asyncpg.DataError) and _REFUSED in str(error):
        return _refused(str(error))
    code = str(details.get("sqlstate") or getattr(error, "sqlstate", ""))
    message = str(error)
    kind = _KINDS.get(code)
    if kind is None:
        return DriverError(
            ErrorKind.POSTGRESQL,
            message,
            original_code=code,
            code=code,
            severity=details.get("severity", "ERROR"),
            detail=details.get("detail"),
            hint=details.get("hint"),
            column=details.get("column_name"),
        )
    return DriverError(kind, message, original_code=code, **_detail(kind, details, message))


def _refused(message: str) -> DriverError:
    """A value that asyncpg itself could not encode; the statement never left."""
    kind = ErrorKind.VALUE_OUT_OF_RANGE if "out of" in message else ErrorKind.INVALID_INPUT_VALUE
    return DriverError(kind, message, original_code="22003" if kind is ErrorKind.VALUE_OUT_OF_RANGE else "22P02")


def _detail(kind: ErrorKind, details: dict[str, Any], message: str) -> dict[str, Any]:
    table = details.get("table_name")
    if kind is ErrorKind.UNIQUE_VIOLATION:
        found = _KEY_COLUMNS.search(details.get("detail") or "")
        names = [name.strip().strip('"') for name in found[1].split(",")] if found else []
        constraint = {"fields": names} if names else {"index": details.get("constraint_name")}
        return {"constraint": constraint, "table": table}
    if kind is ErrorKind.NULL_VIOLATION:
        return {"constraint": {"fields": [details.get("column_name")]}, "table": table}
    if kind in (ErrorKind.FOREIGN_KEY_VIOLATION, ErrorKind.RESTRICT_VIOLATION):
        return {"constraint": {"index": details.get("constraint_name")}, "table": table}
    found = _MISSING_NAME.search(message)
    name = found[1] if found else None
    if kind is ErrorKind.TABLE_DOES_NOT_EXIST:
        return {"table": name}
    if kind is ErrorKind.COLUMN_NOT_FOUND:
        return {"column": name}
    return {"column": details.get("column_name")} if kind is ErrorKind.LENGTH_MISMATCH else {}
