"""The audit trail: who did what to which row, written in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .ids import uuid7

__all__ = ["SYSTEM_ACTOR", "AuditRecord", "AuditWriter"]

SYSTEM_ACTOR = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One line of the trail. All values are plain JSON.

    ``before`` and ``after`` hold the changed fields as they were and as they are; None where there was
    or is no row, or the action changed none.
    """

    actor: str
    action: str
    entity_type: str
    entity_id: str
    at: datetime
    detail: Mapping[str, object] = field(default_factory=dict[str, object])
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    id: str = field(default_factory=uuid7)


class AuditWriter(Protocol):
    async def write(self, record: AuditRecord) -> None:
        """Append one record; it becomes visible with the surrounding transaction or not at all."""
        ...

    async def find_by_entity(self, entity_type: str, entity_id: str) -> list[AuditRecord]:
        """The trail of one row, oldest first."""
        ...
