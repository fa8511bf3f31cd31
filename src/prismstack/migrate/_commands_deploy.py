"""``migrate deploy``: apply what is pending, once, however many processes ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prismstack.migrate._database import Database
from prismstack.migrate._directories import MigrationDirectory
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseNotEmpty, MigrationFailed, SchemaEngineError
from prismstack.migrate._project import Project, load_project
from prismstack.migrate._requests import NO_FILTERS, listing
from prismstack.migrate._squashed import adopt_squashed
from prismstack.schema import Schema

__all__ = ["DeployResult", "apply_listed", "apply_pending", "deploy", "refuse_unknown_database"]


@dataclass(frozen=True, slots=True)
class DeployResult:
    """What a deploy did.

    ``applied`` names what this call applied, in order; ``edited`` what was edited after an
    earlier deploy applied it; ``adopted`` what was recorded in the place of the migrations
    it squashes; ``found`` counts the migrations on disk.
    """

    applied: tuple[str, ...]
    edited: tuple[str, ...]
    adopted: tuple[str, ...]
    found: int
    created_database: bool
    directory: Path
    database: str


def deploy(schema: Schema | Path | str | None = None, url: str | None = None) -> DeployResult:
    """Apply the pending migrations; creates the database if it does not exist.

    ``schema`` defaults to the one of the working directory, ``url`` to the schema's own.
    Safe to call from several processes at once (one applies, the others wait and find
    nothing to do) and from inside a running event loop. A migration is applied whole or
    not at all, even when the process is killed.

    Raises SchemaInvalid, DatabaseNotEmpty (P3005), FailedMigrationsFound (P3009), MigrationFailed (P3018),
    MigrationLocked (P1002), LockFileMismatch (P3019), SquashConflict, ConfigurationError, DriverError.
    """
    project = load_project(schema, url)
    project.check()
    with project.database.lock():
        created = project.database.create()
        adopted = adopt_squashed(project)
        applied, edited = _deploy_locked(project)
    return DeployResult(
        applied=applied,
        edited=edited,
        adopted=adopted,
        found=len(project.directory.migrations()),
        created_database=created,
        directory=project.directory.path,
        database=project.database.label,
    )


def _deploy_locked(project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of what was applied, and of what was edited."""
    refuse_unknown_database(project.database)
    if not project.directory.migrations():
        return (), ()
    with SchemaEngine(project.database, project.schema) as engine:
        return apply_pending(engine, project.directory), engine.diagnose(project.directory).edited


def refuse_unknown_database(database: Database) -> None:
    """Raise DatabaseNotEmpty when there are tables but no history of how they came to be."""
    if database.history() is None and not database.is_empty():
        raise DatabaseNotEmpty(
            f"The database schema is not empty, and no migration is recorded in it ({database.label}). "
            "To baseline it, record what it already has with "
            "`prismstack migrate resolve --applied <migration>` for each such migration."
        )


def apply_pending(engine: SchemaEngine, directory: MigrationDirectory) -> tuple[str, ...]:
    """Apply what is pending; a script that fails raises MigrationFailed instead of the engine's bare text."""
    return apply_listed(engine, {"migrationsList": listing(directory), "filters": NO_FILTERS})


def apply_listed(engine: SchemaEngine, request: dict[str, Any]) -> tuple[str, ...]:
    """As :func:`apply_pending`, for the engine's request ``applyMigrations``."""
    try:
        return tuple(engine.call("applyMigrations", request)["appliedMigrationNames"])
    except SchemaEngineError as error:
        failure = engine.script_failure
        if failure is None:
            raise
        diagnosis = engine.call("diagnoseMigrationHistory", {**request, "optInToShadowDatabase": False})
        name = str(diagnosis["failedMigrationNames"][-1])
        raise MigrationFailed(name, failure.message, undone=failure.undone) from error
