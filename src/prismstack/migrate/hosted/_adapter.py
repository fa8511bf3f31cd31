"""A database connection as the object that the schema engine calls."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from prismstack.wasm import UNDEFINED, HostObject

__all__ = ["EngineAdapter", "Settle"]

#: Turns a value into a settled promise.
Settle = Callable[[Any], Any]


class EngineAdapter(ABC):
    """Runs the engine's statements on one connection; closed with :meth:`close`."""

    #: What the engine calls the provider.
    provider: ClassVar[str]
    adapter_name: ClassVar[str]
    #: What the connection raises; answered to the engine, which goes on.
    failures: ClassVar[tuple[type[BaseException], ...]]

    def __init__(self, settle: Settle) -> None:
        self._settle = settle

    def as_host_object(self) -> HostObject:
        return HostObject(
            provider=self.provider,
            adapterName=self.adapter_name,
            queryRaw=self._taking(lambda query: self.query(query["sql"], query["args"])),
            executeRaw=self._taking(lambda query: self.execute(query["sql"], query["args"])),
            executeScript=self._taking(self.run_script),
            startTransaction=self._taking(lambda _: UNDEFINED),
            getConnectionInfo=self._connection_info,
            dispose=self._taking(lambda _: self.close()),
        )

    @abstractmethod
    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """The rows of a statement, as the engine's result set."""

    @abstractmethod
    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        """The number of changed rows; without arguments several statements may come in one text."""

    @abstractmethod
    def run_script(self, script: str) -> Any:
        """Run one or more statements."""

    @abstractmethod
    def close(self) -> Any:
        """Undo what is not committed. Harmless when repeated."""

    @abstractmethod
    def schema_name(self) -> str:
        """The schema of the connection."""

    @abstractmethod
    def wire(self, error: BaseException) -> dict[str, Any]:
        """One of ``failures`` as the engine takes it."""

    def _connection_info(self, *_: Any) -> dict[str, Any]:
        return _ok({"schemaName": self.schema_name(), "supportsRelationJoins": False})

    def _taking(self, work: Callable[[Any], Any]) -> Callable[..., Any]:
        """A method that answers with a promise; JavaScript may pass more arguments, or none."""

        def method(*arguments: Any) -> Any:
            try:
                return self._settle(_ok(work(arguments[0] if arguments else None)))
            except self.failures as error:
                return self._settle({"ok": False, "error": self.wire(error)})

        return method


def _ok(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}
