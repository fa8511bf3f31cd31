"""The audit trail as people read it, and the way back for what was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from atrium.garage.interfaces import ARCHIVED_KINDS, ArchivedRow, GarageStore, Repositories
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry, NotFound, ValidationFailed

__all__ = ["TrailService"]


class TrailService:
    """``find``, ``history``, ``find_deleted``, ``restore``."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find(
        self,
        start: datetime,
        end: datetime,
        *,
        entity_types: Sequence[str] = (),
        actor: str | None = None,
        limit: int = 100,
    ) -> list[AuditRecord]:
        """What was done within ``[start, end)``, latest first; empty ``entity_types`` mean all."""
        return await self._store.committed.audit.find_between(
            start, end, entity_types=entity_types, actor=actor, limit=limit
        )

    async def history(self, entity_type: str, entity_id: str) -> list[AuditRecord]:
        """What was done to one row, oldest first."""
        return await self._store.committed.audit.find_by_entity(entity_type, entity_id)

    async def find_deleted(self, kind: str, limit: int = 100) -> list[ArchivedRow]:
        """Deleted rows, latest deletion first. Raises ValidationFailed for an unknown kind."""
        _check(kind)
        return await self._store.committed.archive.find_deleted(kind, limit)

    async def restore(self, kind: str, row_id: str, *, actor: str = SYSTEM_ACTOR) -> None:
        """Take a deletion back.

        Raises:
            ValidationFailed: an unknown kind.
            NotFound: no deleted row has this id.
            Conflict: something else took its place meanwhile.
        """
        _check(kind)

        async def unit(repositories: Repositories) -> None:
            if not await repositories.archive.restore(kind, row_id):
                raise NotFound(f"There is no deleted {kind} {row_id!r}")
            await repositories.audit.write(
                AuditRecord(
                    actor=actor,
                    action=f"{kind}.restored",
                    entity_type=kind,
                    entity_id=row_id,
                    at=self._clock.now(),
                    before={"deleted": True},
                    after={"deleted": False},
                )
            )

        try:
            await self._store.transact(unit)
        except DuplicateEntry as error:
            raise Conflict(f"Something else took the place of that {kind}; remove it first") from error


def _check(kind: str) -> None:
    if kind not in ARCHIVED_KINDS:
        raise ValidationFailed(f"{kind!r} cannot be restored; kinds: {', '.join(ARCHIVED_KINDS)}")
