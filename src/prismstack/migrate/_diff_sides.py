"""What ``migrate diff`` compares: nothing, a schema, a folder of migrations, or a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prismstack.errors import ConfigurationError
from prismstack.migrate._directories import LOCK_FILE, MigrationDirectory, provider_in_lock
from prismstack.migrate._requests import files_of, migrations_side
from prismstack.schema import PROVIDERS, Schema, SchemaFile, load_schema, provider_of

__all__ = [
    "DatabaseSide",
    "EmptySide",
    "MigrationsSide",
    "SchemaSide",
    "Side",
    "bare_schema",
    "common_provider",
    "engine_side",
]


@dataclass(frozen=True, slots=True)
class EmptySide:
    """An empty database."""


@dataclass(frozen=True, slots=True)
class SchemaSide:
    """What a schema (a file, a folder, or one that is loaded) describes, for ``provider`` (default: its own)."""

    schema: Path | Schema
    provider: str | None = None

    def load(self) -> Schema:
        """The schema itself."""
        return self.schema if isinstance(self.schema, Schema) else load_schema(self.schema)


@dataclass(frozen=True, slots=True)
class MigrationsSide:
    """What the migrations in a folder build on an empty database, where ``before`` is run first."""

    path: Path
    before: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseSide:
    """What is in a database; ``shadow_url`` names one that may be emptied to replay migrations on."""

    url: str
    shadow_url: str | None = None


Side = EmptySide | SchemaSide | MigrationsSide | DatabaseSide


def common_provider(sides: Iterable[Side]) -> str:
    """The provider to compare for: a database's, else that of migrations, else the schema's.

    Raises ConfigurationError when two databases, or two histories, are of different providers.
    """
    found = list(sides)
    databases = [provider_of(each.url) for each in found if isinstance(each, DatabaseSide)]
    histories = [_locked(each.path) for each in found if isinstance(each, MigrationsSide)]
    schemas = [each.provider or _declared(each.load()) for each in found if isinstance(each, SchemaSide)]
    for group in (databases, [each for each in histories if each is not None], schemas):
        if len(set(group)) > 1:
            raise ConfigurationError(f"cannot compare {group[0]} with {group[1]}")
        if group:
            return group[0]
    return "sqlite"


def engine_side(side: Side, provider: str) -> dict[str, Any]:
    """The side as the engine takes it; a database is the one that the engine is connected to."""
    match side:
        case EmptySide():
            return {"tag": "empty"}
        case SchemaSide():
            return {"tag": "schemaDatamodel", **files_of(side.load().for_provider(provider))}
        case MigrationsSide(path, before):
            return {**migrations_side(_history(path, provider)), "shadowDbInitScript": before}
        case DatabaseSide():
            return {"tag": "schemaDatasource", "configDir": "", **files_of(bare_schema(provider))}


def _history(path: Path, provider: str) -> MigrationDirectory:
    if not path.is_dir():
        raise ConfigurationError(f"there is no folder of migrations at {path}")
    several = not (path / LOCK_FILE).is_file() and (path / provider).is_dir()
    directory = MigrationDirectory(path / provider if several else path, provider)
    directory.check_provider()
    return directory


def _locked(path: Path) -> str | None:
    lock = path / LOCK_FILE
    return provider_in_lock(lock.read_text(encoding="utf-8"), lock) if lock.is_file() else None


def _declared(schema: Schema) -> str:
    declared = schema.datasource.provider
    # Prisma accepts both names for the same provider.
    return PROVIDERS.get(declared, declared)


def bare_schema(provider: str) -> Schema:
    """A schema of nothing but its datasource."""
    text = f'datasource db {{\n  provider = "{provider}"\n}}\n'
    return Schema(Path("schema.prisma"), (SchemaFile(Path("schema.prisma"), text),))
