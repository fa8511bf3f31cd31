"""The adapter of the database that is migrated: a migration is kept whole or not at all.

The engine announces a migration by a row in ``_prisma_migrations``, runs its script, and
then marks the row as finished, each in a transaction of its own. Here the three are one
transaction, so that a process killed in between leaves no trace, and a script that fails
is undone while its row, which says so, is kept.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from prismstack.drivers.postgresql import FAILURES, translate
from prismstack.migrate._database import ScriptFailure
from prismstack.migrate.hosted import Settle
from prismstack.migrate.postgresql._adapter import Adapter
from prismstack.migrate.postgresql._connection import Connection
from prismstack.migrate.postgresql._explained import explained
from prismstack.migrate.postgresql._lock import acquire_prismas
from prismstack.migrate.postgresql._script import in_one_transaction
from prismstack.wasm import UNDEFINED

__all__ = ["MigratingAdapter"]

_ANNOUNCES = 'INSERT INTO "_prisma_migrations"'
_FINISHES = 'SET "finished_at"'
_LOCKS = "SELECT pg_advisory_lock(72707369)"
_NOTHING: dict[str, Any] = {"columnNames": [], "columnTypes": [], "rows": []}

_Statement = tuple[str, Sequence[Any]]


class MigratingAdapter(Adapter):
    """The connection to the database whose history grows."""

    def __init__(self, connection: Connection, settle: Settle) -> None:
        super().__init__(connection, settle)
        self.script_failure: ScriptFailure | None = None
        self._announced: _Statement | None = None

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        if sql.startswith(_ANNOUNCES) and '"finished_at"' not in sql:
            self._announced = (sql, arguments)
            return _NOTHING
        result = super().query(sql, arguments)
        if _FINISHES in sql and self.connection.in_transaction:
            self.connection.script("COMMIT")
        return result

    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        if sql.strip().rstrip(";") == _LOCKS:
            acquire_prismas(self.connection)
            return 1
        return super().execute(self._fitting(sql), arguments)

    def run_script(self, script: str) -> Any:
        announced, self._announced = self._announced, None
        if announced is None:
            return super().run_script(self._fitting(script))
        merged = in_one_transaction(script)
        if merged is None:
            return self._run_as_written(announced, script)
        return self._run_atomically(announced, merged)

    @contextmanager
    def atomically(self) -> Generator[None]:
        """Keep all statements inside, or none."""
        try:
            with self.connection.transaction():
                yield
        except FAILURES as error:
            raise translate(error) from error

    def _fitting(self, script: str) -> str:
        """The script as it fits into the transaction, if there is one."""
        if not self.connection.in_transaction:
            return script
        return in_one_transaction(script) or script

    def _run_as_written(self, announced: _Statement, script: str) -> Any:
        super().query(*announced)
        try:
            return super().run_script(script)
        except FAILURES as error:
            self.script_failure = ScriptFailure(explained(error, script), undone=False)
            self.connection.roll_back()
            raise
        finally:
            self.connection.reset_search_path()

    def _run_atomically(self, announced: _Statement, script: str) -> Any:
        """Leaves the transaction open for the engine to mark the row as finished; see :meth:`query`."""
        self.connection.script("BEGIN")
        super().query(*announced)
        try:
            with self.connection.savepoint():
                super().run_script(script)
                # Constraints that wait for the commit speak now, while the script can be undone.
                self.connection.script("SET CONSTRAINTS ALL IMMEDIATE")
                self.connection.reset_search_path()
        except FAILURES as error:
            self.script_failure = ScriptFailure(explained(error, script), undone=True)
            if not self.connection.is_closed:
                self.connection.script("COMMIT")
            raise
        return UNDEFINED
