"""SQLite files in Studio, through apsw."""

from prismstack.studio.sqlite._source import SqliteSource

__all__ = ["SqliteSource"]
