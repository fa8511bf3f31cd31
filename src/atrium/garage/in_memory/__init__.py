"""The store as it was before there was a database: same interfaces, nothing kept."""

from .store import InMemoryStore

__all__ = ["InMemoryStore"]
