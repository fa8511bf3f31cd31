"""How the migrations on disk compare with the recorded history and with the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prismstack.migrate.mysql._history import Record
from prismstack.migrate.mysql._listing import Script

__all__ = ["Diagnosis", "diagnosed", "reset_reason"]

_DRIFT = """\
Drift detected: Your database schema is not in sync with your migration history.

The following is a summary of the differences between the expected database schema given your migrations files, \
and the actual schema of the database.

It should be understood as the set of changes to get from the expected schema to the actual schema.

"""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Names of migrations, in order."""

    has_table: bool
    failed: tuple[str, ...]
    edited: tuple[str, ...]
    unapplied: tuple[str, ...]
    unpersisted: tuple[str, ...]
    #: Those on disk that the history says are in force.
    applied: tuple[Script, ...]

    def answer(self) -> dict[str, Any]:
        """The engine's answer to ``diagnoseMigrationHistory``, without drift."""
        return {
            "history": self._history(),
            "failedMigrationNames": list(self.failed),
            "editedMigrationNames": list(self.edited),
            "hasMigrationsTable": self.has_table,
        }

    def _history(self) -> dict[str, Any] | None:
        names = {
            "unappliedMigrationNames": list(self.unapplied),
            "unpersistedMigrationNames": list(self.unpersisted),
        }
        if self.unapplied and self.unpersisted:
            last = self.applied[-1].name if self.applied else None
            return {"diagnostic": "historiesDiverge", "lastCommonMigrationName": last, **names}
        if self.unapplied:
            return {"diagnostic": "databaseIsBehind", "unappliedMigrationNames": list(self.unapplied)}
        if self.unpersisted:
            return {"diagnostic": "migrationsDirectoryIsBehind", "unpersistedMigrationNames": list(self.unpersisted)}
        return None


def diagnosed(migrations: Sequence[Script], history: Sequence[Record] | None) -> Diagnosis:
    """Compares the migrations on disk with the history."""
    rows = [each.row for each in history or () if not each.row.rolled_back]
    checksums = {row.name: row.checksum for row in rows if row.finished}
    recorded = {row.name for row in rows}
    on_disk = {each.name for each in migrations}
    applied = tuple([each for each in migrations if each.name in checksums])
    return Diagnosis(
        has_table=history is not None,
        failed=tuple([row.name for row in rows if not row.finished]),
        edited=tuple([each.name for each in applied if not each.matches(checksums[each.name])]),
        unapplied=tuple([each.name for each in migrations if each.name not in recorded]),
        unpersisted=tuple([row.name for row in rows if row.name not in on_disk]),
        applied=applied,
    )


def reset_reason(diagnosis: Diagnosis, drift: str | None) -> str | None:
    """Why the database has to be reset before a new migration; ``drift`` is a summary of it."""
    reasons = [f"The migration `{name}` failed." for name in diagnosis.failed]
    reasons += [f"The migration `{name}` was modified after it was applied." for name in diagnosis.edited]
    if drift is not None:
        reasons.append(_DRIFT + drift)
    if diagnosis.unpersisted:
        reasons.append(
            "The following migration(s) are applied to the database but missing from the local migrations directory: "
            + ", ".join(diagnosis.unpersisted)
        )
    if len(reasons) < 2:
        return reasons[0] if reasons else None
    return "\n".join(f"- {each}" for each in reasons)
