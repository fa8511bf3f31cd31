"""The asyncmy modules, which ship partial types; imported in this one place."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["connection", "errors"]

connection: Any = import_module("asyncmy.connection")
errors: Any = import_module("asyncmy.errors")
