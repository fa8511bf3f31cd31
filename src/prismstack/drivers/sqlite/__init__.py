"""SQLite through apsw."""

from prismstack.drivers.sqlite._codec import SqliteCodec
from prismstack.drivers.sqlite._connection import SqliteOptions, open_connection, parse_url
from prismstack.drivers.sqlite._database import SqliteDatabase
from prismstack.drivers.sqlite._errors import translate
from prismstack.drivers.sqlite._session import Session
from prismstack.drivers.sqlite._transaction import SqliteTransaction

__all__ = [
    "Session",
    "SqliteCodec",
    "SqliteDatabase",
    "SqliteOptions",
    "SqliteTransaction",
    "open_connection",
    "parse_url",
    "translate",
]
