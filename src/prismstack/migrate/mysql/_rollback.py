"""Applied migrations undone by their ``down.sql``.

MySQL has no transaction around changes of tables. So the history says, from the first
statement on, that the migration is not in force, and only at the end that it is undone.
"""

from __future__ import annotations

from collections.abc import Sequence

from prismstack.drivers.mysql import FAILURES
from prismstack.migrate._database import WayBack
from prismstack.migrate._errors import NoWayBack, RollbackFailed
from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._explained import explained
from prismstack.migrate.mysql._script import Statement, controls_transactions, statements

__all__ = ["roll_back"]

_IN_FORCE = "WHERE migration_name = %s AND rolled_back_at IS NULL"
_BEGUN = f"""\
UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0, logs = %s {_IN_FORCE}"""
_STATE = f"SELECT finished_at, applied_steps_count, logs FROM _prisma_migrations {_IN_FORCE}"
_AS_BEFORE = f"""\
UPDATE _prisma_migrations SET finished_at = %s, applied_steps_count = %s, logs = %s {_IN_FORCE}"""
_UNDONE = f"""\
UPDATE _prisma_migrations
SET rolled_back_at = UTC_TIMESTAMP(3), finished_at = %s, applied_steps_count = %s, logs = %s {_IN_FORCE}"""


def roll_back(connection: Connection, steps: Sequence[WayBack]) -> None:
    """Undo the steps in order, stopping at the first that fails. Raises NoWayBack, RollbackFailed."""
    for step in steps:
        if any(controls_transactions(each) for each in statements(step.script)):
            raise NoWayBack(f"the down.sql of {step.name} manages transactions, which MySQL would end anyway")
    for step in steps:
        _undo(connection, step)


def _undo(connection: Connection, step: WayBack) -> None:
    before = connection.rows(_STATE, (step.name,))[0]
    connection.rows(_BEGUN, ("`prismstack migrate down` began to undo this migration and did not finish", step.name))
    listed = statements(step.script)
    for number, statement in enumerate(listed, start=1):
        try:
            connection.run(statement.text)
        except FAILURES as error:
            message = _message(error, statement, number, len(listed))
            if number == 1:
                connection.rows(_AS_BEFORE, (*before, step.name))
            else:
                connection.rows(_BEGUN, (f"`prismstack migrate down` failed\n{message}", step.name))
            raise RollbackFailed(step.name, message, undone=number == 1) from error
    connection.rows(_UNDONE, (*before[:2], "rolled back by `prismstack migrate down`", step.name))


def _message(error: BaseException, statement: Statement, number: int, total: int) -> str:
    return f"{explained(error)}\nLINE {statement.line}, statement {number} of {total}"
