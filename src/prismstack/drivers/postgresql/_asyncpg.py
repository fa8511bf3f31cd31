"""The asyncpg module, which ships no types; imported in this one place."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["asyncpg"]

asyncpg: Any = import_module("asyncpg")
