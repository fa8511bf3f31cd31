"""Soft-deleted rows, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

__all__ = ["ARCHIVED_KINDS", "ArchiveRepository", "ArchivedRow"]

#: What can be restored. A session's deletion hides its parking record; a garage comes back with its spots.
ARCHIVED_KINDS = ("customer", "discount_code", "garage", "permit", "rate_plan", "reservation", "session")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRow:
    """``label`` is what people know the row by: a plate, a code, a name."""

    kind: str
    id: str
    label: str
    deleted_at: datetime


class ArchiveRepository(Protocol):
    """Deleted rows of one garage; a store that forgets a kind has none of it."""

    async def find_deleted(self, kind: str, limit: int = 100) -> list[ArchivedRow]:
        """The deleted rows of a kind, latest deletion first."""
        ...

    async def restore(self, kind: str, row_id: str) -> Sequence[tuple[str, str]]:
        """Take a deletion back; kind and key of every value that is there again, empty when there was none.

        Raises:
            DuplicateEntry: something else took its place meanwhile.
        """
        ...
