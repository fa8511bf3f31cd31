"""``migrate down``: undo the last applied migrations by their ``down.sql``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prismstack.errors import ConfigurationError
from prismstack.migrate._commands_deploy import apply_pending
from prismstack.migrate._consent import Dialog, Preset
from prismstack.migrate._database import WayBack
from prismstack.migrate._diff_sides import bare_schema
from prismstack.migrate._directories import DOWN_FILE, MigrationDirectory
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import (
    DatabaseEmpty,
    DatabaseMissing,
    DestructiveChange,
    FailedMigrationsFound,
    MigrationNotFound,
    NoWayBack,
)
from prismstack.migrate._project import Project, load_project
from prismstack.schema import Schema

__all__ = ["DownResult", "down"]


@dataclass(frozen=True, slots=True)
class DownResult:
    """``rolled_back`` names the migrations that were undone, the last applied first."""

    rolled_back: tuple[str, ...]
    warnings: tuple[str, ...]
    database: str


def down(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    steps: int | None = None,
    to: str | None = None,
    dialog: Dialog | None = None,
) -> DownResult:
    """Undo the last migration, the last ``steps``, or all that were applied after ``to``; all or nothing.

    ``dialog`` is asked when the former schema has no place for data that is there (default: a
    :class:`Preset` that refuses).

    Raises NoWayBack, RollbackFailed, DestructiveChange, MigrationNotFound (P3017),
    FailedMigrationsFound (P3009), MigrationLocked (P1002), DatabaseMissing, ConfigurationError, DriverError.
    """
    project = load_project(schema, url)
    if not project.database.exists():
        raise DatabaseMissing(f"the database does not exist: {project.database.label}")
    with project.database.lock():
        applied = _applied(project)
        kept = _kept(applied, steps, to)
        way = [_way_back(project.directory, name) for name in reversed(applied[len(kept) :])]
        warnings = _agreed_losses(project, applied, kept, dialog or Preset()) if way else ()
        project.database.roll_back(way)
    return DownResult(tuple(each.name for each in way), warnings, project.database.label)


def _applied(project: Project) -> list[str]:
    """The names of the migrations that are in force, in the order of application."""
    rows = [row for row in project.database.history() or [] if not row.rolled_back]
    failed = [row.name for row in rows if not row.finished]
    if failed:
        raise FailedMigrationsFound(
            f"the migration {failed[0]} failed; run `prismstack migrate resolve --rolled-back {failed[0]}` first"
        )
    return [row.name for row in rows]


def _kept(applied: list[str], steps: int | None, to: str | None) -> list[str]:
    if to is not None and steps is not None:
        raise ConfigurationError("pass either --to <migration> or --steps <number>")
    if to is not None:
        if to not in applied:
            raise MigrationNotFound(f"the migration {to!r} is not applied; see `prismstack migrate status`")
        return applied[: applied.index(to) + 1]
    count = 1 if steps is None else steps
    if not 0 < count <= len(applied):
        raise ConfigurationError(f"cannot undo {count} of {len(applied)} applied migrations")
    return applied[:-count]


def _way_back(directory: MigrationDirectory, name: str) -> WayBack:
    found = replace(directory, only=frozenset({name})).migrations()
    script = found[0].down() if found else None
    if script is None:
        raise NoWayBack(
            f"the migration {name} has no {DOWN_FILE}; write it beside migration.sql "
            "(`prismstack migrate diff --script` helps), or go forward with a new migration"
        )
    return WayBack(name, script)


def _agreed_losses(project: Project, applied: Sequence[str], kept: Sequence[str], dialog: Dialog) -> tuple[str, ...]:
    """What the way back would lose; refused unless the dialog agrees."""
    before, now = (replace(project.directory, only=frozenset(names)) for names in (kept, applied))
    with SchemaEngine(project.database, _schema_of(project, before)) as engine:
        # Called for its side effect: it fills this engine's cache.
        engine.reset_reason(now)
        warnings = engine.evaluate_data_loss(now).warnings
    if warnings and not dialog.may_lose_data(warnings):
        raise DestructiveChange(
            "The way back would lose data:\n"
            + "\n".join(f"  - {warning}" for warning in warnings)
            + "\nPass --accept-data-loss to go on all the same.",
            warnings,
        )
    return warnings


def _schema_of(project: Project, directory: MigrationDirectory) -> Schema:
    """The schema that the migrations of a directory build."""
    empty = bare_schema(project.database.provider)
    with project.database.scratch() as scratch, SchemaEngine(scratch, empty) as engine:
        apply_pending(engine, directory)
        try:
            return engine.introspect().schema
        except DatabaseEmpty:
            return empty
