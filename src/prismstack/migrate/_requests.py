"""Parts of the schema engine's requests."""

from __future__ import annotations

from typing import Any, Final

from prismstack.migrate._directories import LOCK_FILE, SCRIPT_FILE, Migration, MigrationDirectory
from prismstack.schema import Schema

__all__ = ["NO_FILTERS", "files_of", "listing", "migrations_side"]

#: Every table and enum is ours to migrate.
NO_FILTERS: Final[dict[str, Any]] = {"externalTables": [], "externalEnums": []}


def files_of(schema: Schema) -> dict[str, Any]:
    """The files of a schema."""
    return {"files": [{"path": path, "content": text} for path, text in schema.engine_files()]}


def migrations_side(directory: MigrationDirectory, *more: Migration) -> dict[str, Any]:
    """The migrations, and more after them, as a side of a comparison, for which the engine insists on a lock file."""
    lock = directory.lock_text() or f'provider = "{directory.provider}"\n'
    listed = listing(directory)
    listed["migrationDirectories"] += [_entry(each) for each in more]
    return {"tag": "migrations", **listed, "lockfile": {"path": LOCK_FILE, "content": lock}}


def listing(directory: MigrationDirectory) -> dict[str, Any]:
    """The migrations of a directory."""
    return {
        "baseDir": str(directory.path),
        "lockfile": {"path": LOCK_FILE, "content": directory.lock_text()},
        "migrationDirectories": [_entry(each) for each in directory.migrations()],
        "shadowDbInitScript": "",
    }


def _entry(migration: Migration) -> dict[str, Any]:
    unreadable = {"tag": "error", "value": f"cannot read {SCRIPT_FILE}"}
    content = {"tag": "ok", "value": migration.script} if migration.script is not None else unreadable
    return {"path": migration.name, "migrationFile": {"path": str(migration.path / SCRIPT_FILE), "content": content}}
