"""``prismstack studio``."""

from __future__ import annotations

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._printer import Printer


def serve_studio() -> None:
    """Browse the data (comes in a later release)."""
    Printer().error("NOT_AVAILABLE", "Studio comes in a later release of prismstack; this one does not serve it yet.")
    raise typer.Exit(ExitCode.ERROR)
