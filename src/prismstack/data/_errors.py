"""What goes wrong in a data layer, as callers and HTTP clients see it.

Each class has a stable ``code`` and the HTTP status that a web layer answers with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from prismstack.errors import PrismstackError

__all__ = [
    "DataLayerError",
    "DatabaseUnavailable",
    "DuplicateEntry",
    "ForeignKeyViolation",
    "NotFound",
    "OperationTimeout",
    "QueryFailed",
    "RelationViolation",
    "SchemaMismatch",
    "UnitOfWorkError",
    "ValidationFailed",
    "WriteConflict",
]


class DataLayerError(PrismstackError):
    """Base of the data layer's errors.

    ``fields`` names the fields at fault (empty when unknown), ``prisma_code`` is Prisma's own
    code (``P2002``, …; None when the database was not asked), and ``retryable`` says that the
    same unit of work may succeed when it is run again from its start.
    """

    code: ClassVar[str] = "DATABASE_ERROR"
    http_status: ClassVar[int] = 500

    def __init__(
        self,
        message: str,
        *,
        fields: Iterable[str] = (),
        prisma_code: str | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.fields = tuple(fields)
        self.prisma_code = prisma_code
        self.retryable = retryable

    def as_dict(self) -> dict[str, Any]:
        """``code``, ``message`` and ``fields``: what may be shown to a client."""
        return {"code": self.code, "message": self.message, "fields": list(self.fields)}


class DuplicateEntry(DataLayerError):
    """A record with the same unique value exists; change the value or update that record."""

    code = "DUPLICATE_ENTRY"
    http_status = 409


class NotFound(DataLayerError):
    """The record does not exist, or is soft-deleted; check its key."""

    code = "NOT_FOUND"
    http_status = 404


class ForeignKeyViolation(DataLayerError):
    """A referenced record does not exist, or the record is still referenced by others."""

    code = "FOREIGN_KEY_ERROR"
    http_status = 400


class RelationViolation(DataLayerError):
    """The change would break a required relation; connect another record first."""

    code = "RELATION_ERROR"
    http_status = 400


class ValidationFailed(DataLayerError):
    """The input is not acceptable; the message names the field and what it must be."""

    code = "VALIDATION_ERROR"
    http_status = 400


class WriteConflict(DataLayerError):
    """Another transaction changed the same rows first; run the unit of work again."""

    code = "CONFLICT"
    http_status = 409


class OperationTimeout(DataLayerError):
    """The database was busy, or the transaction took longer than it may; try again later."""

    code = "TIMEOUT"
    http_status = 503


class DatabaseUnavailable(DataLayerError):
    """The database cannot be reached; check ``DATABASE_URL`` and that the server runs."""

    code = "DATABASE_UNAVAILABLE"
    http_status = 503


class SchemaMismatch(DataLayerError):
    """The database lacks a table or column of the schema; run ``prismstack migrate deploy``."""

    code = "SCHEMA_MISMATCH"
    http_status = 500


class QueryFailed(DataLayerError):
    """The database refused the query; the message holds what it said."""

    code = "QUERY_FAILED"
    http_status = 500


class UnitOfWorkError(DataLayerError):
    """A unit of work was used outside its life: before it began, after its end, or committed twice."""

    code = "UNIT_OF_WORK_ERROR"
    http_status = 500
