"""``migrate resolve``: tell the history what happened outside of it."""

from __future__ import annotations

from pathlib import Path

from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseMissing, MigrationNotFound
from prismstack.migrate._project import Project, load_project
from prismstack.schema import Schema

__all__ = ["mark_applied", "mark_rolled_back"]


def mark_applied(name: str, schema: Schema | Path | str | None = None, url: str | None = None) -> None:
    """Record a migration as applied without running it (to baseline, or after mending by hand).

    Raises MigrationNotFound (P3017), AlreadyApplied (P3008), DatabaseMissing.
    """
    project = _existing(schema, url)
    if name not in {each.name for each in project.directory.migrations()}:
        raise MigrationNotFound(f"no migration {name!r} in {project.directory.path}; see `prismstack migrate status`")
    with project.database.lock():
        project.database.create_history()
        with SchemaEngine(project.database, project.schema) as engine:
            engine.mark_applied(project.directory, name)


def mark_rolled_back(name: str, schema: Schema | Path | str | None = None, url: str | None = None) -> None:
    """Record a failed migration as rolled back, so that the next deploy runs it again.

    Raises NeverApplied (P3011), NotFailed (P3012), DatabaseMissing.
    """
    project = _existing(schema, url)
    with project.database.lock(), SchemaEngine(project.database, project.schema) as engine:
        engine.mark_rolled_back(name)


def _existing(schema: Schema | Path | str | None, url: str | None) -> Project:
    project = load_project(schema, url)
    if not project.database.exists():
        raise DatabaseMissing(f"the database does not exist: {project.database.label}")
    return project
