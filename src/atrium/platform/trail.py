"""Prisma adapters of what every system writes beside its own rows: audit trail and idempotency records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from prisma import Json, Prisma, models

from prismstack.data import During, Equals, Filter, In, OrderBy, Page, PrismaAdapter

from .audit import AuditRecord
from .idempotency import IdempotencyRecord

__all__ = [
    "PrismaAudit",
    "PrismaIdempotency",
    "audit_to_row",
    "idempotency_to_row",
    "plain_json",
    "to_audit",
    "to_idempotency",
]


def plain_json(value: Mapping[str, object]) -> Json:
    """The mapping as a Json column takes it: enums as their values, tuples as lists."""
    return Json(cast(Any, _plain(value)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast(list[object], value)]
    return str(value) if isinstance(value, str) else value


class _AuditLogs(PrismaAdapter[models.AuditLog]):
    pass


class _IdempotencyRecords(PrismaAdapter[models.IdempotencyRecord]):
    key_field = "key"


class PrismaAudit:
    """``AuditWriter`` over the table ``AuditLog``."""

    def __init__(self, client: Prisma) -> None:
        self._rows = _AuditLogs(client)

    async def write(self, record: AuditRecord) -> None:
        await self._rows.create(audit_to_row(record))

    async def find_between(
        self,
        start: datetime,
        end: datetime,
        *,
        entity_types: Sequence[str] = (),
        actor: str | None = None,
        limit: int = 100,
    ) -> list[AuditRecord]:
        filters: list[Filter] = [During("at", start, end)]
        if entity_types:
            filters.append(In("entityType", entity_types))
        if actor is not None:
            filters.append(Equals("actor", actor))
        latest = [OrderBy("at", "desc"), OrderBy("id", "desc")]
        rows = await self._rows.find_many(*filters, order=latest, page=Page(size=limit))
        return [to_audit(row) for row in rows]

    async def find_by_entity(self, entity_type: str, entity_id: str) -> list[AuditRecord]:
        rows = await self._rows.find_many(
            Equals("entityType", entity_type),
            Equals("entityId", entity_id),
            order=[OrderBy("at"), OrderBy("id")],
        )
        return [to_audit(row) for row in rows]


class PrismaIdempotency:
    """``IdempotencyStore`` over the table ``IdempotencyRecord``."""

    def __init__(self, client: Prisma) -> None:
        self._rows = _IdempotencyRecords(client)

    async def find(self, key: str) -> IdempotencyRecord | None:
        row = await self._rows.get_or_none(key)
        return to_idempotency(row) if row else None

    async def record(self, record: IdempotencyRecord) -> None:
        await self._rows.create(idempotency_to_row(record))


def to_audit(row: models.AuditLog) -> AuditRecord:
    """The line of the trail that a row holds."""
    return AuditRecord(
        id=row.id,
        actor=row.actor,
        action=row.action,
        entity_type=row.entityType,
        entity_id=row.entityId,
        at=row.at,
        detail=cast(dict[str, object], row.detail),
        before=cast("dict[str, object] | None", row.before),
        after=cast("dict[str, object] | None", row.after),
    )


def audit_to_row(record: AuditRecord) -> dict[str, Any]:
    """The columns of a line of the trail."""
    row: dict[str, Any] = {
        "id": record.id,
        "actor": record.actor,
        "action": record.action,
        "entityType": record.entity_type,
        "entityId": record.entity_id,
        "detail": plain_json(record.detail),
        "at": record.at,
    }
    for name, values in (("before", record.before), ("after", record.after)):
        if values is not None:
            row[name] = plain_json(values)
    return row


def to_idempotency(row: models.IdempotencyRecord) -> IdempotencyRecord:
    """The first answer that a row holds."""
    return IdempotencyRecord(
        key=row.key,
        operation=row.operation,
        request_hash=row.requestHash,
        response=cast(dict[str, object], row.response),
        created_at=row.createdAt,
    )


def idempotency_to_row(record: IdempotencyRecord) -> dict[str, Any]:
    """The columns of a first answer."""
    return {
        "key": record.key,
        "operation": record.operation,
        "requestHash": record.request_hash,
        "response": plain_json(record.response),
        "createdAt": record.created_at,
    }
