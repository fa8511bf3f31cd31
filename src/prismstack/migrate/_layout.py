"""Where a project's migrations are.

Prisma keeps one history beside the schema (``prisma/migrations/<timestamp>_<name>``). We
also keep one for each provider (``prisma/migrations/sqlite/…``), because one schema may
serve several. The place of ``migration_lock.toml`` tells which it is.
"""

from __future__ import annotations

from pathlib import Path

from prismstack.migrate._directories import LOCK_FILE, SCRIPT_FILE, MigrationDirectory
from prismstack.schema import PROVIDERS, Schema, project_settings, settings_file

__all__ = ["locate_migrations", "project_folder"]


def project_folder(schema: Schema) -> Path:
    """The nearest folder at or above the schema's with ``prismstack.toml`` or ``pyproject.toml``; else the schema's."""
    for folder in (schema.folder, *schema.folder.parents):
        if settings_file(folder) is not None:
            return folder
    return schema.folder


def locate_migrations(schema: Schema, provider: str) -> MigrationDirectory:
    """The migration directory of a schema for a provider; it need not exist yet.

    What the setting ``migrations`` says for the provider, or below what it says for all;
    without it ``migrations`` beside the schema (or ``prisma/migrations``, when that is what exists).
    """
    project = project_folder(schema)
    paths = project_settings(project).migrations
    if provider in paths:
        return MigrationDirectory(project / paths[provider], provider)
    configured = paths.get("")
    root = project / configured if configured else _root_beside(schema)
    plain = _is_plain(root) if root.is_dir() else not configured
    return MigrationDirectory(root if plain else root / provider, provider)


def _root_beside(schema: Schema) -> Path:
    beside = schema.folder / "migrations"
    below = schema.folder / "prisma" / "migrations"
    return below if below.is_dir() and not beside.is_dir() else beside


def _is_plain(root: Path) -> bool:
    """Whether an existing root holds Prisma's single history rather than one folder for each provider."""
    if (root / LOCK_FILE).is_file():
        return True
    if any((root / provider).is_dir() for provider in PROVIDERS.values()):
        return False
    return any(root.glob(f"*/{SCRIPT_FILE}"))
