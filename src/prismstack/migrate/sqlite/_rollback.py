"""Applied migrations undone by their ``down.sql``, in one transaction with the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import apsw

from prismstack.drivers.sqlite import translate
from prismstack.migrate._database import WayBack
from prismstack.migrate._errors import NoWayBack, RollbackFailed
from prismstack.migrate.sqlite._migrating import MigratingAdapter
from prismstack.migrate.sqlite._script import controls_transactions
from prismstack.migrate.sqlite._sql import run

__all__ = ["roll_back"]

_RECORD = """\
UPDATE "_prisma_migrations"
SET "rolled_back_at" = ?, "logs" = coalesce("logs", 'rolled back by `prismstack migrate down`')
WHERE "migration_name" = ? AND "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL"""


def roll_back(connection: apsw.Connection, steps: Sequence[WayBack]) -> None:
    """Undo the steps in order, or none of them. Raises NoWayBack, RollbackFailed, DriverError."""
    for step in steps:
        if controls_transactions(step.script):
            raise NoWayBack(f"the down.sql of {step.name} manages transactions, but has to be part of one")
    with MigratingAdapter(connection, lambda value: value).atomically():
        for step in steps:
            _undo(connection, step)


def _undo(connection: apsw.Connection, step: WayBack) -> None:
    try:
        run(connection, step.script)
    except apsw.Error as error:
        raise RollbackFailed(step.name, translate(error).original_message) from error
    run(connection, _RECORD, (datetime.now(UTC).isoformat(timespec="milliseconds"), step.name))
