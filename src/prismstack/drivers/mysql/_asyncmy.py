"""The asyncmy modules, which ship partial types; imported in this one place."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["connection", "converters", "errors"]

connection: Any = import_module("asyncmy.connection")
converters: Any = import_module("asyncmy.converters")
errors: Any = import_module("asyncmy.errors")
