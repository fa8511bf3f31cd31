"""The connections that one engine instance uses."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Protocol

from prismstack.migrate._database import ScriptFailure
from prismstack.migrate.hosted._adapter import EngineAdapter
from prismstack.wasm import HostObject, MicrotaskQueue

__all__ = ["EngineSession", "MigratingAdapter"]


class MigratingAdapter(Protocol):
    """The adapter of the database whose history grows."""

    @property
    def provider(self) -> str: ...

    @property
    def adapter_name(self) -> str: ...

    @property
    def script_failure(self) -> ScriptFailure | None: ...

    def as_host_object(self) -> HostObject: ...

    def atomically(self) -> AbstractContextManager[None]: ...

    def close(self) -> Any: ...


class EngineSession:
    """The connection to the database, and those to its shadow databases, which are gone at the end.

    ``shadow`` opens an empty database of the same kind and removes it on leaving.
    """

    def __init__(
        self,
        queue: MicrotaskQueue,
        main: MigratingAdapter,
        shadow: Callable[[], AbstractContextManager[EngineAdapter]],
    ) -> None:
        self._queue = queue
        self._main = main
        self._shadow = shadow
        self._shadows = ExitStack()

    @property
    def factory(self) -> HostObject:
        """The adapter factory to hand to the engine."""
        return HostObject(
            provider=self._main.provider,
            adapterName=self._main.adapter_name,
            connect=lambda *_: self._resolved(self._main.as_host_object()),
            connectToShadowDb=lambda *_: self._resolved(self._open_shadow().as_host_object()),
        )

    @property
    def script_failure(self) -> ScriptFailure | None:
        return self._main.script_failure

    def atomically(self) -> AbstractContextManager[None]:
        return self._main.atomically()

    def close(self) -> None:
        """Close every connection, undoing what is not committed. Harmless when repeated."""
        with self._shadows:
            self._main.close()

    def _open_shadow(self) -> EngineAdapter:
        return self._shadows.enter_context(self._shadow())

    def _resolved(self, adapter: HostObject) -> Any:
        return self._queue.resolved({"ok": True, "value": adapter})
