"""Migrations that take the place of others, and databases that have those others.

Beside its ``migration.sql`` such a migration has a ``replaces.toml`` that names them. A
database in which they are applied counts as having the new one: ``deploy`` records that
instead of running it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from prismstack.errors import ConfigurationError
from prismstack.migrate._database import HistoryRow
from prismstack.migrate._directories import Migration
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import SquashConflict
from prismstack.migrate._project import Project

__all__ = ["REPLACES_FILE", "Replaced", "adopt_squashed", "replaced_by"]

REPLACES_FILE: Final = "replaces.toml"
_TEXT: Final = """\
# Written by `prismstack migrate squash`: a database that has these migrations counts as having this one.
replaces = {names}
"""
_RETIRE: Final = """\
UPDATE _prisma_migrations SET rolled_back_at = CURRENT_TIMESTAMP, logs = '{note}'
WHERE rolled_back_at IS NULL AND migration_name IN ({names})"""


@dataclass(frozen=True, slots=True)
class Replaced:
    """``names`` are the replaced migrations; ``earlier`` says which those among them had replaced themselves."""

    names: tuple[str, ...]
    earlier: Mapping[str, tuple[str, ...]]

    def all_names(self) -> frozenset[str]:
        """The names, and those of before."""
        return frozenset({*self.names, *(name for names in self.earlier.values() for name in names)})

    def are_in(self, applied: frozenset[str]) -> bool:
        """Whether all are applied, each itself or by what it had replaced."""
        return all(self._is_in(name, applied) for name in self.names)

    def as_toml(self) -> str:
        """The text of :data:`REPLACES_FILE`."""
        text = _TEXT.format(names=json.dumps(list(self.names)))
        lines = [f"{json.dumps(name)} = {json.dumps(list(names))}" for name, names in self.earlier.items()]
        return text + ("\n".join(["\n[earlier]", *lines]) + "\n" if lines else "")

    def _is_in(self, name: str, applied: frozenset[str]) -> bool:
        before = self.earlier.get(name, ())
        return name in applied or (bool(before) and all(self._is_in(each, applied) for each in before))


def replaced_by(migration: Migration) -> Replaced | None:
    """What a migration replaces; None for an ordinary one. Raises ConfigurationError for a damaged file."""
    path = migration.path / REPLACES_FILE
    if not path.is_file():
        return None
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        earlier: dict[str, Any] = document.get("earlier", {})
        return Replaced(
            tuple(str(each) for each in document["replaces"]),
            {str(name): tuple(str(each) for each in names) for name, names in earlier.items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, error) from error


def adopt_squashed(project: Project) -> tuple[str, ...]:
    """Record squashed migrations as applied in a database that has what they replace; returns their names.

    To be called under the migration lock. Raises SquashConflict when the database has only
    some of the replaced migrations, or they are still on disk.
    """
    on_disk = project.directory.migrations()
    squashed = [(each, replaced) for each in on_disk if (replaced := replaced_by(each)) is not None]
    rows = (project.database.history() or []) if squashed else []
    applied = frozenset(row.name for row in rows if not row.rolled_back)
    adopted: list[str] = []
    for migration, replaced in squashed:
        _refuse_leftovers(migration, replaced, on_disk)
        present = applied & replaced.all_names()
        if present:
            _refuse_half(project, migration, replaced, rows)
            _adopt(project, migration, sorted(present), is_recorded=migration.name in applied)
            adopted.append(migration.name)
    return tuple(adopted)


def _refuse_leftovers(migration: Migration, replaced: Replaced, on_disk: Sequence[Migration]) -> None:
    """They would be applied a second time."""
    left = sorted(replaced.all_names() & {each.name for each in on_disk})
    if left:
        raise SquashConflict(
            f"{left[0]} is on disk, although {migration.name} has taken its place; delete its directory"
        )


def _refuse_half(project: Project, migration: Migration, replaced: Replaced, rows: Sequence[HistoryRow]) -> None:
    finished = frozenset(row.name for row in rows if row.finished and not row.rolled_back)
    if migration.name not in finished and not replaced.are_in(finished):
        raise SquashConflict(
            f"the database has only some of the migrations that {migration.name} takes the place of "
            f"({project.database.label}); deploy the release before the squash to it first"
        )


def _adopt(project: Project, migration: Migration, present: Sequence[str], *, is_recorded: bool) -> None:
    """Record the new one, then retire the others: whoever is interrupted in between goes on from there."""
    with SchemaEngine(project.database, project.schema) as engine:
        if not is_recorded:
            engine.mark_applied(project.directory, migration.name)
        names = ", ".join(_literal(name) for name in present)
        engine.execute(_RETIRE.format(note=f"squashed into {migration.name}".replace("'", "''"), names=names))


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _damaged(path: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(f"{path} cannot be read ({error}); restore it from version control")
