"""The schema engine's methods, typed: whatever stands behind them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from prismstack.migrate._database import Database, ScriptFailure
from prismstack.migrate._directories import Migration, MigrationDirectory
from prismstack.migrate._requests import NO_FILTERS, files_of, listing, migrations_side
from prismstack.schema import Schema, SchemaFile

__all__ = ["DataLoss", "History", "Introspection", "NewMigration", "PushOutcome", "SchemaEngine", "View"]

_NAMELESS = 'DROP SEQUENCE ""'
# Comes after every other name.
_LAST = "99999999999999_new"


@dataclass(frozen=True, slots=True)
class DataLoss:
    """What the step from the migrations to the schema would do to the rows that are there."""

    steps: int
    warnings: tuple[str, ...]
    unexecutable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewMigration:
    """A migration that the engine proposes; ``script`` is None when there is nothing to do."""

    timestamp: str
    script: str | None


@dataclass(frozen=True, slots=True)
class History:
    """How the migrations on disk compare with those recorded in the database."""

    unapplied: tuple[str, ...]
    unpersisted: tuple[str, ...]
    failed: tuple[str, ...]
    edited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PushOutcome:
    """What ``schemaPush`` did, or would have done."""

    executed_steps: int
    warnings: tuple[str, ...]
    unexecutable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A view of the database and the query that defines it."""

    namespace: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Introspection:
    """What is in a database, as a schema; ``warnings`` is the engine's own text, empty when there are none."""

    schema: Schema
    views: tuple[View, ...]
    warnings: str


