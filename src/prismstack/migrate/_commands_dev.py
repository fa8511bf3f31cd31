"""``migrate dev``: bring the database and the migrations to the schema, writing a new migration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prismstack.migrate._commands_deploy import apply_pending
from prismstack.migrate._consent import Dialog, Preset
from prismstack.migrate._directories import Migration, MigrationDirectory, slug
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DestructiveChange, ResetRequired, UnexecutableChange
from prismstack.migrate._project import Project, load_project
from prismstack.migrate._squashed import adopt_squashed
from prismstack.schema import Schema

__all__ = ["DevResult", "dev"]


@dataclass(frozen=True, slots=True)
class DevResult:
    """``applied`` names what was applied in order, the new migration last; ``created`` is the new one."""

    applied: tuple[str, ...]
    created: Migration | None
    warnings: tuple[str, ...]
    was_reset: bool
    created_database: bool
    database: str


def dev(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    name: str | None = None,
    create_only: bool = False,
    dialog: Dialog | None = None,
) -> DevResult:
    """Apply what is pending, then write and apply the step from the migrations to the schema.

    ``create_only`` writes the new migration (even an empty one) without applying it.
    ``dialog`` is asked before anything is lost (default: a :class:`Preset` that refuses).

    Raises SchemaInvalid, ResetRequired (drift, or an applied migration was edited),
    DestructiveChange, UnexecutableChange, MigrationFailed, ShadowReplayFailed and what
    :func:`~prismstack.migrate.deploy` raises.
    """
    project = load_project(schema, url)
    project.check()
    return MigrateDev(project, dialog or Preset(), name, create_only).run()


class MigrateDev:
    """One run of ``migrate dev``."""

    def __init__(self, project: Project, dialog: Dialog, name: str | None, create_only: bool) -> None:
        self._project = project
        self._directory: MigrationDirectory = project.directory
        self._dialog = dialog
        self._name = name
        self._create_only = create_only

    def run(self) -> DevResult:
        with self._project.database.lock():
            created_database = self._project.database.create()
            adopt_squashed(self._project)
            was_reset = self._reset_if_needed()
            with SchemaEngine(self._project.database, self._project.schema) as engine:
                applied = apply_pending(engine, self._directory)
                # Asked again for its side effect: it fills this engine's cache.
                engine.reset_reason(self._directory)
                warnings = self._warnings(engine)
                created = self._create(engine)
                if created and not self._create_only:
                    applied += apply_pending(engine, self._directory)
        return DevResult(applied, created, warnings, was_reset, created_database, self._project.database.label)

    def _reset_if_needed(self) -> bool:
        with SchemaEngine(self._project.database, self._project.schema) as engine:
            reason = engine.reset_reason(self._directory)
        if reason is None:
            return False
        if not self._dialog.may_reset(reason):
            raise ResetRequired(
                f"{reason}\n\nThe database has to be reset, and all its data would be lost. "
                "Run `prismstack migrate reset` first, or pass --force."
            )
        self._project.database.clear()
        return True

    def _warnings(self, engine: SchemaEngine) -> tuple[str, ...]:
        """What the step would lose; refused unless the dialog agrees or nothing is applied yet."""
        loss = engine.evaluate_data_loss(self._directory)
        if self._create_only:
            return loss.warnings
        if loss.unexecutable:
            raise UnexecutableChange(
                "These changes cannot be made with the rows that are in the database:\n"
                + "\n".join(f"  - {step}" for step in loss.unexecutable)
                + "\nWrite the migration with --create-only and edit its migration.sql, or change the schema.",
                loss.unexecutable,
            )
        if loss.warnings and not self._dialog.may_lose_data(loss.warnings):
            raise DestructiveChange(
                "The migration would lose data:\n"
                + "\n".join(f"  - {warning}" for warning in loss.warnings)
                + "\nPass --accept-data-loss to go on all the same.",
                loss.warnings,
            )
        return loss.warnings

    def _create(self, engine: SchemaEngine) -> Migration | None:
        proposal = engine.create_migration(self._directory, draft=self._create_only)
        if proposal.script is None:
            return None
        name = slug(self._name if self._name is not None else self._dialog.migration_name())
        back = engine.way_back(self._directory, proposal.script)
        return self._directory.write(self._directory.next_name(proposal.timestamp, name), proposal.script, back)
