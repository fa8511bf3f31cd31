"""The schema engine for MySQL: Prisma's methods, by its names and in its shapes, without its module."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

from prismstack.drivers.mysql import FAILURES, MysqlOptions, translate
from prismstack.migrate._database import ScriptFailure
from prismstack.migrate._errors import DatabaseEmpty, SchemaEngineError
from prismstack.migrate.mysql._applying import Applier
from prismstack.migrate.mysql._checks import checks_of
from prismstack.migrate.mysql._data_loss import losses
from prismstack.migrate.mysql._describer import described_views
from prismstack.migrate.mysql._diagnosis import Diagnosis, diagnosed, reset_reason
from prismstack.migrate.mysql._explained import explained
from prismstack.migrate.mysql._history import records
from prismstack.migrate.mysql._introspection import introspected
from prismstack.migrate.mysql._listing import before_replay, named, scripts
from prismstack.migrate.mysql._lock import acquire_prismas, release_prismas
from prismstack.migrate.mysql._model import EMPTY
from prismstack.migrate.mysql._renderer import EMPTY_SCRIPT, rendered, script_of
from prismstack.migrate.mysql._resolving import mark_applied, mark_rolled_back
from prismstack.migrate.mysql._script import statements
from prismstack.migrate.mysql._server import empty
from prismstack.migrate.mysql._session import EngineSession, between, built, previews, schema_in
from prismstack.migrate.mysql._summary import summary_of
from prismstack.schema import check

__all__ = ["MysqlEngine"]

_Request = dict[str, Any]


class MysqlEngine:
    """Connects when a method first needs the database."""

    def __init__(self, options: MysqlOptions, shadow: MysqlOptions | None) -> None:
        self._session = EngineSession(options, shadow)
        self._failure: ScriptFailure | None = None
        self._methods: dict[str, Callable[[_Request], Any]] = {
            "applyMigrations": self._apply_migrations,
            "createMigration": self._create_migration,
            "dbExecute": self._execute,
            "devDiagnostic": self._dev_diagnostic,
            "diagnoseMigrationHistory": self._diagnose_history,
            "diff": self._diff,
            "ensureConnectionValidity": self._ensure_connection,
            "evaluateDataLoss": self._evaluate_data_loss,
            "getDatabaseVersion": self._database_version,
            "introspect": self._introspect,
            "markMigrationApplied": self._mark_applied,
            "markMigrationRolledBack": self._mark_rolled_back,
            "reset": self._reset,
            "schemaPush": self._push,
            "version": lambda _: "prismstack",
        }

    @property
    def script_failure(self) -> ScriptFailure | None:
        return self._failure

    def call(self, method: str, request: _Request) -> Any:
        """Answers a method; raises DriverError, SchemaEngineError and what the methods' failures are called."""
        answer = self._methods.get(method)
        if answer is None:
            raise SchemaEngineError(f"{method} is not supported on mysql")
        try:
            return answer(request)
        except FAILURES as error:
            raise translate(error) from error

    def atomically(self) -> AbstractContextManager[None]:
        """MySQL does not undo changes of tables."""
        return nullcontext()

    def close(self) -> None:
        self._session.close()

    # -- the history ------------------------------------------------------------------------

    def _apply_migrations(self, request: _Request) -> _Request:
        applier = Applier(self._session.connection, self._session.replays)
        migrations = scripts(request["migrationsList"])
        acquire_prismas(self._session.connection)
        try:
            return {"appliedMigrationNames": applier.apply(migrations)}
        finally:
            self._failure = applier.failure
            release_prismas(self._session.connection)

    def _diagnose_history(self, request: _Request) -> _Request:
        diagnosis = self._diagnosis(request)
        answer = diagnosis.answer()
        drift = self._drift(diagnosis, request) if request.get("optInToShadowDatabase") else None
        return answer if drift is None else {**answer, "drift": {"diagnostic": "driftDetected", "summary": drift}}

    def _dev_diagnostic(self, request: _Request) -> _Request:
        diagnosis = self._diagnosis(request)
        # All have to run on an empty database, those that are pending too.
        self._session.replays.structure(before_replay(request["migrationsList"]))
        reason = reset_reason(diagnosis, self._drift(diagnosis, request))
        return {"action": {"tag": "createMigration"} if reason is None else {"tag": "reset", "reason": reason}}

    def _mark_applied(self, request: _Request) -> _Request:
        mark_applied(self._session.connection, named(request["migrationsList"], request["migrationName"]))
        return {}

    def _mark_rolled_back(self, request: _Request) -> _Request:
        mark_rolled_back(self._session.connection, request["migrationName"])
        return {}

    def _diagnosis(self, request: _Request) -> Diagnosis:
        return diagnosed(scripts(request["migrationsList"]), records(self._session.connection))

    def _drift(self, diagnosis: Diagnosis, request: _Request) -> str | None:
        """A summary of what differs from what the applied migrations build."""
        replayed = before_replay(request["migrationsList"], diagnosis.applied)
        steps = between(self._session.replays.structure(replayed), self._session.describe(), request)
        return summary_of(steps) if steps else None

    # -- from the migrations to the schema --------------------------------------------------

    def _evaluate_data_loss(self, request: _Request) -> _Request:
        steps = self._session.steps_to_schema(request)
        found = losses(steps, self._session.connection)
        return {
            "migrationSteps": len(steps),
            "warnings": [{"stepIndex": step, "message": text} for step, text in found.warnings],
            "unexecutableSteps": [{"stepIndex": step, "message": text} for step, text in found.unexecutable],
        }

    def _create_migration(self, request: _Request) -> _Request:
        steps = self._session.steps_to_schema(request)
        script = script_of(steps, [each.unknown for each in checks_of(steps)]) if steps else None
        if script is None and request["draft"]:
            script = EMPTY_SCRIPT
        timestamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        return {
            "connectorType": "mysql",
            "generatedMigrationName": f"{timestamp}_{request['migrationName']}",
            "migrationScript": script,
            "extension": "sql",
        }

    # -- the database itself ----------------------------------------------------------------

    def _push(self, request: _Request) -> _Request:
        steps = between(self._session.describe(), built(request["schema"]), request)
        found = losses(steps, self._session.connection)
        warnings, unexecutable = [text for _, text in found.warnings], [text for _, text in found.unexecutable]
        refused = bool(unexecutable) or bool(warnings and not request["force"])
        if not refused:
            self._run([rendered(step) for step in steps])
        return {"executedSteps": 0 if refused else len(steps), "warnings": warnings, "unexecutable": unexecutable}

    def _execute(self, request: _Request) -> None:
        self._run([each.text for each in statements(request["script"])])

    def _run(self, texts: list[str]) -> None:
        for text in texts:
            try:
                self._session.connection.run(text)
            except FAILURES as error:
                raise SchemaEngineError(f"{explained(error)}\n{text}") from error

    def _introspect(self, request: _Request) -> _Request:
        schema, keep_names = schema_in(request["schema"]), not request.get("force")
        if keep_names:
            check(schema)
        structure = self._session.describe()
        views = described_views(self._session.connection) if previews(schema, "views") else []
        if structure == EMPTY and not views:
            raise DatabaseEmpty("P4001 The introspected database was empty.")
        found = introspected(structure, [view for view, _ in views], schema, keep_names=keep_names)
        database = self._session.connection.options.database
        return {
            "schema": {"files": [{"path": str(each.path), "content": each.text} for each in found.schema.files]},
            "views": [{"schema": database, "name": view.name, "definition": query} for view, query in views],
            "warnings": found.warnings or None,
        }

    def _reset(self, _: _Request) -> None:
        empty(self._session.connection)

    def _ensure_connection(self, _: _Request) -> _Request:
        self._session.connection.value("SELECT 1")
        return {}

    def _database_version(self, _: _Request) -> str:
        return self._session.connection.server_version

    # -- two sides --------------------------------------------------------------------------

    def _diff(self, request: _Request) -> _Request:
        steps = between(self._session.side(request["from"]), self._session.side(request["to"]), request)
        text = (script_of(steps) or EMPTY_SCRIPT) if request["script"] else summary_of(steps)
        return {"stdout": text, "exitCode": 2 if steps and request.get("exitCode") else 0}
