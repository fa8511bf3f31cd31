"""SQLite files: a connection for each request, its statements on worker threads."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import apsw

from prismstack.drivers.sqlite import open_connection, parse_url
from prismstack.errors import ConfigurationError
from prismstack.studio.sqlite._connection import SqliteConnection

__all__ = ["SqliteSource"]


class SqliteSource:
    """Opens the file anew for each request, which costs less than the request itself.

    Raises ConfigurationError when the URL names no file that exists.
    """

    has_search_path = False

    def __init__(self, url: str, *, read_only: bool) -> None:
        options = parse_url(url)
        if options.in_memory or not Path(options.path).is_file():
            raise ConfigurationError(
                f"there is no SQLite database {options.path} to browse; "
                "make one first (`prismstack migrate dev` or `prismstack db push`)"
            )
        # A browser of data has no business changing how the file keeps its journal.
        pragmas = {name: value for name, value in options.pragmas.items() if name != "journal_mode"}
        self._options = replace(options, pragmas=pragmas)
        self._read_only = read_only
        self._open().close()

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[SqliteConnection]:
        connection = self._open()
        try:
            yield SqliteConnection(connection)
        finally:
            connection.close()

    async def aclose(self) -> None:
        """Nothing stays open between requests."""

    def _open(self) -> apsw.Connection:
        connection = open_connection(self._options, read_only=self._read_only)
        if self._read_only:
            connection.authorizer = _refuse_other_files
        return connection


def _refuse_other_files(
    action: int, _first: str | None, _second: str | None, _database: str | None, _trigger: str | None
) -> int:
    # The open mode keeps this file as it is; ATTACH and VACUUM INTO could still write another.
    return apsw.SQLITE_DENY if action == apsw.SQLITE_ATTACH else apsw.SQLITE_OK
