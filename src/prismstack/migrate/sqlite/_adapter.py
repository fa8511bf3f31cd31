"""A SQLite connection as the object that the schema engine calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from prismstack.drivers.sqlite import translate
from prismstack.migrate.hosted import EngineAdapter, Settle
from prismstack.migrate.sqlite._rows import result_set
from prismstack.migrate.sqlite._sql import run
from prismstack.wasm import UNDEFINED

__all__ = ["Adapter"]


class Adapter(EngineAdapter):
    """Runs the engine's statements on one apsw connection."""

    provider = "sqlite"
    adapter_name = "prismstack-sqlite"
    failures = (apsw.Error,)

    def __init__(self, connection: apsw.Connection, settle: Settle) -> None:
        super().__init__(settle)
        self.connection = connection

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
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
        before = self.connection.total_changes()
        run(self.connection, sql, _numbers(arguments))
        return self.connection.total_changes() - before

    def run_script(self, script: str) -> Any:
        run(self.connection, script)
        return UNDEFINED

    def close(self) -> Any:
        self.connection.close()
        return UNDEFINED

    def schema_name(self) -> str:
        return "main"

    def wire(self, error: BaseException) -> dict[str, Any]:
        assert isinstance(error, apsw.Error)
        # Always the database's own kind: for the others the engine puts its own text over the database's.
        translated = translate(error)
        return {
            "kind": "sqlite",
            "extendedCode": int(translated.original_code or 1),
            "message": translated.original_message,
            "originalCode": translated.original_code,
            "originalMessage": translated.original_message,
        }


def _numbers(arguments: Sequence[Any]) -> list[Any]:
    # All numbers arrive as floats.
    return [int(each) if isinstance(each, float) and each.is_integer() else each for each in arguments]
