"""The command ``prismstack``."""

from prismstack.cli._app import main, run

__all__ = ["main", "run"]
