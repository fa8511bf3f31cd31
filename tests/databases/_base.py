"""What a test wants of a database, whichever provider it is on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

__all__ = ["PROVIDERS", "TestDatabase", "Unavailable"]

PROVIDERS = ("sqlite", "postgresql", "mysql")


class Unavailable(Exception):
    """There is no server for a provider; the message says what it answered."""


class TestDatabase(ABC):
    """A database with a schema's tables, of the session's own."""

    __test__ = False

    provider: str

    @abstractmethod
    def fresh(self, folder: Path) -> str:
        """The URL of the database with no row in it; ``folder`` is the test's own."""

    @abstractmethod
    def drop(self) -> None:
        """Remove it."""
