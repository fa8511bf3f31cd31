"""What ``migrate resolve`` tells the history."""

from __future__ import annotations

from prismstack.migrate._errors import AlreadyApplied, NeverApplied, NotFailed
from prismstack.migrate.mysql import _history
from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._history import announce, create_history, finish, records
from prismstack.migrate.mysql._listing import Script

__all__ = ["mark_applied", "mark_rolled_back"]


def mark_applied(connection: Connection, migration: Script) -> None:
    """Record a migration as applied without running it. Raises AlreadyApplied (P3008)."""
    create_history(connection)
    rows = [each.row for each in records(connection) or () if each.row.name == migration.name]
    if any(row.finished and not row.rolled_back for row in rows):
        raise AlreadyApplied(f"The migration `{migration.name}` is already recorded as applied in the database.")
    _history.mark_rolled_back(connection, migration.name)
    finish(connection, announce(connection, migration.name, migration.checksum))


def mark_rolled_back(connection: Connection, name: str) -> None:
    """Record a failed migration as rolled back. Raises NeverApplied (P3011), NotFailed (P3012)."""
    rows = [each.row for each in records(connection) or () if each.row.name == name]
    if not rows:
        raise NeverApplied(
            f"Migration `{name}` cannot be rolled back because it was never applied to the database. "
            "Hint: did you pass in the whole migration name?"
        )
    if all(row.finished or row.rolled_back for row in rows):
        raise NotFailed(f"Migration `{name}` cannot be rolled back because it is not in a failed state.")
    _history.mark_rolled_back(connection, name)
