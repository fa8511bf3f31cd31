"""``migrate squash``: one migration in the place of many."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prismstack.errors import ConfigurationError
from prismstack.migrate._by_hand import by_hand
from prismstack.migrate._consent import Dialog, Preset
from prismstack.migrate._directories import Migration, MigrationDirectory, slug
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseMissing, DestructiveChange, MigrationNotFound, SquashConflict
from prismstack.migrate._project import Project, load_project
from prismstack.migrate._requests import migrations_side
from prismstack.migrate._squashed import REPLACES_FILE, Replaced, adopt_squashed, replaced_by
from prismstack.schema import Schema

__all__ = ["SquashPlan", "plan_squash", "squash"]


@dataclass(frozen=True, slots=True)
class SquashPlan:
    """What a squash does, or would do.

    ``script`` leads from an empty database to what ``replaced`` build. ``by_hand`` are the
    statements in them that the script does not have, because no schema says them (data,
    views, triggers, checks). ``backup`` is where the replaced directories are kept.
    """

    name: str
    replaced: tuple[Migration, ...]
    script: str
    down: str
    by_hand: tuple[str, ...]
    directory: MigrationDirectory
    backup: Path
    database: str


def plan_squash(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    to: str | None = None,
    name: str = "squashed",
) -> SquashPlan:
    """What :func:`squash` would do; changes nothing, and raises what it would raise."""
    project = _existing(schema, url)
    return _plan(project, to, name)


def squash(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    to: str | None = None,
    name: str = "squashed",
    discard: bool = False,
    dialog: Dialog | None = None,
) -> SquashPlan:
    """Put one migration in the place of all, or of those up to ``to``, on disk and in the history.

    Other databases follow at their next deploy. The replaced directories are kept beside
    the migrations unless ``discard`` is set. ``dialog`` is asked about statements written
    by hand, which the new migration does not have (default: a :class:`Preset` that refuses).

    Raises SquashConflict (drift, or migrations that failed, were edited, or are not
    applied), DestructiveChange, MigrationNotFound (P3017), MigrationLocked (P1002),
    DatabaseMissing, ConfigurationError, DriverError.
    """
    project = _existing(schema, url)
    with project.database.lock():
        plan = _plan(project, to, name)
        if plan.by_hand and not (dialog or Preset()).may_lose_data(_losses(plan)):
            raise DestructiveChange(
                "The squashed migration would not have these statements, because no schema says them:\n"
                + "\n".join(f"  - {each}" for each in plan.by_hand)
                + "\nPass --force to go on, then add to the new migration.sql what databases to come need.",
                plan.by_hand,
            )
        _replace_directories(plan)
        adopt_squashed(project)
    if discard:
        shutil.rmtree(plan.backup, ignore_errors=True)
    return plan


def _losses(plan: SquashPlan) -> list[str]:
    return [f"not in the squashed migration: {each}" for each in plan.by_hand]


def _existing(schema: Schema | Path | str | None, url: str | None) -> Project:
    project = load_project(schema, url)
    if not project.database.exists():
        raise DatabaseMissing(f"the database does not exist: {project.database.label}")
    return project


def _plan(project: Project, to: str | None, name: str) -> SquashPlan:
    directory = project.directory
    chosen = _chosen(directory.migrations(), to)
    new = _new_name(project, chosen, name)
    with SchemaEngine(project.database, project.schema) as engine:
        _refuse_unclean(engine, directory)
        built = migrations_side(replace(directory, only=frozenset(each.name for each in chosen)))
        script, _ = engine.diff({"tag": "empty"}, built, script=True)
        down, _ = engine.diff(built, {"tag": "empty"}, script=True)
    return SquashPlan(
        name=new,
        replaced=tuple(chosen),
        script=script,
        down=down,
        by_hand=by_hand(chosen, directory.provider),
        directory=directory,
        backup=directory.path.with_name(f"{directory.path.name}-squashed") / new,
        database=project.database.label,
    )


def _chosen(migrations: Sequence[Migration], to: str | None) -> list[Migration]:
    names = [each.name for each in migrations]
    if to is not None and to not in names:
        raise MigrationNotFound(f"no migration {to!r}; see `prismstack migrate status`")
    chosen = list(migrations if to is None else migrations[: names.index(to) + 1])
    if len(chosen) < 2:
        raise SquashConflict("there are fewer than two migrations to squash")
    return chosen


def _new_name(project: Project, chosen: Sequence[Migration], name: str) -> str:
    """The timestamp of the last replaced migration: what comes after it stays after it."""
    timestamp = chosen[-1].name.partition("_")[0]
    wanted = f"{timestamp}_{slug(name) or 'squashed'}"
    taken = {each.name for each in project.directory.migrations()}
    taken |= {row.name for row in project.database.history() or []}
    following = [each for each in sorted(taken) if each > chosen[-1].name]
    number, new = 1, wanted
    while new in taken:
        number += 1
        new = f"{wanted}_{number}"
    if following and new > following[0]:
        raise ConfigurationError(f"{new} would come after {following[0]}; choose another name with --name")
    return new


def _refuse_unclean(engine: SchemaEngine, directory: MigrationDirectory) -> None:
    history = engine.diagnose(directory)
    for names, what in (
        (history.failed, "failed"),
        (history.unapplied, "is not applied"),
        (history.edited, "was edited after it was applied"),
    ):
        if names:
            raise SquashConflict(f"the migration {names[0]} {what}; see `prismstack migrate status`")
    reason = engine.reset_reason(directory)
    if reason is not None:
        raise SquashConflict(f"the database is not what its migrations build:\n{reason}")


def _replace_directories(plan: SquashPlan) -> None:
    """Move the replaced directories to the backup, then write the new one; undone when that fails."""
    moved: list[tuple[Path, Path]] = []
    try:
        plan.backup.mkdir(parents=True)
        for each in plan.replaced:
            target = plan.backup / each.name
            each.path.rename(target)
            moved.append((each.path, target))
        plan.directory.write(plan.name, plan.script, plan.down, {REPLACES_FILE: _replaced(plan, moved).as_toml()})
    except (OSError, ConfigurationError) as error:
        for original, target in moved:
            target.rename(original)
        if isinstance(error, ConfigurationError):
            raise
        raise ConfigurationError(f"cannot move the migrations to {plan.backup}: {error.strerror}") from error


def _replaced(plan: SquashPlan, moved: Sequence[tuple[Path, Path]]) -> Replaced:
    earlier: dict[str, tuple[str, ...]] = {}
    for each, (_, target) in zip(plan.replaced, moved, strict=True):
        before = replaced_by(replace(each, path=target))
        if before is not None:
            earlier |= {**before.earlier, each.name: before.names}
    return Replaced(tuple(each.name for each in plan.replaced), earlier)
