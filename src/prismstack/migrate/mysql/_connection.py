"""One MySQL connection for a blocking caller: asyncmy on a loop in a thread of its own."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from prismstack.drivers.mysql import FAILURES, MysqlOptions, open_connection, translate
from prismstack.drivers.pooled import LoopThread

__all__ = ["Connection", "connected", "quoted"]

_MULTI_STATEMENTS = 1 << 16

Row = tuple[Any, ...]


class Connection:
    """Connects at once; raises what asyncmy raises (``FAILURES``). Closed with :meth:`close`."""

    def __init__(self, options: MysqlOptions) -> None:
        self.options = options
        self._thread = LoopThread("prismstack-migrate")
        try:
            self._connection: Any = self._thread.run(open_connection(options, capabilities=_MULTI_STATEMENTS))
        except BaseException:
            self._thread.stop()
            raise

    def rows(self, sql: str, arguments: Sequence[Any] = ()) -> list[Row]:
        """The rows of one statement, whose arguments stand at ``%s``."""
        return self._thread.run(_rows(self._connection, sql, arguments))

    def value(self, sql: str, *arguments: Any) -> Any:
        """The first column of the first row; None when there is no row."""
        rows = self.rows(sql, arguments)
        return rows[0][0] if rows else None

    def run(self, sql: str) -> None:
        """Run what the server takes as one text: a statement, or several."""
        self._thread.run(_run(self._connection, sql))

    @property
    def is_mariadb(self) -> bool:
        return "mariadb" in self.server_version.lower()

    @property
    def server_version(self) -> str:
        return str(self.value("SELECT version()"))

    def close(self) -> None:
        """The server undoes what is not committed. Harmless when repeated."""
        if self._connection.connected:
            try:
                self._thread.run(self._connection.ensure_closed())
            except FAILURES:
                self._thread.call(self._connection.close)
        self._thread.stop()


@contextmanager
def connected(options: MysqlOptions) -> Generator[Connection]:
    """A connection for a moment; what goes wrong becomes a DriverError."""
    try:
        connection = Connection(options)
    except FAILURES as error:
        raise translate(error) from error
    try:
        yield connection
    except FAILURES as error:
        raise translate(error) from error
    finally:
        connection.close()


def quoted(name: str) -> str:
    """A name as an identifier."""
    return "`" + name.replace("`", "``") + "`"


async def _rows(connection: Any, sql: str, arguments: Sequence[Any]) -> list[Row]:
    async with connection.cursor() as cursor:
        await cursor.execute(sql, tuple(arguments) or None)
        return [tuple(row) for row in await cursor.fetchall()]


async def _run(connection: Any, sql: str) -> None:
    # Every result has to be read: an error of a later statement is in its own.
    await connection.query(sql)
    while connection._result is not None and connection._result.has_next:
        await connection.next_result()
