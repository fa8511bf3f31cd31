"""What the commands need of a database, whatever its provider."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from prismstack.errors import ConfigurationError
from prismstack.schema import Schema, provider_of

if TYPE_CHECKING:
    from prismstack.migrate.postgresql import PostgresqlDatabase

__all__ = ["Database", "Engine", "HistoryRow", "ScriptFailure", "WayBack", "open_database", "open_shadow"]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of ``_prisma_migrations``."""

    name: str
    checksum: str
    finished: bool
    rolled_back: bool
    logs: str | None


@dataclass(frozen=True, slots=True)
class ScriptFailure:
    """Why a migration script failed, in the database's words, and whether all of it was undone."""

    message: str
    undone: bool


class Engine(Protocol):
    """A schema engine in session with a database: Prisma's methods, by its names and in its shapes."""

    @property
    def script_failure(self) -> ScriptFailure | None:
        """How the last migration script failed; None when it did not."""
        ...

    def call(self, method: str, request: dict[str, Any]) -> Any:
        """The answer to e.g. ``diff``. Raises what :mod:`prismstack.migrate` names, DriverError."""
        ...

    def atomically(self) -> AbstractContextManager[None]:
        """Everything the engine executes inside is kept, or nothing (where the database can)."""
        ...

    def close(self) -> None:
        """Close every connection, undoing what is not committed. Harmless when repeated."""
        ...


@dataclass(frozen=True, slots=True)
class WayBack:
    """The script that undoes an applied migration."""

    name: str
    script: str


class Database(Protocol):
    """A database as the target of migrations."""

    provider: str

    @property
    def label(self) -> str:
        """How messages name it, without secrets."""
        ...

    def exists(self) -> bool: ...

    def create(self) -> bool:
        """Create it if it does not exist; tells whether it did."""
        ...

    def clear(self) -> None:
        """Remove everything in it."""
        ...

    def drop(self) -> None:
        """Remove the database itself; nothing happens when there is none."""
        ...

    def version(self) -> str:
        """What the database says about its version."""
        ...

    def is_empty(self) -> bool:
        """Whether it has no table of its user's."""
        ...

    def history(self) -> list[HistoryRow] | None:
        """The rows of ``_prisma_migrations`` in order; None when the table does not exist."""
        ...

    def number(self, query: str) -> int | None:
        """What a query of a single number answers; None when the database refuses it (no such table)."""
        ...

    def create_history(self) -> None:
        """Create ``_prisma_migrations`` if it does not exist."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Held by whoever migrates; others wait. Raises MigrationLocked when the wait is too long."""
        ...

    def roll_back(self, steps: Sequence[WayBack]) -> None:
        """Run the scripts in order and record each migration as rolled back, all or nothing.

        Raises NoWayBack for a script that cannot be part of a transaction, RollbackFailed.
        """
        ...

    def scratch(self) -> AbstractContextManager[Database]:
        """An empty database of the same kind, gone afterwards."""
        ...

    def as_shadow(self) -> Database:
        """The same database as its own shadow: whatever is in it may be emptied."""
        ...

    def engine(self, schema: Schema) -> Engine:
        """An engine with connections of its own; ``schema`` is of this provider."""
        ...


def open_database(url: str, shadow_url: str | None = None) -> Database:
    """The database of a URL (nothing is connected yet).

    ``shadow_url`` names a database that may be emptied, for servers where this process may
    not create one; SQLite needs none. Raises ConfigurationError for an unknown scheme, or a
    provider without migrations here.
    """
    provider = provider_of(url)
    if provider == "sqlite":
        from prismstack.migrate.sqlite import SqliteDatabase

        return SqliteDatabase(url)
    if provider == "postgresql":
        return _postgresql(url, shadow_url)
    if provider == "mysql":
        return _mysql(url, shadow_url)
    raise ConfigurationError(
        f"migrations on {provider} are not supported by this release; use a file:, postgresql: or mysql: URL"
    )


def open_shadow(url: str) -> Database:
    """A database that is its own shadow: whatever is in it may be emptied."""
    return open_database(url).as_shadow()


def _postgresql(url: str, shadow_url: str | None) -> PostgresqlDatabase:
    try:
        from prismstack.migrate.postgresql import PostgresqlDatabase
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"postgresql needs {error.name}; pip install 'prismstack[postgresql]'") from None
    return PostgresqlDatabase.of(url, shadow_url)


def _mysql(url: str, shadow_url: str | None) -> Database:
    try:
        from prismstack.migrate.mysql import MysqlDatabase
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"mysql needs {error.name}; pip install 'prismstack[mysql]'") from None
    return MysqlDatabase.of(url, shadow_url)
