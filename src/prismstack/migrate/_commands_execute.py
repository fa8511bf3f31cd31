"""``db execute``: run a script of SQL on the database."""

from __future__ import annotations

from pathlib import Path

from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseMissing
from prismstack.migrate._project import load_project
from prismstack.schema import Schema

__all__ = ["db_execute"]


def db_execute(script: str, schema: Schema | Path | str | None = None, url: str | None = None) -> None:
    """Run a script of one or more statements; what it answers is not shown.

    Raises DatabaseMissing, SchemaEngineError with the database's own text when a statement fails.
    """
    project = load_project(schema, url)
    if not project.database.exists():
        raise DatabaseMissing(f"the database does not exist: {project.database.label}")
    with SchemaEngine(project.database, project.schema) as engine:
        engine.execute(script)
