"""What can go wrong in a database, as a closed set of kinds that all drivers share.

The kinds and their fields are the error vocabulary of Prisma's driver adapters, so the
engines understand them too. A driver finds the kind by a table over its database's own
codes; a code that no table knows stays visible under the database's own kind.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from prismstack.errors import PrismstackError

__all__ = ["DriverError", "ErrorKind"]


class ErrorKind(StrEnum):
    """Kinds of database errors; the values are the names used on the wire."""

    AUTHENTICATION_FAILED = "AuthenticationFailed"
    COLUMN_NOT_FOUND = "ColumnNotFound"
    CONNECTION_CLOSED = "ConnectionClosed"
    CONNECT_TIMEOUT = "ConnectTimeout"
    DATABASE_ACCESS_DENIED = "DatabaseAccessDenied"
    DATABASE_ALREADY_EXISTS = "DatabaseAlreadyExists"
    DATABASE_DOES_NOT_EXIST = "DatabaseDoesNotExist"
    DATABASE_NOT_REACHABLE = "DatabaseNotReachable"
    FOREIGN_KEY_VIOLATION = "ForeignKeyConstraintViolation"
    INCONSISTENT_COLUMN_DATA = "InconsistentColumnData"
    INVALID_INPUT_VALUE = "InvalidInputValue"
    INVALID_ISOLATION_LEVEL = "InvalidIsolationLevel"
    LENGTH_MISMATCH = "LengthMismatch"
    MISSING_FULL_TEXT_INDEX = "MissingFullTextSearchIndex"
    NULL_VIOLATION = "NullConstraintViolation"
    POOL_TIMEOUT = "PoolTimeout"
    RESTRICT_VIOLATION = "RestrictViolation"
    SOCKET_TIMEOUT = "SocketTimeout"
    TABLE_DOES_NOT_EXIST = "TableDoesNotExist"
    TLS_ERROR = "TlsConnectionError"
    TOO_MANY_CONNECTIONS = "TooManyConnections"
    TRANSACTION_CLOSED = "TransactionAlreadyClosed"
    UNIQUE_VIOLATION = "UniqueConstraintViolation"
    UNSUPPORTED_NATIVE_TYPE = "UnsupportedNativeDataType"
    VALUE_OUT_OF_RANGE = "ValueOutOfRange"
    WRITE_CONFLICT = "TransactionWriteConflict"
    # What no table knows, under the database's own code.
    SQLITE = "sqlite"
    POSTGRESQL = "postgres"
    MYSQL = "mysql"


#: Kinds that carry the database's own message as a field.
_NATIVE = frozenset({ErrorKind.SQLITE, ErrorKind.POSTGRESQL, ErrorKind.MYSQL})


class DriverError(PrismstackError):
    """A database error of a known kind.

    ``detail`` holds the kind's fields by their wire names (``constraint``, ``table``,
    ``column``, …); ``original_code`` and ``original_message`` are what the database said.
    """

    code = "DATABASE_ERROR"

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        *,
        original_code: str | None = None,
        **detail: Any,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.original_code = original_code
        self.original_message = message
        self.detail = detail

    def as_wire(self) -> dict[str, Any]:
        """The error as the engines and ``meta.driverAdapterError`` carry it."""
        native = {"message": self.original_message} if self.kind in _NATIVE else {}
        return {
            "kind": self.kind.value,
            **native,
            **self.detail,
            "originalCode": self.original_code,
            "originalMessage": self.original_message,
        }
