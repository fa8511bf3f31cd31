"""The adapter of the database that is migrated: a migration is kept whole or not at all.

The engine announces a migration by a row in ``_prisma_migrations``, runs its script, and
then marks the row as finished, each in a transaction of its own. Here the three are one
transaction, so that a process killed in between leaves no trace, and a script that fails
is undone while its row, which says so, is kept.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import apsw

from prismstack.drivers.sqlite import translate
from prismstack.migrate._database import ScriptFailure
from prismstack.migrate.hosted import Settle
from prismstack.migrate.sqlite._adapter import Adapter
from prismstack.migrate.sqlite._foreign_keys import foreign_keys_off, refuse_new_violations
from prismstack.migrate.sqlite._history import EMPTY_HISTORY, has_history
from prismstack.migrate.sqlite._script import controls_transactions, disables_foreign_keys
from prismstack.migrate.sqlite._sql import explained, run, set_foreign_keys

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
        self.script_failure: ScriptFailure | None = None
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
        if controls_transactions(script):
            return self._run_as_written(announced, script)
        return self._run_atomically(announced, script)

    @contextmanager
    def atomically(self) -> Generator[None]:
        """Keep all statements inside, or none; foreign keys are checked at the end."""
        try:
            with foreign_keys_off(self.connection), self._transaction(), refuse_new_violations(self.connection):
                yield
        except apsw.Error as error:
            raise explained(error) from error

    def close(self) -> Any:
        with suppress(apsw.ConnectionClosedError):
            self._roll_back()
        return super().close()

    @contextmanager
    def _transaction(self) -> Generator[None]:
        # A transaction that begins as a reader could fail at its first write.
        run(self.connection, "BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        run(self.connection, "COMMIT")

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            run(self.connection, "ROLLBACK")

    def _run_as_written(self, announced: _Statement, script: str) -> Any:
        super().query(*announced)
        try:
            return super().run_script(script)
        except apsw.Error as error:
            self.script_failure = ScriptFailure(translate(error).original_message, undone=False)
            raise

    def _run_atomically(self, announced: _Statement, script: str) -> Any:
        """Leaves the transaction open for the engine to mark the row as finished; see :meth:`query`."""
        if disables_foreign_keys(script):
            set_foreign_keys(self.connection, False)
        run(self.connection, "BEGIN IMMEDIATE")
        super().query(*announced)
        try:
            with self.connection, refuse_new_violations(self.connection):
                return super().run_script(script)
        except apsw.Error as error:
            self.script_failure = ScriptFailure(translate(error).original_message, undone=True)
            self._end()
            raise

    def _end(self) -> None:
        run(self.connection, "COMMIT")
        set_foreign_keys(self.connection, True)
