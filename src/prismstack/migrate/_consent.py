"""Who agrees to what cannot be undone: a person at a terminal, or what was said in advance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Dialog", "Preset"]


class Dialog(Protocol):
    """Asked by the commands before they destroy anything."""

    def may_reset(self, reason: str) -> bool:
        """Whether the database may be emptied for this reason."""
        ...

    def may_lose_data(self, warnings: Sequence[str]) -> bool:
        """Whether the change may go on in spite of these warnings."""
        ...

    def migration_name(self) -> str:
        """The name of a new migration, when the caller gave none."""
        ...


@dataclass(frozen=True, slots=True)
class Preset:
    """Answers given in advance, for callers without a terminal; by default everything is refused."""

    reset: bool = False
    data_loss: bool = False
    name: str = "migration"

    def may_reset(self, reason: str) -> bool:
        return self.reset

    def may_lose_data(self, warnings: Sequence[str]) -> bool:
        return self.data_loss

    def migration_name(self) -> str:
        return self.name
