"""A PostgreSQL connection as the object that the schema engine calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prismstack.drivers.postgresql import FAILURES, translate
from prismstack.migrate.hosted import EngineAdapter, Settle
from prismstack.migrate.postgresql._connection import Connection
from prismstack.migrate.postgresql._rows import result_set
from prismstack.wasm import UNDEFINED

__all__ = ["Adapter"]


class Adapter(EngineAdapter):
    """Runs the engine's statements on one connection."""

    provider = "postgres"
    adapter_name = "prismstack-postgresql"
    failures = FAILURES

    def __init__(self, connection: Connection, settle: Settle) -> None:
        super().__init__(settle)
        self.connection = connection

    def query(self, sql: str, arguments: Sequence[Any]) -> dict[str, Any]:
        return result_set(self.connection.query(sql, arguments))

    def execute(self, sql: str, arguments: Sequence[Any]) -> int:
        if not arguments:
            return self.connection.script(sql)
        return self.connection.query(sql, arguments).count

    def run_script(self, script: str) -> Any:
        self.connection.script(script)
        return UNDEFINED

    def close(self) -> Any:
        self.connection.close()
        return UNDEFINED

    def schema_name(self) -> str:
        return self.connection.options.schema

    def wire(self, error: BaseException) -> dict[str, Any]:
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
