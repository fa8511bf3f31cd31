"""What a command works on: a schema, its database, its migrations."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from prismstack.migrate._database import Database, open_database
from prismstack.migrate._directories import MigrationDirectory
from prismstack.migrate._layout import locate_migrations, project_folder
from prismstack.schema import Schema, check, database_url, find_schema, load_schema, project_settings

__all__ = ["Project", "load_project", "shadow_url"]


@dataclass(frozen=True, slots=True)
class Project:
    """A schema with the database that its URL names and the migrations for that provider."""

    schema: Schema
    url: str
    database: Database
    directory: MigrationDirectory

    def check(self) -> None:
        """Raise SchemaInvalid, with the engine's diagnostics, when the schema does not suit the database."""
        check(self.schema.for_provider(self.database.provider))

    @property
    def folder(self) -> Path:
        """Where ``pyproject.toml`` is; else the schema's folder."""
        return project_folder(self.schema)


def load_project(schema: Schema | Path | str | None = None, url: str | None = None) -> Project:
    """The project of a schema (default: found as :func:`prismstack.schema.find_schema` does).

    ``url`` overrides the schema's URL. Raises ConfigurationError when there is no schema,
    no URL, or one whose provider has no migrations here; LockFileMismatch when the
    migrations are another provider's.
    """
    loaded = schema if isinstance(schema, Schema) else load_schema(find_schema(schema))
    target = database_url(loaded, url)
    database = open_database(target, shadow_url(loaded))
    directory = locate_migrations(loaded, database.provider)
    directory.check_provider()
    return Project(loaded, target, database, directory)


def shadow_url(schema: Schema) -> str | None:
    """The setting ``shadow_database_url``, else the datasource's ``shadowDatabaseUrl``.

    None when neither says anything, or the variable it names is not set.
    """
    configured = project_settings(project_folder(schema)).shadow_database_url
    if configured is not None:
        return configured
    setting = schema.datasource.shadow_url
    if setting is None or setting.environment_variable is None:
        return setting.value if setting is not None else None
    return os.environ.get(setting.environment_variable) or None
