"""Where a project's migrations are.

Prisma keeps one history beside the schema (``prisma/migrations/<timestamp>_<name>``). We
also keep one for each provider (``prisma/migrations/sqlite/…``), because one schema may
serve several. The place of ``migration_lock.toml`` tells which it is.
"""

from __future__ import annotations

from pathlib import Path

from prismstack.migrate._directories import LOCK_FILE, SCRIPT_FILE, MigrationDirectory
from prismstack.schema import PROVIDERS, Schema, project_settings

__all__ = ["locate_migrations", "project_folder"]


def project_folder(schema: Schema) -> Path:
    """The nearest folder at or above the schema's that has a ``pyproject.toml``; else the schema's own."""
    for folder in (schema.folder, *schema.folder.parents):
        if (folder / "pyproject.toml").is_file():
            return folder
    return schema.folder


def locate_migrations(schema: Schema, provider: str) -> MigrationDirectory:
    """The migration directory of a schema for a provider; it need not exist yet.

    Below ``[tool.prismstack] migrations`` or, without that setting, ``migrations`` beside
    the schema (or ``prisma/migrations``, when that is what exists).
    """
    project = project_folder(schema)
    configured = project_settings(project).get("migrations")
    root = project / str(configured) if configured else _root_beside(schema)
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
