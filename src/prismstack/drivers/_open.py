"""Opens the database that a URL names; a driver's library is imported when first needed."""

from __future__ import annotations

from prismstack.drivers._database import Database, StatementLog
from prismstack.drivers._watching import Watch
from prismstack.errors import ConfigurationError

__all__ = ["open_database"]


def open_database(
    provider: str, url: str, statement_log: StatementLog | None = None, watch: Watch | None = None
) -> Database:
    """The database of a URL; ``provider`` is what its scheme names.

    Raises ConfigurationError for options the driver does not know or a provider without a
    driver, DriverError when the database cannot be opened.
    """
    if provider == "sqlite":
        from prismstack.drivers.sqlite import SqliteDatabase

        return SqliteDatabase(url, statement_log, watch)
    try:
        return _server_database(provider, url, statement_log, watch)
    except ModuleNotFoundError as error:
        extra = "mysql" if provider == "mysql" else "postgresql"
        raise ConfigurationError(f"{provider} needs {error.name}; pip install 'prismstack[{extra}]'") from None


def _server_database(provider: str, url: str, statement_log: StatementLog | None, watch: Watch | None) -> Database:
    if provider in ("postgresql", "cockroachdb"):
        from prismstack.drivers.postgresql import PostgresDatabase

        return PostgresDatabase(provider, url, statement_log, watch)
    if provider == "mysql":
        from prismstack.drivers.mysql import MysqlDatabase

        return MysqlDatabase(url, statement_log, watch)
    raise ConfigurationError(f"there is no driver for {provider}; use file:, postgresql://, mysql:// or cockroachdb://")
