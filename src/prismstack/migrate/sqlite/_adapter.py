"""A SQLite connection as the object that the schema engine calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import apsw

from prismstack.drivers.sqlite import translate
from prismstack.migrate.sqlite._rows import result_set
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
            queryRaw=lambda query, *_: self._answer(lambda: self.query(query["sql"], query["args"])),
            executeRaw=lambda query, *_: self._answer(lambda: self.execute(query["sql"], query["args"])),
            executeScript=lambda script, *_: self._answer(lambda: self.run_script(script)),
            startTransaction=lambda *_: self._answer(lambda: UNDEFINED),
            getConnectionInfo=lambda *_: _ok({"schemaName": "main", "supportsRelationJoins": False}),
            dispose=lambda *_: self._answer(self.close),
        )

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """The rows of a statement, as the engine's result set."""
        description: list[tuple[str, str | None]] = []

        def describe(cursor: apsw.Cursor, _sql: str, _bindings: Any) -> bool:
            # Only here does apsw tell the columns of a statement that returns no row.
            description[:] = [(name, declared) for name, declared in cursor.get_description()]
            return True

        cursor = self.connection.cursor()
        cursor.exec_trace = describe
        rows = cursor.execute(sql, _bindings(arguments)).fetchall()
        return result_set(description, rows)

    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        """The number of changed rows; several statements may come in one text."""
        before = self.connection.total_changes()
        self.connection.execute(sql, _bindings(arguments)).fetchall()
        return self.connection.total_changes() - before

    def run_script(self, script: str) -> Any:
        self.connection.execute(script).fetchall()
        return UNDEFINED

    def close(self) -> Any:
        self.connection.close()
        return UNDEFINED

    def _answer(self, work: Callable[[], Any]) -> Any:
        try:
            return self._settle(_ok(work()))
        except apsw.Error as error:
            return self._settle({"ok": False, "error": _wire(error)})


def _ok(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}


def _bindings(arguments: Sequence[Any]) -> tuple[Any, ...] | None:
    # Several statements in one text take no bindings at all. All numbers arrive as floats.
    whole = (int(each) if isinstance(each, float) and each.is_integer() else each for each in arguments)
    return tuple(whole) or None


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