class SchemaEngine:
    """A context manager; leaving it closes the database connections, which the engine itself never does.

    ``schema`` is what the methods about the schema compare with.
    """

    def __init__(self, database: Database, schema: Schema) -> None:
        self._schema = schema.for_provider(database.provider)
        self._engine = database.engine(self._schema)

    def __enter__(self) -> SchemaEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    @property
    def script_failure(self) -> ScriptFailure | None:
        """How the last migration script failed; None when it did not."""
        return self._engine.script_failure

    def call(self, method: str, request: dict[str, Any]) -> Any:
        """The engine's answer to one of its methods, by its own name and in its own shapes."""
        return self._engine.call(method, request)

    def atomically(self) -> AbstractContextManager[None]:
        """Everything the engine executes inside is kept, or nothing (where the database can)."""
        return self._engine.atomically()

    # -- the history ------------------------------------------------------------------------

    def diagnose(self, directory: MigrationDirectory) -> History:
        """Compare the directory with the recorded history (without a shadow database)."""
        request = {
            "migrationsList": listing(directory),
            "optInToShadowDatabase": False,
            "filters": NO_FILTERS,
        }
        answer = self.call("diagnoseMigrationHistory", request)
        diagnosis: dict[str, Any] = answer["history"] or {}
        return History(
            unapplied=tuple(diagnosis.get("unappliedMigrationNames", ())),
            unpersisted=tuple(diagnosis.get("unpersistedMigrationNames", ())),
            failed=tuple(answer["failedMigrationNames"]),
            edited=tuple(answer["editedMigrationNames"]),
        )

    def reset_reason(self, directory: MigrationDirectory) -> str | None:
        """Why ``migrate dev`` has to reset the database (drift, an edited migration); None when it need not.

        Also fills the engine's cache of schemas, which the calls that follow rely on.
        """
        answer = self.call("devDiagnostic", {"migrationsList": listing(directory), "filters": NO_FILTERS})
        action: dict[str, Any] = answer["action"]
        return str(action["reason"]).strip() if action["tag"] == "reset" else None

    def mark_applied(self, directory: MigrationDirectory, name: str) -> None:
        self.call("markMigrationApplied", {"migrationsList": listing(directory), "migrationName": name})

    def mark_rolled_back(self, name: str) -> None:
        self.call("markMigrationRolledBack", {"migrationName": name})

    # -- from the migrations to the schema --------------------------------------------------

    def evaluate_data_loss(self, directory: MigrationDirectory) -> DataLoss:
        request = {
            "migrationsList": listing(directory),
            "schema": files_of(self._schema),
            "filters": NO_FILTERS,
        }
        answer = self.call("evaluateDataLoss", request)
        return DataLoss(
            steps=int(answer["migrationSteps"]),
            warnings=_messages(answer["warnings"]),
            unexecutable=_messages(answer["unexecutableSteps"]),
        )

    def create_migration(self, directory: MigrationDirectory, *, draft: bool) -> NewMigration:
        """The script from the migrations to the schema; a draft may be empty. Nothing is written."""
        request = {
            "migrationsList": listing(directory),
            "schema": files_of(self._schema),
            "draft": draft,
            "migrationName": "",
            "filters": NO_FILTERS,
        }
        answer = self.call("createMigration", request)
        timestamp, _, _ = str(answer["generatedMigrationName"]).partition("_")
        return NewMigration(timestamp, answer["migrationScript"] or None)

    def way_back(self, directory: MigrationDirectory, script: str) -> str:
        """The script from the schema back to the migrations, which undoes the one of a new migration."""
        target = migrations_side(directory)
        text = self.diff({"tag": "schemaDatamodel", **files_of(self._schema)}, target, script=True)[0]
        if _NAMELESS not in text:
            return text
        # From what the new migration builds instead: a schema does not tell the names of sequences.
        after = migrations_side(directory, Migration(_LAST, directory.path / _LAST, script))
        return self.diff(after, target, script=True)[0]

    # -- the database itself ----------------------------------------------------------------

    def push_schema(self, *, force: bool) -> PushOutcome:
        """Make the database like the schema, all or nothing; with warnings only if ``force``."""
        with self.atomically():
            answer = self.call("schemaPush", {"schema": files_of(self._schema), "force": force, "filters": NO_FILTERS})
        return PushOutcome(
            executed_steps=int(answer["executedSteps"]),
            warnings=_messages(answer["warnings"]),
            unexecutable=_messages(answer["unexecutable"]),
        )

    def execute(self, script: str) -> None:
        """Run a script of SQL."""
        source = {"tag": "schema", **files_of(self._schema), "configDir": str(self._schema.folder)}
        self.call("dbExecute", {"datasourceType": source, "script": script})

    def introspect(self, *, keep_names: bool = False, namespaces: Sequence[str] | None = None) -> Introspection:
        """The schema that describes the database. Raises DatabaseEmpty (P4001).

        ``keep_names`` keeps what this engine's schema says that a database cannot (names,
        documentation, enums); ``namespaces`` defaults to the schemas that it names.
        """
        request = {
            "schema": files_of(self._schema),
            "force": not keep_names,
            "compositeTypeDepth": 0,
            "namespaces": None if namespaces is None else list(namespaces),
            "baseDirectoryPath": str(self._schema.folder),
        }
        answer = self.call("introspect", request)
        files = [SchemaFile(Path(each["path"]), each["content"]) for each in answer["schema"]["files"]]
        views = [View(each["schema"], each["name"], each["definition"]) for each in answer["views"] or ()]
        return Introspection(Schema(self._schema.root, tuple(files)), tuple(views), (answer["warnings"] or "").strip())

    # -- two sides, whatever they are ---------------------------------------------------------

    def diff(
        self,
        source: dict[str, Any],
        target: dict[str, Any],
        *,
        script: bool,
        filters: dict[str, Any] = NO_FILTERS,
    ) -> tuple[str, bool]:
        """The script or summary of the changes from one side to the other, and whether there are any."""
        request = {"from": source, "to": target, "script": script, "exitCode": True, "filters": filters}
        answer = self.call("diff", {**request, "shadowDatabaseUrl": None})
        return str(answer["stdout"]).strip("\n") + "\n", int(answer["exitCode"]) != 0


def _messages(items: Sequence[Any]) -> tuple[str, ...]:
    """Texts, or objects with a ``message``."""
    texts: list[str] = [each if isinstance(each, str) else each["message"] for each in items]
    return tuple(texts)
