"""A SQLite file as the target of migrations."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw

from prismstack.drivers.sqlite import open_connection, parse_url
from prismstack.errors import ConfigurationError
from prismstack.migrate._database import HistoryRow, WayBack
from prismstack.migrate.hosted import EngineAdapter, EngineSession, HostedEngine
from prismstack.migrate.sqlite._adapter import Adapter
from prismstack.migrate.sqlite._history import create_history, has_history, read_history
from prismstack.migrate.sqlite._lock import migration_lock
from prismstack.migrate.sqlite._migrating import MigratingAdapter
from prismstack.migrate.sqlite._rollback import roll_back
from prismstack.migrate.sqlite._sql import explained, run
from prismstack.schema import Schema
from prismstack.wasm import MicrotaskQueue

__all__ = ["SqliteDatabase"]

_TABLES = r"SELECT count(*) FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"


class SqliteDatabase:
    """The database of a ``file:`` URL. Raises ConfigurationError for one in memory."""

    provider = "sqlite"

    def __init__(self, url: str) -> None:
        self._options = parse_url(url)
        if self._options.in_memory:
            raise ConfigurationError("a database in memory cannot be migrated; use e.g. file:./dev.db")
        self.path = Path(self._options.path)

    @property
    def label(self) -> str:
        return f'SQLite database "{self.path.name}" at "file:{self.path}"'

    def exists(self) -> bool:
        return self.path.exists()

    def create(self) -> bool:
        if self.exists():
            return False
        self._make_folder()
        with self._connected():
            return True

    def clear(self) -> None:
        """Reset the file in place, which is safe for the processes that have it open."""
        with self._connected() as connection:
            version = run(connection, "PRAGMA schema_version")[0][0]
            connection.config(apsw.SQLITE_DBCONFIG_RESET_DATABASE, 1)
            try:
                run(connection, "VACUUM")
            finally:
                connection.config(apsw.SQLITE_DBCONFIG_RESET_DATABASE, 0)
            # The count starts again; other connections must not take the new schema for the one they know.
            run(connection, f"PRAGMA schema_version = {version + 1}")

    def drop(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def version(self) -> str:
        return f"SQLite {apsw.sqlite_lib_version()}"

    def is_empty(self) -> bool:
        with self._connected() as connection:
            return run(connection, _TABLES)[0][0] == 0

    def history(self) -> list[HistoryRow] | None:
        with self._connected() as connection:
            return read_history(connection) if has_history(connection) else None

    def number(self, query: str) -> int | None:
        with self._connected() as connection:
            try:
                return int(run(connection, query)[0][0])
            except apsw.SQLError:
                return None

    def create_history(self) -> None:
        with self._connected() as connection:
            create_history(connection)

    def lock(self) -> AbstractContextManager[None]:
        self._make_folder()
        return migration_lock(self.path)

    def roll_back(self, steps: Sequence[WayBack]) -> None:
        with self._connected() as connection:
            roll_back(connection, steps)

    @contextmanager
    def scratch(self) -> Generator[SqliteDatabase]:
        with TemporaryDirectory() as folder:
            yield SqliteDatabase(f"file:{folder}/scratch.db")

    def as_shadow(self) -> SqliteDatabase:
        # Migrations are replayed in memory.
        return self

    def engine(self, schema: Schema) -> HostedEngine:
        return HostedEngine(schema, self._session)

    def _session(self, queue: MicrotaskQueue) -> EngineSession:
        main = MigratingAdapter(open_connection(self._options), queue.resolved)
        return EngineSession(queue, main, partial(_shadow, queue))

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(f"cannot create the folder {self.path.parent}: {error.strerror}") from error

    @contextmanager
    def _connected(self) -> Generator[apsw.Connection]:
        connection = open_connection(self._options)
        try:
            yield connection
        except apsw.Error as error:
            raise explained(error) from error
        finally:
            connection.close()


@contextmanager
def _shadow(queue: MicrotaskQueue) -> Generator[EngineAdapter]:
    shadow = Adapter(apsw.Connection(":memory:"), queue.resolved)
    try:
        yield shadow
    finally:
        shadow.close()
