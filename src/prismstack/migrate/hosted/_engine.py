"""The schema engine's module: one instance, one session with a database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from prismstack.engines import load_engine
from prismstack.migrate._database import ScriptFailure
from prismstack.migrate._engine_errors import from_engine
from prismstack.migrate.hosted._session import EngineSession
from prismstack.schema import Schema
from prismstack.wasm import Instance, JsException, MicrotaskQueue

__all__ = ["HostedEngine"]

_MODULE = "schema_engine_bg.wasm"


class HostedEngine:
    """Answers the engine's methods; :meth:`close` closes the connections, which the module itself never does.

    ``open_session`` opens them for an instance whose promises live in the given queue.
    """

    def __init__(self, schema: Schema, open_session: Callable[[MicrotaskQueue], EngineSession]) -> None:
        self._instance = Instance(load_engine(_MODULE))
        self._session = open_session(self._instance.queue)
        try:
            self._engine = self._start(schema)
        except BaseException:
            self._session.close()
            raise

    @property
    def script_failure(self) -> ScriptFailure | None:
        return self._session.script_failure

    def call(self, method: str, request: dict[str, Any]) -> Any:
        return self._wait(self._instance.call(f"schemaengine_{method}", self._engine, request))

    def atomically(self) -> AbstractContextManager[None]:
        return self._session.atomically()

    def close(self) -> None:
        self._session.close()
        self._instance.close()

    def _start(self, schema: Schema) -> Any:
        options = {"datamodels": schema.engine_files()}
        return self._wait(self._instance.call("schemaengine_new", options, _ignore_log, self._session.factory))

    def _wait(self, promise: Any) -> Any:
        try:
            return self._instance.wait(promise)
        except JsException as thrown:
            raise from_engine(thrown) from thrown


def _ignore_log(*_: Any) -> None:
    """The engine's log lines say nothing that its answers do not."""
