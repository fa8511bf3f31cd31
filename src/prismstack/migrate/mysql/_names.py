"""Names of keys by Prisma's conventions."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["constraint_name"]

_LIMIT = 64


def constraint_name(table: str, columns: Sequence[str], suffix: str) -> str:
    """``Table_column_key``; what comes before the suffix is cut so that all fits into 64 bytes."""
    base = "_".join((table, *columns)).encode()
    return base[: _LIMIT - len(suffix)].decode(errors="ignore") + suffix
