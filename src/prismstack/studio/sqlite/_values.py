"""SQLite's values in JSON: whole numbers as numbers, a BLOB as JavaScript writes a Uint8Array."""

from __future__ import annotations

from typing import Any

from prismstack.studio._values import number, object_from_bytes, whole

__all__ = ["column"]


def column(value: Any) -> Any:
    """A column's value in JSON."""
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, float):
        return number(value)
    return object_from_bytes(value) if isinstance(value, bytes) else value
