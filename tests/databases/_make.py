"""Finds the kind of database for a provider."""

from __future__ import annotations

from pathlib import Path

from tests.databases._base import TestDatabase

__all__ = ["make_database"]


def make_database(provider: str, schema: Path, folder: Path) -> TestDatabase:
    """A database with the tables of a schema. Raises Unavailable when the server is not there."""
    if provider == "sqlite":
        from tests.databases._sqlite import SqliteTestDatabase

        return SqliteTestDatabase(schema, folder)
    if provider == "postgresql":
        from tests.databases._postgresql import PostgresTestDatabase

        return PostgresTestDatabase(schema)
    from tests.databases._mysql import MysqlTestDatabase

    return MysqlTestDatabase(schema)
