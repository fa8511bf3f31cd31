"""``db push``: make the database like the schema, without a migration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prismstack.migrate._consent import Dialog, Preset
from prismstack.migrate._engine import PushOutcome, SchemaEngine
from prismstack.migrate._errors import DestructiveChange, UnexecutableChange
from prismstack.migrate._project import Project, load_project
from prismstack.schema import Schema

__all__ = ["PushResult", "db_push"]


@dataclass(frozen=True, slots=True)
class PushResult:
    """``steps`` is 0 when the database was like the schema already."""

    steps: int
    warnings: tuple[str, ...]
    was_reset: bool
    created_database: bool
    database: str


def db_push(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    accept_data_loss: bool = False,
    force_reset: bool = False,
    dialog: Dialog | None = None,
) -> PushResult:
    """Make the database like the schema, all or nothing; creates it if it does not exist.

    ``force_reset`` empties it first. ``dialog`` is asked about data loss that
    ``accept_data_loss`` does not cover (default: a :class:`Preset` that refuses).

    Raises SchemaInvalid, DestructiveChange, UnexecutableChange, ConfigurationError, DriverError.
    """
    project = load_project(schema, url)
    project.check()
    with project.database.lock():
        created = project.database.create()
        if force_reset:
            project.database.clear()
        outcome, was_reset = _push(project, accept_data_loss, dialog or Preset(data_loss=accept_data_loss))
    return PushResult(
        steps=outcome.executed_steps,
        warnings=outcome.warnings,
        was_reset=was_reset or force_reset,
        created_database=created,
        database=project.database.label,
    )


def _push(project: Project, accept_data_loss: bool, dialog: Dialog) -> tuple[PushOutcome, bool]:
    outcome = _push_once(project, force=accept_data_loss)
    if outcome.unexecutable:
        _agree_to_reset(outcome, dialog)
        project.database.clear()
        return _push_once(project, force=True), True
    if outcome.warnings and not accept_data_loss:
        _agree_to_data_loss(outcome, dialog)
        return _push_once(project, force=True), False
    return outcome, False


def _push_once(project: Project, *, force: bool) -> PushOutcome:
    with SchemaEngine(project.database, project.schema) as engine:
        return engine.push_schema(force=force)


def _agree_to_reset(outcome: PushOutcome, dialog: Dialog) -> None:
    steps = "\n".join(f"  - {step}" for step in outcome.unexecutable)
    reason = f"These changes cannot be made with the rows that are in the database:\n{steps}"
    if not dialog.may_reset(reason):
        raise UnexecutableChange(
            f"{reason}\nPass --force-reset to empty the database first (all data will be lost).", outcome.unexecutable
        )


def _agree_to_data_loss(outcome: PushOutcome, dialog: Dialog) -> None:
    if not dialog.may_lose_data(outcome.warnings):
        warnings = "\n".join(f"  - {warning}" for warning in outcome.warnings)
        raise DestructiveChange(
            f"The change would lose data:\n{warnings}\nPass --accept-data-loss to go on all the same.",
            outcome.warnings,
        )
