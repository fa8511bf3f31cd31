"""``migrate reset``: empty the database and apply all migrations again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prismstack.migrate._commands_deploy import apply_pending
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._project import load_project
from prismstack.schema import Schema

__all__ = ["ResetResult", "reset"]


@dataclass(frozen=True, slots=True)
class ResetResult:
    """``applied`` names the migrations that were applied to the emptied database."""

    applied: tuple[str, ...]
    created_database: bool
    database: str


def reset(schema: Schema | Path | str | None = None, url: str | None = None) -> ResetResult:
    """Remove everything in the database, then apply all migrations. Asks nobody: all data is lost.

    Raises MigrationFailed, MigrationLocked, LockFileMismatch, ConfigurationError, DriverError.
    """
    project = load_project(schema, url)
    with project.database.lock():
        created = project.database.create()
        project.database.clear()
        with SchemaEngine(project.database, project.schema) as engine:
            applied = apply_pending(engine, project.directory)
    return ResetResult(applied, created, project.database.label)
