"""Idempotency records and the audit trail: shared by all garages of the database."""

from __future__ import annotations

from collections.abc import Sequence

from prisma import models

from atrium.platform.audit import AuditRecord
from atrium.platform.idempotency import IdempotencyRecord
from atrium.platform.trail import audit_to_row, idempotency_to_row, to_audit, to_idempotency
from prismstack.data import Filter, PrismaAdapter

from .row_table import Row, RowTable

__all__ = ["AuditTable", "IdempotencyTable"]


class _Records(PrismaAdapter[models.IdempotencyRecord]):
    pass


class _AuditLogs(PrismaAdapter[models.AuditLog]):
    pass


class IdempotencyTable(RowTable[IdempotencyRecord]):
    """First answers by key."""

    adapter = _Records
    key_column = "key"
    id_column = "key"

    def filters(self) -> list[Filter]:
        return []

    def to_value(self, row: models.IdempotencyRecord) -> IdempotencyRecord:
        return to_idempotency(row)

    def key(self, value: IdempotencyRecord) -> str:
        return value.key

    async def to_rows(self, values: Sequence[IdempotencyRecord]) -> list[Row]:
        return [idempotency_to_row(value) for value in values]

    async def to_changes(self, value: IdempotencyRecord, row: models.IdempotencyRecord) -> Row:
        return idempotency_to_row(value)


class AuditTable(RowTable[AuditRecord]):
    """Who did what."""

    adapter = _AuditLogs

    def filters(self) -> list[Filter]:
        return []

    def to_value(self, row: models.AuditLog) -> AuditRecord:
        return to_audit(row)

    def key(self, value: AuditRecord) -> str:
        return value.id

    async def to_rows(self, values: Sequence[AuditRecord]) -> list[Row]:
        return [audit_to_row(value) for value in values]

    async def to_changes(self, value: AuditRecord, row: models.AuditLog) -> Row:
        return audit_to_row(value)
