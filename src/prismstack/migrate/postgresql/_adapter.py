"""A PostgreSQL connection as the object that the schema engine calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from prismstack.drivers.postgresql import FAILURES, translate
from prismstack.migrate.postgresql._connection import Connection
from prismstack.migrate.postgresql._rows import result_set
from prismstack.wasm import UNDEFINED, HostObject

__all__ = ["ADAPTER_NAME", "ENGINE_PROVIDER", "Adapter", "Settle"]

#: What the engine calls the provider.
ENGINE_PROVIDER = "postgres"
ADAPTER_NAME = "prismstack-postgresql"

#: Turns a value into a settled promise.
Settle = Callable[[Any], Any]


class Adapter:
    """Runs the engine's statements on one connection; closed with :meth:`close`."""

    def __init__(self, connection: Connection, settle: Settle) -> None:
        self.connection = connection
        self._settle = settle

    def as_host_object(self) -> HostObject:
        return HostObject(
            provider=ENGINE_PROVIDER,
            adapterName=ADAPTER_NAME,
            queryRaw=self._taking(lambda query: self.query(query["sql"], query["args"])),
            executeRaw=self._taking(lambda query: self.execute(query["sql"], query["args"])),
            executeScript=self._taking(self.run_script),
            startTransaction=self._taking(lambda _: UNDEFINED),
            getConnectionInfo=self._connection_info,
            dispose=self._taking(lambda _: self.close()),
        )

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """The rows of a statement, as the engine's result set."""
        return result_set(self.connection.query(sql, arguments))

    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        """The number of changed rows; without arguments several statements may come in one text."""
        if not arguments:
            return self.connection.script(sql)
        return self.connection.query(sql, arguments).count

    def run_script(self, script: str) -> Any:
        self.connection.script(script)
        return UNDEFINED

    def close(self) -> Any:
        self.connection.close()
        return UNDEFINED

    def _connection_info(self, *_: Any) -> dict[str, Any]:
        return _ok({"schemaName": self.connection.options.schema, "supportsRelationJoins": False})

    def _taking(self, work: Callable[[Any], Any]) -> Callable[..., Any]:
        """A method that answers with a promise; JavaScript may pass more arguments, or none."""

        def method(*arguments: Any) -> Any:
            try:
                return self._settle(_ok(work(arguments[0] if arguments else None)))
            except FAILURES as error:
                return self._settle({"ok": False, "error": _wire(error)})

        return method


def _ok(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}


def _wire(error: BaseException) -> dict[str, Any]:
    # Always the database's own kind: for the others the engine puts its own text over the database's.
    translated = translate(error)
    return {
        "kind": "postgres",
        "code": translated.original_code or "XX000",
        "severity": "ERROR",
        "message": translated.original_message,
        "detail": getattr(error, "detail", None),
        "column": None,
        "hint": getattr(error, "hint", None),
        "originalCode": translated.original_code,
        "originalMessage": translated.original_message,
    }
