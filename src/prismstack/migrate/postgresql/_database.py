"""A PostgreSQL database (one schema of it) as the target of migrations."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from prismstack.drivers import DriverError, ErrorKind
from prismstack.drivers.postgresql import FAILURES, PostgresOptions, asyncpg, parse_url, translate
from prismstack.errors import ConfigurationError
from prismstack.migrate._database import HistoryRow, WayBack
from prismstack.migrate.hosted import EngineAdapter, EngineSession, HostedEngine
from prismstack.migrate.postgresql._adapter import Adapter
from prismstack.migrate.postgresql._connection import Connection, quoted
from prismstack.migrate.postgresql._history import create_history, read_history
from prismstack.migrate.postgresql._lock import acquire
from prismstack.migrate.postgresql._migrating import MigratingAdapter
from prismstack.migrate.postgresql._rollback import roll_back
from prismstack.migrate.postgresql._server import (
    connected,
    create_database,
    create_shadow,
    drop_database,
    empty_schema,
)
from prismstack.schema import Schema
from prismstack.wasm import MicrotaskQueue

__all__ = ["PostgresqlDatabase"]

# Extensions bring tables of their own (PostGIS: spatial_ref_sys).
_TABLES = """\
SELECT count(*) FROM pg_class
WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p', 'v', 'm', 'f')
AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
)"""


class PostgresqlDatabase:
    """A database with its shadow; see :meth:`of`."""

    provider = "postgresql"

    def __init__(self, options: PostgresOptions, shadow: PostgresOptions | None = None) -> None:
        self._options = options
        self._shadow = shadow
        self._created = False

    @classmethod
    def of(cls, url: str, shadow_url: str | None = None) -> PostgresqlDatabase:
        """The database of a ``postgresql:`` URL. Raises ConfigurationError for a bad URL, or shadow URL."""
        options = parse_url(url)
        return cls(options, _parse_shadow(shadow_url, options) if shadow_url else None)

    def as_shadow(self) -> PostgresqlDatabase:
        return PostgresqlDatabase(self._options, self._options)

    @property
    def label(self) -> str:
        options = self._options
        place = f"{options.host}:{options.port}"
        return f'PostgreSQL database "{options.database}", schema "{options.schema}" at "{place}"'

    def exists(self) -> bool:
        try:
            with connected(self._options):
                return True
        except DriverError as error:
            if error.kind is not ErrorKind.DATABASE_DOES_NOT_EXIST:
                raise
        return False

    def create(self) -> bool:
        # The lock, which comes first, has to be somewhere: it may have created the database.
        created, self._created = self._created or self._create_if_missing(), False
        with connected(self._options) as connection:
            _ensure_schema(connection)
        return created

    def clear(self) -> None:
        """Drop the schema with all that is in it, and create it again."""
        with connected(self._options) as connection:
            empty_schema(connection)

    def drop(self) -> None:
        drop_database(self._options)

    def version(self) -> str:
        with connected(self._options) as connection:
            return str(connection.value("SELECT version()"))

    def is_empty(self) -> bool:
        with connected(self._options) as connection:
            return connection.value(_TABLES, quoted(self._options.schema)) == 0

    def history(self) -> list[HistoryRow] | None:
        with connected(self._options) as connection:
            return read_history(connection)

    def number(self, query: str) -> int | None:
        with connected(self._options) as connection:
            try:
                return int(connection.value(query))
            except asyncpg.PostgresError:
                return None

    def create_history(self) -> None:
        with connected(self._options) as connection:
            _ensure_schema(connection)
            create_history(connection)

    @contextmanager
    def lock(self) -> Generator[None]:
        self._created = self._create_if_missing()
        with connected(self._options) as connection:
            acquire(connection)
            yield

    def roll_back(self, steps: Sequence[WayBack]) -> None:
        with connected(self._options) as connection:
            roll_back(connection, steps)

    @contextmanager
    def scratch(self) -> Generator[PostgresqlDatabase]:
        options = self._shadow or create_shadow(self._options)
        try:
            with connected(options) as connection:
                empty_schema(connection)
            yield PostgresqlDatabase(options)
        finally:
            if self._shadow is None:
                drop_database(options)

    def engine(self, schema: Schema) -> HostedEngine:
        return HostedEngine(schema, self._session)

    def _session(self, queue: MicrotaskQueue) -> EngineSession:
        try:
            connection = Connection(self._options)
        except FAILURES as error:
            raise translate(error) from error
        main = MigratingAdapter(connection, queue.resolved)
        return EngineSession(queue, main, partial(self._shadow_adapter, queue))

    @contextmanager
    def _shadow_adapter(self, queue: MicrotaskQueue) -> Generator[EngineAdapter]:
        with self.scratch() as shadow:
            adapter = Adapter(Connection(shadow._options), queue.resolved)
            try:
                yield adapter
            finally:
                adapter.close()

    def _create_if_missing(self) -> bool:
        return not self.exists() and create_database(self._options)


def _ensure_schema(connection: Connection) -> None:
    # Asked first: whoever may not create schemas can still use the one that is there.
    name = quoted(connection.options.schema)
    if connection.value("SELECT to_regnamespace($1)::text", name) is None:
        connection.script(f"CREATE SCHEMA IF NOT EXISTS {name}")


def _parse_shadow(url: str, main: PostgresOptions) -> PostgresOptions:
    """The options of the shadow database; its schema has the same name, or the two could not be compared."""
    shadow = replace(parse_url(url), schema=main.schema)
    if _place(shadow) == _place(main):
        raise ConfigurationError("shadowDatabaseUrl names the database itself, which would be emptied; name another")
    return shadow


def _place(options: PostgresOptions) -> tuple[str, int, str]:
    return (options.host, options.port, options.database)
