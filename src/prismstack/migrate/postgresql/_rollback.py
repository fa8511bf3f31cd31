"""Applied migrations undone by their ``down.sql``, in one transaction with the history."""

from __future__ import annotations

from collections.abc import Sequence

from prismstack.drivers.postgresql import FAILURES
from prismstack.migrate._database import WayBack
from prismstack.migrate._errors import NoWayBack, RollbackFailed
from prismstack.migrate.postgresql._connection import Connection
from prismstack.migrate.postgresql._explained import explained
from prismstack.migrate.postgresql._script import in_one_transaction

__all__ = ["roll_back"]

_RECORD = """\
UPDATE "_prisma_migrations"
SET "rolled_back_at" = clock_timestamp(), "logs" = coalesce("logs", 'rolled back by `prismstack migrate down`')
WHERE "migration_name" = $1 AND "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL"""


def roll_back(connection: Connection, steps: Sequence[WayBack]) -> None:
    """Undo the steps in order, or none of them. Raises NoWayBack, RollbackFailed."""
    fitting = [WayBack(each.name, _fitting(each)) for each in steps]
    with connection.transaction():
        for step in fitting:
            _undo(connection, step)


def _fitting(step: WayBack) -> str:
    script = in_one_transaction(step.script)
    if script is None:
        raise NoWayBack(f"the down.sql of {step.name} cannot run inside a transaction")
    return script


def _undo(connection: Connection, step: WayBack) -> None:
    try:
        connection.script(step.script)
        connection.script("SET CONSTRAINTS ALL IMMEDIATE")
        connection.reset_search_path()
    except FAILURES as error:
        raise RollbackFailed(step.name, explained(error, step.script)) from error
    connection.query(_RECORD, (step.name,))
