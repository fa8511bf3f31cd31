"""Idempotency records and the audit trail in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from atrium.platform.audit import AuditRecord
from atrium.platform.errors import DuplicateEntry
from atrium.platform.idempotency import IdempotencyRecord

from .state import State

__all__ = ["InMemoryAudit", "InMemoryIdempotency"]


class InMemoryIdempotency:
    """``IdempotencyStore`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def find(self, key: str) -> IdempotencyRecord | None:
        return self._state().idempotency.get(key)

    async def record(self, record: IdempotencyRecord) -> None:
        if record.key in self._state().idempotency:
            raise DuplicateEntry("The idempotency key was used", fields=["key"])
        self._state().idempotency[record.key] = record


class InMemoryAudit:
    """``AuditWriter`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def write(self, record: AuditRecord) -> None:
        self._state().audit[record.id] = record

    async def find_between(
        self,
        start: datetime,
        end: datetime,
        *,
        entity_types: Sequence[str] = (),
        actor: str | None = None,
        limit: int = 100,
    ) -> list[AuditRecord]:
        found = [
            each
            for each in self._state().audit.values()
            if start <= each.at < end
            and (not entity_types or each.entity_type in entity_types)
            and actor in (None, each.actor)
        ]
        return sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:limit]

    async def find_by_entity(self, entity_type: str, entity_id: str) -> list[AuditRecord]:
        trail = self._state().audit.values()
        return [each for each in trail if each.entity_type == entity_type and each.entity_id == entity_id]
