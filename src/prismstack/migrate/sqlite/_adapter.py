"""A SQLite connection as the object that the schema engine calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import apsw

from prismstack.drivers.sqlite import translate
from prismstack.migrate.sqlite._rows import result_set
from prismstack.migrate.sqlite._sql import run
from prismstack.wasm import UNDEFINED, HostObject

__all__ = ["ADAPTER_NAME", "PROVIDER", "Adapter", "Settle"]

PROVIDER = "sqlite"
ADAPTER_NAME = "prismstack-sqlite"

#: Turns a value into a settled promise.
Settle = Callable[[Any], Any]


class Adapter:
    """Runs the engine's statements on one connection; closed with :meth:`close`."""

    def __init__(self, connection: apsw.Connection, settle: Settle) -> None:
        self.connection = connection
        self._settle = settle

    def as_host_object(self) -> HostObject:
        return HostObject(
            provider=PROVIDER,
            adapterName=ADAPTER_NAME,
            queryRaw=self._taking(lambda query: self.query(query["sql"], query["args"])),
            executeRaw=self._taking(lambda query: self.execute(query["sql"], query["args"])),
            executeScript=self._taking(self.run_script),
            startTransaction=self._taking(lambda _: UNDEFINED),
            getConnectionInfo=_connection_info,
            dispose=self._taking(lambda _: self.close()),
        )

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """The rows of a statement, as the engine's result set."""
        description: list[tuple[str, str | None]] = []

        def describe(cursor: apsw.Cursor, _sql: str, _bindings: Any) -> bool:
            # Only here does apsw tell the columns of a statement that returns no row.
            description.extend(cursor.get_description())
            return True

        self.connection.exec_trace = describe
        try:
            rows = run(self.connection, sql, _numbers(arguments))
        finally:
            self.connection.exec_trace = None
        return result_set(description, rows)

    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        """The number of changed rows; several statements may come in one text."""
        before = self.connection.total_changes()
        run(self.connection, sql, _numbers(arguments))
        return self.connection.total_changes() - before

    def run_script(self, script: str) -> Any:
        run(self.connection, script)
        return UNDEFINED

    def close(self) -> Any:
        self.connection.close()
        return UNDEFINED

    def _taking(self, work: Callable[[Any], Any]) -> Callable[..., Any]:
        """A method that answers with a promise; JavaScript may pass more arguments, or none."""

        def method(*arguments: Any) -> Any:
            try:
                return self._settle(_ok(work(arguments[0] if arguments else None)))
            except apsw.Error as error:
                return self._settle({"ok": False, "error": _wire(error)})

        return method


def _connection_info(*_: Any) -> dict[str, Any]:
    return _ok({"schemaName": "main", "supportsRelationJoins": False})


def _ok(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}


def _numbers(arguments: Sequence[Any]) -> list[Any]:
    # All numbers arrive as floats.
    return [int(each) if isinstance(each, float) and each.is_integer() else each for each in arguments]


def _wire(error: apsw.Error) -> dict[str, Any]:
    # Always the database's own kind: for the others the engine puts its own text over the database's.
    translated = translate(error)
    return {
        "kind": "sqlite",
        "extendedCode": int(translated.original_code or 1),
        "message": translated.original_message,
        "originalCode": translated.original_code,
        "originalMessage": translated.original_message,
    }
