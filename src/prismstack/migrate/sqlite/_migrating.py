"""The adapter of the database that is migrated: a migration is kept whole or not at all.

The engine announces a migration by a row in ``_prisma_migrations``, runs its script, and
then marks the row as finished, each in a transaction of its own. Here the three are one
transaction, so that a process killed in between leaves no trace, and a script that fails
is undone while its row, which says so, is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

from prismstack.migrate.sqlite._adapter import Adapter, Settle
from prismstack.migrate.sqlite._foreign_keys import foreign_keys_off, refuse_new_violations
from prismstack.migrate.sqlite._history import EMPTY_HISTORY, has_history
from prismstack.migrate.sqlite._script import controls_transactions, disables_foreign_keys

__all__ = ["MigratingAdapter"]

_READS_HISTORY = "FROM `_prisma_migrations`"
_ANNOUNCES = "INSERT INTO `_prisma_migrations`"
_FINISHES = "SET `finished_at`"
_EXCLUSIVE = "PRAGMA main.locking_mode=EXCLUSIVE"

_Statement = tuple[str, Sequence[Any]]


class MigratingAdapter(Adapter):
    """The connection to the database whose history grows."""

    def __init__(self, connection: apsw.Connection, settle: Settle) -> None:
        super().__init__(connection, settle)
        self.script_was_atomic = True
        self._announced: _Statement | None = None

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        if _READS_HISTORY in sql and not has_history(self.connection):
            # The engine takes a missing history for an error on SQLite.
            return EMPTY_HISTORY
        if sql.startswith(_ANNOUNCES) and "`finished_at`" not in sql:
            self._announced = (sql, arguments)
            return EMPTY_HISTORY
        result = super().query(sql, arguments)
        if _FINISHES in sql and self.connection.in_transaction:
            self._end()
        return result

    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        if sql.strip() == _EXCLUSIVE:
            # It would lock out the readers of a live system; the host has a lock for migrations.
            return 0
        return super().execute(sql, arguments)

    def run_script(self, script: str) -> Any:
        announced, self._announced = self._announced, None
        if announced is None:
            return super().run_script(script)
        self.script_was_atomic = not controls_transactions(script)
        if not self.script_was_atomic:
            super().query(*announced)
            return super().run_script(script)
        return self._run_atomically(announced, script)

    @contextmanager
    def atomically(self) -> Iterator[None]:
        """Keep all statements inside, or none; foreign keys are checked at the end."""
        with foreign_keys_off(self.connection), self.connection, refuse_new_violations(self.connection):
            yield

    def close(self) -> Any:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK").fetchall()
        return super().close()

    def _run_atomically(self, announced: _Statement, script: str) -> Any:
        """Leaves the transaction open for the engine to mark the row as finished; see :meth:`query`."""
        if disables_foreign_keys(script):
            self.connection.pragma("foreign_keys", False)
        self.connection.execute("BEGIN IMMEDIATE").fetchall()
        super().query(*announced)
        try:
            with self.connection, refuse_new_violations(self.connection):
                return super().run_script(script)
        except apsw.Error:
            self._end()
            raise

    def _end(self) -> None:
        self.connection.execute("COMMIT").fetchall()
        self.connection.pragma("foreign_keys", True)
