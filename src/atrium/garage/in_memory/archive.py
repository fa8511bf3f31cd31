"""Soft-deleted values in memory: parking records, rate plans and discount codes. Other kinds are gone for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from atrium.garage.interfaces import ArchivedRow
from atrium.platform.errors import DuplicateEntry

from .state import State

__all__ = ["InMemoryArchive"]


class InMemoryArchive:
    """``ArchiveRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def find_deleted(self, kind: str, limit: int = 100) -> list[ArchivedRow]:
        rows = sorted(self._deleted(kind), key=lambda row: (row.deleted_at, row.id), reverse=True)
        return rows[:limit]

    async def restore(self, kind: str, row_id: str) -> Sequence[tuple[str, str]]:
        if not any(row.id == row_id for row in self._deleted(kind)):
            return []
        state = self._state()
        if kind == "session":
            state.sessions[row_id] = replace(state.sessions[row_id], record_removed_at=None)
            return [(kind, row_id)]
        rows = state.operations.rate_plans if kind == "rate_plan" else state.operations.discount_codes
        row = rows[row_id]
        if any(each.code == row.code and each.retired_at is None for each in rows.values()):
            raise DuplicateEntry(f"{row.code} exists", fields=["activeCode"])
        rows[row_id] = replace(row, retired_at=None)  # type: ignore[assignment]
        return [(kind, row_id)]

    def _deleted(self, kind: str) -> list[ArchivedRow]:
        state = self._state()
        if kind == "session":
            return [
                ArchivedRow(kind=kind, id=each.id, label=each.license_plate, deleted_at=each.record_removed_at)
                for each in state.sessions.values()
                if each.record_removed_at is not None
            ]
        kinds = {"rate_plan": state.operations.rate_plans, "discount_code": state.operations.discount_codes}
        return [
            ArchivedRow(kind=kind, id=each.id, label=each.code, deleted_at=each.retired_at)
            for each in kinds.get(kind, {}).values()
            if each.retired_at is not None
        ]
