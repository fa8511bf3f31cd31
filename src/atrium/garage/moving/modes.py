"""The four ways of keeping a garage, each one step from the next."""

from __future__ import annotations

from enum import StrEnum

from atrium.platform.errors import Conflict, ValidationFailed

__all__ = ["ModeChangeRefused", "StoreMode", "next_mode", "parse_mode"]


class StoreMode(StrEnum):
    """Which store answers, and which one follows it."""

    MEMORY = "memory"
    DUAL_MEMORY_PRIMARY = "dual-memory-primary"
    DUAL_DATABASE_PRIMARY = "dual-database-primary"
    DATABASE = "database"

    @property
    def is_dual(self) -> bool:
        return self in (StoreMode.DUAL_MEMORY_PRIMARY, StoreMode.DUAL_DATABASE_PRIMARY)

    @property
    def uses_memory(self) -> bool:
        """Whether one server holds what no other one can see."""
        return self is not StoreMode.DATABASE


class ModeChangeRefused(Conflict):
    """The move would lose something, or is not possible now; the garage stays as it is. The message says why."""

    code = "MODE_CHANGE_REFUSED"


def next_mode(mode: StoreMode, wanted: StoreMode) -> StoreMode:
    """The next mode on the way; ``mode`` itself when it is the wanted one."""
    order = list(StoreMode)
    here, there = order.index(mode), order.index(wanted)
    return order[here + (there > here) - (there < here)]


def parse_mode(text: str) -> StoreMode:
    """The mode of this name.

    Raises:
        ValidationFailed: there is none; the message lists them.
    """
    try:
        return StoreMode(text)
    except ValueError:
        names = ", ".join(mode.value for mode in StoreMode)
        raise ValidationFailed(f"There is no mode {text!r}; use one of {names}") from None
