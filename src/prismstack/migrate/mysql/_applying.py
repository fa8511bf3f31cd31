"""Migrations applied to the database whose history grows.

MySQL ends the transaction at every change of a table, so a migration that fails, or whose
process is killed, stays half done. What is done is counted in the history
(``applied_steps_count``) until the migration is finished; the count of a statement about
rows is committed together with it. So a migration that is run again, once ``resolve`` has
marked it as rolled back, goes on where it stopped, if the database still is as it was then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from prismstack.drivers.mysql import FAILURES
from prismstack.errors import PrismstackError
from prismstack.migrate._database import ScriptFailure
from prismstack.migrate._errors import FailedMigrationsFound, SchemaEngineError
from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._describer import describe
from prismstack.migrate.mysql._differ import differences
from prismstack.migrate.mysql._explained import explained
from prismstack.migrate.mysql._history import Record, announce, create_history, finish, records, write_logs
from prismstack.migrate.mysql._listing import Script
from prismstack.migrate.mysql._script import Statement, controls_transactions, statements
from prismstack.migrate.mysql._shadow import Replays

__all__ = ["Applier"]

_PROGRESS = "UPDATE _prisma_migrations SET applied_steps_count = %s WHERE id = %s"
_SETTING = re.compile(r"SET\b", re.IGNORECASE)


class Applier:
    """Applies what is pending; ``failure`` says how the last script failed."""

    def __init__(self, connection: Connection, replays: Replays) -> None:
        self._connection = connection
        self._replays = replays
        self.failure: ScriptFailure | None = None

    def apply(self, migrations: Sequence[Script]) -> list[str]:
        """Returns the names of what was applied. Raises FailedMigrationsFound (P3009), SchemaEngineError."""
        create_history(self._connection)
        history = records(self._connection) or []
        _refuse_failed(history)
        done = {each.row.name for each in history if not each.row.rolled_back}
        applied: list[str] = []
        for index, migration in enumerate(migrations):
            if migration.name not in done:
                former = [each for each in history if each.row.name == migration.name]
                start = self._start(migrations[:index], migration, former[-1]) if former else 0
                self._apply(migration, start)
                applied.append(migration.name)
        return applied

    def _start(self, earlier: Sequence[Script], migration: Script, former: Record) -> int:
        """How many statements of an earlier run are still in force."""
        if former.row.finished:
            return 0
        # One more may have been run: a change of a table and its count are not one transaction.
        total = len(statements(migration.text))
        counts = [each for each in (former.steps, former.steps + 1) if each <= total]
        try:
            stages = self._replays.stages(earlier, migration.text, counts)
        except (*FAILURES, PrismstackError):
            # A script that was mended may not begin with what was run; a user may not create databases.
            return 0
        present = describe(self._connection)
        matching = [count for count, stage in zip(counts, stages, strict=True) if not differences(present, stage)]
        return matching[0] if matching else 0

    def _apply(self, migration: Script, start: int) -> None:
        listed = statements(migration.text)
        key = announce(self._connection, migration.name, migration.checksum)
        counted = not any(controls_transactions(each) for each in listed)
        for statement in listed[:start]:
            if _SETTING.match(statement.text):
                self._connection.run(statement.text)
        if start:
            self._connection.rows(_PROGRESS, (start, key))
        for number, statement in enumerate(listed[start:], start=start + 1):
            try:
                self._run(statement, number if counted else None, key)
            except FAILURES as error:
                self._fail(error, statement, number, len(listed), key)
        finish(self._connection, key)

    def _run(self, statement: Statement, number: int | None, key: str) -> None:
        if number is None:
            self._connection.run(statement.text)
            return
        self._connection.run("START TRANSACTION")
        self._connection.run(statement.text)
        self._connection.rows(_PROGRESS, (number, key))
        self._connection.run("COMMIT")

    def _fail(self, error: BaseException, statement: Statement, number: int, total: int, key: str) -> None:
        message = f"{explained(error)}\nLINE {statement.line}, statement {number} of {total}"
        self.failure = ScriptFailure(message, undone=number == 1)
        try:
            self._connection.run("ROLLBACK")
            write_logs(self._connection, key, message)
        except FAILURES:
            # The connection is gone: the row says that the migration is not finished.
            pass
        raise SchemaEngineError(message) from error


def _refuse_failed(history: Sequence[Record]) -> None:
    failed = [each for each in history if not each.row.finished and not each.row.rolled_back]
    if failed:
        lines = [f"The `{each.row.name}` migration started at {each.started} failed" for each in failed]
        raise FailedMigrationsFound(
            "migrate found failed migrations in the target database, new migrations will not be applied.\n"
            + "\n".join(lines)
            + "\nMend its migration.sql, or the database by hand, then run "
            f"`prismstack migrate resolve --rolled-back {failed[0].row.name}`."
        )
