"""Where the databases of a run live: a fresh copy of the seeded one for each process."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from benchmarks import data as seed
from benchmarks.registry import Entry

__all__ = ["Host", "PostgresHost", "SqliteHost"]


class Host(Protocol):
    """Makes databases and looks into them."""

    def prepare(self, entries: list[Entry]) -> None:
        """Write the seeded databases that fresh ones are copied from."""
        ...

    def fresh(self, entry: Entry) -> str:
        """A fresh copy; returns its file or its DSN."""
        ...

    def count(self, sql: str) -> int:
        """The one number that a query on the present copy gives."""
        ...

    def version(self) -> str: ...

    def finish(self) -> None:
        """Remove what :meth:`prepare` and :meth:`fresh` left outside the work folder."""
        ...


class SqliteHost:
    """Files in a work folder."""

    def __init__(self, folder: Path, rows: seed.Rows) -> None:
        self._folder = folder
        self._rows = rows

    def prepare(self, entries: list[Entry]) -> None:
        for declared in {entry.sqlite_datetime for entry in entries}:
            seed.write_sqlite(self._folder / f"seed-{declared}.db", self._rows, declared)

    def fresh(self, entry: Entry) -> str:
        for old in self._folder.glob("run.db*"):
            old.unlink()
        return str(shutil.copy(self._folder / f"seed-{entry.sqlite_datetime}.db", self._folder / "run.db"))

    def count(self, sql: str) -> int:
        connection = sqlite3.connect(self._folder / "run.db")
        try:
            return int(connection.execute(sql).fetchone()[0])
        finally:
            connection.close()

    def version(self) -> str:
        import apsw

        return f"SQLite {sqlite3.sqlite_version} (Python's) and {apsw.sqlite_lib_version()} (apsw's)"

    def finish(self) -> None:
        pass


class PostgresHost:
    """Two databases on a server: the seeded one is the template of the other."""

    def __init__(self, dsn: str, rows: seed.Rows) -> None:
        self._admin = dsn
        self._rows = rows
        server = dsn.rsplit("/", 1)[0]
        self._seed, self._run = f"{server}/bench_seed", f"{server}/bench_run"

    def prepare(self, entries: list[Entry]) -> None:
        self._administer(
            "DROP DATABASE IF EXISTS bench_run", "DROP DATABASE IF EXISTS bench_seed", "CREATE DATABASE bench_seed"
        )
        asyncio.run(seed.write_postgresql(self._seed, self._rows))

    def fresh(self, entry: Entry) -> str:
        self._administer(
            "DROP DATABASE IF EXISTS bench_run WITH (FORCE)",
            "CREATE DATABASE bench_run TEMPLATE bench_seed STRATEGY file_copy",
        )
        return self._run

    def count(self, sql: str) -> int:
        return int(_connected(self._run, lambda connection: connection.fetchval(sql)))

    def version(self) -> str:
        return f"PostgreSQL {_connected(self._admin, lambda connection: connection.fetchval('SHOW server_version'))}"

    def finish(self) -> None:
        self._administer("DROP DATABASE IF EXISTS bench_run WITH (FORCE)", "DROP DATABASE IF EXISTS bench_seed")

    def _administer(self, *statements: str) -> None:
        for statement in statements:
            _connected(self._admin, lambda connection, sql=statement: connection.execute(sql))


def _connected(dsn: str, use: Callable[[Any], Awaitable[Any]]) -> Any:
    async def go() -> Any:
        import asyncpg

        connection = await asyncpg.connect(dsn)
        try:
            return await use(connection)
        finally:
            await connection.close()

    return asyncio.run(go())
