"""One PostgreSQL connection for a blocking caller: asyncpg on a loop in a thread of its own."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from prismstack.drivers.pooled import LoopThread
from prismstack.drivers.postgresql import FAILURES, PostgresOptions, asyncpg
from prismstack.migrate.postgresql._script import says_nothing
from prismstack.migrate.postgresql._values import argument

__all__ = ["Connection", "Rows", "quoted"]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a statement answered: names and type names of its columns, and its rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    #: How many rows the statement returned or changed.
    count: int


class Connection:
    """Connects at once; raises what asyncpg raises (``FAILURES``). Closed with :meth:`close`."""

    def __init__(self, options: PostgresOptions) -> None:
        self.options = options
        self._thread = LoopThread("prismstack-migrate")
        try:
            self._connection: Any = self._thread.run(_connect(options))
        except BaseException:
            self._thread.stop()
            raise

    @property
    def is_closed(self) -> bool:
        return bool(self._connection.is_closed())

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.is_in_transaction())

    def query(self, sql: str, arguments: Sequence[Any] = ()) -> Rows:
        """Run one statement; its arguments are converted to what its parameters take."""
        return self._thread.run(_query(self._connection, sql, arguments))

    def script(self, sql: str) -> int:
        """Run one or more statements by the simple protocol; returns the last one's row count."""
        # asyncpg stumbles over the server's answer to nothing.
        return 0 if says_nothing(sql) else _count(self._thread.run(self._connection.execute(sql)))

    def value(self, sql: str, *arguments: Any) -> Any:
        """The first column of the first row; None when there is no row."""
        rows = self.query(sql, arguments).rows
        return rows[0][0] if rows else None

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep all statements inside, or none."""
        self.script("BEGIN")
        try:
            yield
        except BaseException:
            self.roll_back()
            raise
        self.script("COMMIT")

    @contextmanager
    def savepoint(self) -> Generator[None]:
        """Inside a transaction: undo only the statements inside when something is raised."""
        self.script("SAVEPOINT prismstack")
        try:
            yield
        except BaseException:
            if not self.is_closed:
                self.script("ROLLBACK TO SAVEPOINT prismstack; RELEASE SAVEPOINT prismstack")
            raise
        self.script("RELEASE SAVEPOINT prismstack")

    def reset_search_path(self) -> None:
        """Back to the URL's schema, whatever a script set (as those of pg_dump do)."""
        if not self.is_closed:
            self.script("RESET search_path")

    def roll_back(self) -> None:
        """Undo the transaction, if there is one and the server still is."""
        if not self.is_closed and self.in_transaction:
            self.script("ROLLBACK")

    def close(self) -> None:
        """The server undoes what is not committed. Harmless when repeated."""
        if not self.is_closed:
            try:
                self._thread.run(self._connection.close(timeout=5))
            except FAILURES:
                self._thread.call(self._connection.terminate)
        self._thread.stop()


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


async def _connect(options: PostgresOptions) -> Any:
    return await asyncpg.connect(
        host=options.host,
        port=options.port,
        user=options.user,
        password=options.password,
        database=options.database,
        ssl=options.sslmode,
        timeout=options.connect_timeout or 60,
        # Plans must not outlive the changes that migrations make.
        statement_cache_size=0,
        server_settings={**options.settings, "search_path": quoted(options.schema)},
    )


async def _query(connection: Any, sql: str, arguments: Sequence[Any]) -> Rows:
    prepared = await connection.prepare(sql)
    parameters = prepared.get_parameters()
    values = [argument(value, kind.name) for value, kind in zip(arguments, parameters, strict=True)]
    records = await prepared.fetch(*values)
    attributes = prepared.get_attributes()
    return Rows(
        columns=tuple([each.name for each in attributes]),
        types=tuple([each.type.name for each in attributes]),
        rows=tuple([tuple(record) for record in records]),
        count=_count(prepared.get_statusmsg()),
    )


def _count(status: str | None) -> int:
    """The number at the end of a command tag such as ``INSERT 0 1``."""
    count = (status or "").rpartition(" ")[2]
    return int(count) if count.isdigit() else 0
