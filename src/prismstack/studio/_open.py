"""Opens the database that a URL names for Studio; a driver's library is imported when first needed."""

from __future__ import annotations

from typing import Final

from prismstack.errors import ConfigurationError
from prismstack.studio._source import Source

__all__ = ["ADAPTERS", "open_source"]

#: Provider -> the front end's name of the adapter that writes its SQL.
ADAPTERS: Final = {"sqlite": "sqlite", "postgresql": "postgres", "cockroachdb": "postgres", "mysql": "mysql"}


async def open_source(provider: str, url: str, *, read_only: bool) -> Source:
    """The database of a URL, with a connection made, so that a wrong URL is noticed at once.

    Raises ConfigurationError for a bad URL or a missing library, DriverError when the
    database cannot be reached.
    """
    if provider == "sqlite":
        from prismstack.studio.sqlite import SqliteSource

        return SqliteSource(url, read_only=read_only)
    try:
        return await _open_server(provider, url, read_only=read_only)
    except ModuleNotFoundError as error:
        extra = "mysql" if provider == "mysql" else "postgresql"
        raise ConfigurationError(f"{provider} needs {error.name}; pip install 'prismstack[{extra}]'") from None


async def _open_server(provider: str, url: str, *, read_only: bool) -> Source:
    if provider == "mysql":
        from prismstack.studio.mysql import MysqlSource

        return await MysqlSource.open(url, read_only=read_only)
    from prismstack.studio.postgresql import PostgresSource

    return await PostgresSource.open(url, read_only=read_only)
