"""The audit trail: who did what to which row, written in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .ids import uuid7

__all__ = ["SYSTEM_ACTOR", "AuditRecord", "AuditWriter", "differences"]

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

    async def find_between(
        self,
        start: datetime,
        end: datetime,
        *,
        entity_types: Sequence[str] = (),
        actor: str | None = None,
        limit: int = 100,
    ) -> list[AuditRecord]:
        """Records within ``[start, end)``, latest first; empty ``entity_types`` mean all."""
        ...

    async def find_by_entity(self, entity_type: str, entity_id: str) -> list[AuditRecord]:
        """The trail of one row, oldest first."""
        ...


def differences(before: object, after: object, names: Iterable[str]) -> tuple[dict[str, object], dict[str, object]]:
    """The named attributes that differ, as they were and as they are; times as ISO 8601."""
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return (
        {name: _plain(getattr(before, name)) for name in changed},
        {name: _plain(getattr(after, name)) for name in changed},
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
