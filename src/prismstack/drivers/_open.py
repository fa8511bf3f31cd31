"""Opens the database that a URL names; a driver's library is imported when first needed."""

from __future__ import annotations

from prismstack.drivers._database import Database, StatementLog
from prismstack.errors import ConfigurationError

__all__ = ["open_database"]


def open_database(provider: str, url: str, statement_log: StatementLog | None = None) -> Database:
    """The database of a URL; ``provider`` is what its scheme names.

    Raises ConfigurationError for options the driver does not know or a provider without a
    driver, DriverError when the database cannot be opened.
    """
    if provider == "sqlite":
        from prismstack.drivers.sqlite import SqliteDatabase

        return SqliteDatabase(url, statement_log)
    if provider in ("postgresql", "cockroachdb"):
        try:
            from prismstack.drivers.postgresql import PostgresDatabase
        except ModuleNotFoundError as error:
            raise ConfigurationError(f"{provider} needs {error.name}; pip install 'prismstack[postgresql]'") from None

        return PostgresDatabase(provider, url, statement_log)
    raise ConfigurationError(f"this release has no driver for {provider} yet; use e.g. file:./dev.db")
