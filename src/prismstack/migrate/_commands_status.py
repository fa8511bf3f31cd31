"""``migrate status``: how the migrations on disk compare with what the database records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from prismstack.migrate._database import HistoryRow
from prismstack.migrate._directories import Migration
from prismstack.migrate._engine import History, SchemaEngine
from prismstack.migrate._engine_errors import without_trace
from prismstack.migrate._errors import DatabaseMissing
from prismstack.migrate._project import Project, load_project
from prismstack.migrate._squashed import replaced_by
from prismstack.schema import Schema

__all__ = ["MigrationState", "State", "StatusResult", "status"]


class State(StrEnum):
    """What became of a migration."""

    APPLIED = "applied"
    PENDING = "pending"
    FAILED = "failed"
    EDITED = "edited"
    ROLLED_BACK = "rolled back"
    MISSING = "missing"
    #: Applied, but one on disk has taken its place, which the next deploy records.
    SQUASHED = "squashed"


@dataclass(frozen=True, slots=True)
class MigrationState:
    """One migration; ``logs`` is what the database said when it failed."""

    name: str
    state: State
    logs: str | None = None


@dataclass(frozen=True, slots=True)
class StatusResult:
    """All migrations on disk, then those that only the database knows (``missing``)."""

    migrations: tuple[MigrationState, ...]
    has_history: bool
    database: str
    directory: Path

    @property
    def up_to_date(self) -> bool:
        """Whether nothing is left to apply, mend or restore (an edited migration is applied all the same)."""
        settled = (State.APPLIED, State.EDITED)
        return self.has_history and all(each.state in settled for each in self.migrations)

    def named(self, *states: State) -> tuple[str, ...]:
        """The names of the migrations in one of these states."""
        return tuple(each.name for each in self.migrations if each.state in states)


def status(schema: Schema | Path | str | None = None, url: str | None = None) -> StatusResult:
    """Compare the migrations on disk with ``_prisma_migrations``; changes nothing.

    Raises DatabaseMissing (P1003), LockFileMismatch, ConfigurationError, DriverError.
    """
    project = load_project(schema, url)
    if not project.database.exists():
        raise DatabaseMissing(
            f"the database does not exist: {project.database.label}; `prismstack migrate deploy` creates it"
        )
    rows = project.database.history()
    with SchemaEngine(project.database, project.schema) as engine:
        history = engine.diagnose(project.directory)
    return StatusResult(
        migrations=tuple(_states(project, rows or [], history)),
        has_history=rows is not None,
        database=project.database.label,
        directory=project.directory.path,
    )


def _states(project: Project, rows: list[HistoryRow], history: History) -> Iterable[MigrationState]:
    latest = {row.name: row for row in rows}
    on_disk = project.directory.migrations()
    for migration in on_disk:
        yield _state(migration, latest.get(migration.name), history)
    names = {migration.name for migration in on_disk}
    squashed = {name for each in on_disk for name in _replaced_names(each)}
    for row in latest.values():
        if row.name not in names and not row.rolled_back:
            yield MigrationState(row.name, State.SQUASHED if row.name in squashed else State.MISSING)


def _replaced_names(migration: Migration) -> frozenset[str]:
    replaced = replaced_by(migration)
    return frozenset() if replaced is None else replaced.all_names()


def _state(migration: Migration, row: HistoryRow | None, history: History) -> MigrationState:
    if row is None:
        return MigrationState(migration.name, State.PENDING)
    if row.rolled_back:
        return MigrationState(migration.name, State.ROLLED_BACK, _logs(row))
    if not row.finished:
        return MigrationState(migration.name, State.FAILED, _logs(row))
    edited = migration.name in history.edited
    return MigrationState(migration.name, State.EDITED if edited else State.APPLIED)


def _logs(row: HistoryRow) -> str | None:
    return without_trace(row.logs) if row.logs else None
