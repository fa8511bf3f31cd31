"""The one place where kinds of database errors become Prisma's codes, messages and ``meta``.

Source: Prisma's error reference (prisma.io/docs/orm/reference/error-reference); the
messages are those that users of Prisma's engines know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prismstack.drivers import DriverError, ErrorKind
from prismstack.query._errors import RequestError

__all__ = ["request_error"]

Describe = Callable[[DriverError], tuple[str, dict[str, Any]]]


def request_error(error: DriverError, tables: dict[str, str], model: str | None = None) -> RequestError:
    """The request error of a driver error.

    ``tables`` maps tables to models, so that a constraint names the model it belongs to;
    ``model`` is the one the query was for.
    """
    code, describe = _TABLE.get(error.kind, ("P2039", _unmapped))
    message, meta = describe(error)
    owner = tables.get(str(error.detail.get("table")), model)
    if owner is not None:
        meta = {"modelName": owner, **meta}
    return RequestError(code, message, {**meta, "driverAdapterError": error.as_wire()})


def _constraint(error: DriverError) -> str:
    constraint: dict[str, Any] = error.detail.get("constraint") or {}
    if "fields" in constraint:
        return "fields: ({})".format(",".join(f"`{name}`" for name in constraint["fields"]))
    if "index" in constraint:
        return f"constraint: `{constraint['index']}`"
    return "foreign key" if "foreignKey" in constraint else "(not available)"


def _target(error: DriverError) -> Any:
    constraint: dict[str, Any] = error.detail.get("constraint") or {}
    return constraint.get("fields") or constraint.get("index")


def _unique(error: DriverError) -> tuple[str, dict[str, Any]]:
    return f"Unique constraint failed on the {_constraint(error)}", {"target": _target(error)}


def _foreign_key(error: DriverError) -> tuple[str, dict[str, Any]]:
    constraint: dict[str, Any] = error.detail.get("constraint") or {}
    index = constraint.get("index")
    name = f"{index} (index)" if index else _constraint(error)
    return f"Foreign key constraint failed on the field: `{name}`", {"field_name": name}


def _null(error: DriverError) -> tuple[str, dict[str, Any]]:
    return f"Null constraint violation on the {_constraint(error)}", {"constraint": _target(error)}


def _length(error: DriverError) -> tuple[str, dict[str, Any]]:
    column = error.detail.get("column") or "(not available)"
    return (
        f"The provided value for the column is too long for the column's type. Column: {column}",
        {"column_name": column},
    )


def _table(error: DriverError) -> tuple[str, dict[str, Any]]:
    table = error.detail.get("table") or "(not available)"
    return f"The table `{table}` does not exist in the current database.", {"table": table}


def _column(error: DriverError) -> tuple[str, dict[str, Any]]:
    column = error.detail.get("column") or "(not available)"
    return f"The column `{column}` does not exist in the current database.", {"column": column}


def _says(text: str) -> Describe:
    return lambda error: (text.format(message=error.original_message), {})


def _unmapped(error: DriverError) -> tuple[str, dict[str, Any]]:
    return f"Database error. Code: `{error.original_code}`. Message: `{error.original_message}`", {
        "code": error.original_code,
        "message": error.original_message,
    }


_TABLE: dict[ErrorKind, tuple[str, Describe]] = {
    ErrorKind.AUTHENTICATION_FAILED: ("P1000", _says("Authentication failed against the database server: {message}")),
    ErrorKind.DATABASE_NOT_REACHABLE: ("P1001", _says("Can't reach the database: {message}")),
    ErrorKind.CONNECT_TIMEOUT: ("P1002", _says("The database server was reached but timed out: {message}")),
    ErrorKind.DATABASE_DOES_NOT_EXIST: ("P1003", _says("The database does not exist: {message}")),
    ErrorKind.SOCKET_TIMEOUT: ("P1008", _says("Operations timed out: {message}")),
    ErrorKind.DATABASE_ALREADY_EXISTS: ("P1009", _says("The database already exists: {message}")),
    ErrorKind.DATABASE_ACCESS_DENIED: ("P1010", _says("Access to the database was denied: {message}")),
    ErrorKind.TLS_ERROR: ("P1011", _says("Error opening a TLS connection: {message}")),
    ErrorKind.CONNECTION_CLOSED: ("P1017", _says("The database has closed the connection: {message}")),
    ErrorKind.TRANSACTION_CLOSED: ("P1018", _says("The transaction is already closed: {message}")),
    ErrorKind.LENGTH_MISMATCH: ("P2000", _length),
    ErrorKind.UNIQUE_VIOLATION: ("P2002", _unique),
    ErrorKind.FOREIGN_KEY_VIOLATION: ("P2003", _foreign_key),
    ErrorKind.RESTRICT_VIOLATION: ("P2003", _foreign_key),
    ErrorKind.INVALID_INPUT_VALUE: ("P2007", _says("Data validation error: {message}")),
    ErrorKind.UNSUPPORTED_NATIVE_TYPE: ("P2010", _says("The column's type is not supported: {message}")),
    ErrorKind.NULL_VIOLATION: ("P2011", _null),
    ErrorKind.VALUE_OUT_OF_RANGE: ("P2020", _says("Value out of range for the type: {message}")),
    ErrorKind.TABLE_DOES_NOT_EXIST: ("P2021", _table),
    ErrorKind.COLUMN_NOT_FOUND: ("P2022", _column),
    ErrorKind.INVALID_ISOLATION_LEVEL: ("P2023", _says("{message}")),
    ErrorKind.INCONSISTENT_COLUMN_DATA: ("P2023", _says("Inconsistent column data: {message}")),
    ErrorKind.POOL_TIMEOUT: (
        "P2024",
        _says("Timed out fetching a new connection from the connection pool: {message}"),
    ),
    ErrorKind.MISSING_FULL_TEXT_INDEX: (
        "P2030",
        _says("Cannot find a fulltext index for the search: {message}"),
    ),
    ErrorKind.WRITE_CONFLICT: (
        "P2034",
        _says("Transaction failed due to a write conflict or a deadlock. Please retry your transaction"),
    ),
    ErrorKind.TOO_MANY_CONNECTIONS: ("P2037", _says("Too many database connections opened: {message}")),
}
