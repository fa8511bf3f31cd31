"""SQLite as the target of migrations."""

from prismstack.migrate.sqlite._database import SqliteDatabase

__all__ = ["SqliteDatabase"]
