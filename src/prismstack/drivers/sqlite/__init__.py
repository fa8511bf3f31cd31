"""SQLite through apsw."""

from prismstack.drivers.sqlite._connection import SqliteOptions, open_connection, parse_url
from prismstack.drivers.sqlite._errors import translate

__all__ = ["SqliteOptions", "open_connection", "parse_url", "translate"]
