"""What can go wrong in a migration, under Prisma's codes where Prisma has one."""

from __future__ import annotations

from collections.abc import Sequence

from prismstack.errors import PrismstackError

__all__ = [
    "AlreadyApplied",
    "DatabaseEmpty",
    "DatabaseLocked",
    "DatabaseMissing",
    "DatabaseNotEmpty",
    "DestructiveChange",
    "FailedMigrationsFound",
    "HistoryConflict",
    "LintFailed",
    "LockFileMismatch",
    "MigrateError",
    "MigrationFailed",
    "MigrationFileMissing",
    "MigrationLocked",
    "MigrationNotFound",
    "NeverApplied",
    "NoWayBack",
    "NotFailed",
    "ResetRequired",
    "RollbackFailed",
    "SchemaEngineError",
    "SeedFailed",
    "ShadowReplayFailed",
    "SquashConflict",
    "UnexecutableChange",
]


class MigrateError(PrismstackError):
    """Base of the errors of ``prismstack.migrate``."""

    code = "MIGRATE_ERROR"


class SchemaEngineError(MigrateError):
    """The schema engine refused for a reason that has no class of its own; the message begins with its code."""

    code = "SCHEMA_ENGINE_ERROR"


class DatabaseMissing(MigrateError):
    """The database does not exist; ``migrate deploy``, ``migrate dev`` and ``db push`` create it."""

    code = "P1003"


class DatabaseLocked(MigrateError):
    """Another connection kept the database locked for longer than the URL's busy timeout; try again."""

    code = "P1008"


class DatabaseNotEmpty(MigrateError):
    """The database has tables but no history; record what it has with ``migrate resolve --applied``."""

    code = "P3005"


class DatabaseEmpty(MigrateError):
    """There is nothing in the database to make a schema of; create tables first, or use another URL."""

    code = "P4001"


class ShadowReplayFailed(MigrateError):
    """A migration does not run on an empty database; mend or remove its ``migration.sql``."""

    code = "P3006"


class FailedMigrationsFound(MigrateError):
    """A migration failed earlier; after mending it run ``migrate resolve --rolled-back <name>``."""

    code = "P3009"


class HistoryConflict(MigrateError):
    """``migrate resolve`` contradicts the recorded history; see ``migrate status``."""


class AlreadyApplied(HistoryConflict):
    """The migration is recorded as applied already; there is nothing to resolve."""

    code = "P3008"


class NeverApplied(HistoryConflict):
    """The migration was never run on this database, so it cannot be rolled back."""

    code = "P3011"


class SquashConflict(HistoryConflict):
    """The history does not allow a squash, or a database has only some of the squashed migrations."""

    code = "SQUASH_CONFLICT"


class NotFailed(HistoryConflict):
    """The migration is not in a failed state, so it cannot be marked as rolled back."""

    code = "P3012"


class MigrationFileMissing(MigrateError):
    """A migration directory has no ``migration.sql``; restore the file or delete the directory."""

    code = "P3015"


class MigrationNotFound(MigrateError):
    """No migration directory has the given name; see ``migrate status`` for the names."""

    code = "P3017"


class MigrationFailed(MigrateError):
    """A migration failed to apply; ``migration`` is its name, ``database_error`` what the database said."""

    code = "P3018"

    def __init__(self, migration: str, database_error: str, *, undone: bool) -> None:
        outcome = (
            "Nothing of it was kept."
            if undone
            else "It did not run in one transaction, so part of it may have been applied."
        )
        super().__init__(
            f"A migration failed to apply. New migrations cannot be applied before the error is recovered from.\n\n"
            f"Migration name: {migration}\n\nDatabase error:\n{database_error}\n\n{outcome} Mend its migration.sql, "
            f"run `prismstack migrate resolve --rolled-back {migration}`, then deploy again."
        )
        self.migration = migration
        self.database_error = database_error
        self.undone = undone


class LockFileMismatch(MigrateError):
    """``migration_lock.toml`` names another provider than the database URL."""

    code = "P3019"


class MigrationLocked(MigrateError):
    """Another process has been migrating the same database for longer than the wait allows."""

    code = "P1002"


class LintFailed(MigrateError):
    """The linter itself did not work; install squawk-cli again, or remove it."""

    code = "LINT_FAILED"


class ResetRequired(MigrateError):
    """The database has to be reset (all data lost) before ``migrate dev`` can go on, and nobody agreed."""

    code = "RESET_REQUIRED"


class DestructiveChange(MigrateError):
    """The change would lose data and nobody agreed; ``warnings`` says what would be lost."""

    code = "DATA_LOSS"

    def __init__(self, message: str, warnings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.warnings = tuple(warnings)


class UnexecutableChange(MigrateError):
    """The change cannot be made with the rows that are there; ``steps`` says why."""

    code = "UNEXECUTABLE_CHANGE"

    def __init__(self, message: str, steps: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.steps = tuple(steps)


class NoWayBack(MigrateError):
    """A migration cannot be rolled back: it has no ``down.sql``, or one that cannot run in a transaction."""

    code = "NO_WAY_BACK"


class RollbackFailed(MigrateError):
    """The database refused a ``down.sql``. ``migration`` is the migration's name.

    ``undone`` tells whether nothing was changed; MySQL keeps the statements before the one that failed.
    """

    code = "ROLLBACK_FAILED"

    def __init__(self, migration: str, database_error: str, *, undone: bool = True) -> None:
        outcome = "nothing was changed" if undone else "part of its down.sql has been run"
        remedy = (
            "Mend its down.sql, then run `prismstack migrate down` again."
            if undone
            else f"Run the rest by hand, then `prismstack migrate resolve --rolled-back {migration}`."
        )
        super().__init__(
            f"The migration {migration} cannot be rolled back; {outcome}.\n\n"
            f"Database error:\n{database_error}\n\n{remedy}"
        )
        self.migration = migration
        self.undone = undone


class SeedFailed(MigrateError):
    """The seed command ended with an error; its own output says more."""

    code = "SEED_FAILED"
