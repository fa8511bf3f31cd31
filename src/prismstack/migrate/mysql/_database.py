"""A MySQL or MariaDB database as the target of migrations."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from prismstack.drivers.mysql import FAILURES, MysqlOptions, parse_url
from prismstack.errors import ConfigurationError
from prismstack.migrate._database import HistoryRow, WayBack
from prismstack.migrate.mysql._connection import connected
from prismstack.migrate.mysql._engine import MysqlEngine
from prismstack.migrate.mysql._history import create_history, read_history
from prismstack.migrate.mysql._lock import acquire
from prismstack.migrate.mysql._rollback import roll_back
from prismstack.migrate.mysql._server import create_database, drop_database, empty, exists, maintenance, shadow_database
from prismstack.schema import Schema

__all__ = ["MysqlDatabase"]

_TABLES = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"


class MysqlDatabase:
    """A database with its shadow; see :meth:`of`."""

    provider = "mysql"

    def __init__(self, options: MysqlOptions, shadow: MysqlOptions | None = None) -> None:
        self._options = options
        self._shadow = shadow

    @classmethod
    def of(cls, url: str, shadow_url: str | None = None) -> MysqlDatabase:
        """The database of a ``mysql:`` URL. Raises ConfigurationError for a bad URL, or shadow URL."""
        options = parse_url(url)
        return cls(options, _parse_shadow(shadow_url, options) if shadow_url else None)

    def as_shadow(self) -> MysqlDatabase:
        return MysqlDatabase(self._options, self._options)

    @property
    def label(self) -> str:
        options = self._options
        place = options.socket or f"{options.host}:{options.port}"
        return f'MySQL database "{options.database}" at "{place}"'

    def exists(self) -> bool:
        return exists(self._options)

    def create(self) -> bool:
        return not self.exists() and create_database(self._options)

    def clear(self) -> None:
        """Drop all tables, views, routines and events."""
        with connected(self._options) as connection:
            empty(connection)

    def drop(self) -> None:
        drop_database(self._options)

    def version(self) -> str:
        with connected(self._options) as connection:
            return f"MySQL {connection.server_version}"

    def is_empty(self) -> bool:
        with connected(self._options) as connection:
            return connection.value(_TABLES) == 0

    def history(self) -> list[HistoryRow] | None:
        with connected(self._options) as connection:
            return read_history(connection)

    def number(self, query: str) -> int | None:
        with connected(self._options) as connection:
            try:
                return int(connection.value(query))
            except FAILURES:
                return None

    def create_history(self) -> None:
        with connected(self._options) as connection:
            create_history(connection)

    @contextmanager
    def lock(self) -> Generator[None]:
        # A lock belongs to the server, so the database need not exist yet.
        with connected(maintenance(self._options)) as connection:
            acquire(connection, self._options.database)
            yield

    def roll_back(self, steps: Sequence[WayBack]) -> None:
        with connected(self._options) as connection:
            roll_back(connection, steps)

    @contextmanager
    def scratch(self) -> Generator[MysqlDatabase]:
        with shadow_database(self._options, self._shadow) as options:
            yield MysqlDatabase(options)

    def engine(self, schema: Schema) -> MysqlEngine:
        return MysqlEngine(self._options, self._shadow)


def _parse_shadow(url: str, main: MysqlOptions) -> MysqlOptions:
    shadow = parse_url(url)
    if (shadow.host, shadow.port, shadow.socket, shadow.database) == (main.host, main.port, main.socket, main.database):
        raise ConfigurationError("shadowDatabaseUrl names the database itself, which would be emptied; name another")
    return shadow
