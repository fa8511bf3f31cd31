"""``migrate diff``: the way from one schema, history or database to another."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from prismstack.migrate._database import Database, open_database, open_shadow
from prismstack.migrate._diff_sides import (
    DatabaseSide,
    EmptySide,
    MigrationsSide,
    Side,
    bare_schema,
    common_provider,
    engine_side,
)
from prismstack.migrate._directories import MigrationDirectory
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseMissing
from prismstack.migrate._project import load_project
from prismstack.migrate._project import shadow_url as shadow_url_of
from prismstack.migrate._requests import NO_FILTERS
from prismstack.schema import Schema, database_url, find_schema, load_schema

__all__ = ["Comparison", "DiffResult", "datasource_side", "diff"]


@dataclass(frozen=True, slots=True)
class DiffResult:
    """``text`` is the script, or a summary for people; ``different`` is False when there is nothing to do."""

    text: str
    different: bool


def diff(
    source: Side,
    target: Side,
    *,
    script: bool = False,
    schema: Schema | Path | str | None = None,
    shadow_url: str | None = None,
) -> DiffResult:
    """The changes that lead from ``source`` to ``target``; neither is changed.

    Migrations are replayed on a shadow database: that of ``shadow_url``, which is emptied.
    Without it, one is created on a server beside the database that is compared, else beside
    the one of ``schema`` (default: found as usual).

    Raises ConfigurationError, SchemaInvalid, DatabaseMissing, ShadowReplayFailed, DriverError.
    """
    if shadow_url is None:
        return Comparison(script, lambda: load_project(schema).database).run(source, target)
    comparison = Comparison(script, lambda: open_shadow(shadow_url))
    return comparison.run(_with_shadow(source, shadow_url), _with_shadow(target, shadow_url))


def datasource_side(schema: Schema | Path | str | None = None) -> DatabaseSide:
    """The database of a schema's own datasource."""
    loaded = schema if isinstance(schema, Schema) else load_schema(find_schema(schema))
    return DatabaseSide(database_url(loaded), shadow_url_of(loaded))


def _with_shadow(side: Side, url: str) -> Side:
    return replace(side, shadow_url=url) if isinstance(side, DatabaseSide) else side


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two sides are compared; ``beside`` gives the database on whose server migrations are replayed."""

    script: bool
    beside: Callable[[], Database]
    filters: dict[str, Any] = field(default_factory=lambda: NO_FILTERS)

    def run(self, source: Side, target: Side) -> DiffResult:
        """Raises what :func:`diff` raises."""
        if isinstance(source, DatabaseSide) and isinstance(target, DatabaseSide):
            return self._between_databases(source, target)
        provider = common_provider((source, target))
        with self._database(source, target, provider) as database:
            sides = engine_side(source, provider), engine_side(target, provider)
            with SchemaEngine(database, bare_schema(database.provider)) as engine:
                text, different = engine.diff(*sides, script=self.script, filters=self.filters)
        return DiffResult(text, different)

    def _between_databases(self, source: DatabaseSide, target: DatabaseSide) -> DiffResult:
        """The engine is connected to one database only: the other becomes a migration that builds the same."""
        provider = common_provider((source, target))
        building = replace(self, script=True).run(EmptySide(), source)
        with TemporaryDirectory() as folder:
            path = Path(folder)
            MigrationDirectory(path, provider).write("0_all", building.text)
            return self.run(MigrationsSide(path), target)

    @contextmanager
    def _database(self, source: Side, target: Side, provider: str) -> Generator[Database]:
        """The database that the engine is connected to, which need not be one of the two sides."""
        sides = (source, target)
        compared = next((each for each in sides if isinstance(each, DatabaseSide)), None)
        if compared is not None:
            yield _existing(open_database(compared.url, compared.shadow_url))
        elif provider == "sqlite" or not any(isinstance(each, MigrationsSide) for each in sides):
            # Nothing is asked of it.
            with TemporaryDirectory() as folder:
                yield open_database("mysql://localhost/nothing" if provider == "mysql" else f"file:{folder}/nothing.db")
        else:
            yield _existing(self.beside())


def _existing(database: Database) -> Database:
    if not database.exists():
        raise DatabaseMissing(f"the database does not exist: {database.label}")
    return database
