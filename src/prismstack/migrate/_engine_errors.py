"""What the schema engine throws, as errors of ours: the Rust trace cut off, Prisma's code kept."""

from __future__ import annotations

import re
from typing import Any, Final

from prismstack.errors import PrismstackError, SchemaInvalid
from prismstack.migrate._errors import (
    AlreadyApplied,
    DatabaseEmpty,
    DatabaseLocked,
    DatabaseMissing,
    DatabaseNotEmpty,
    FailedMigrationsFound,
    LockFileMismatch,
    MigrationFileMissing,
    MigrationNotFound,
    NeverApplied,
    NotFailed,
    SchemaEngineError,
    ShadowReplayFailed,
)
from prismstack.wasm import JsError, JsException, error_text

__all__ = ["from_engine", "without_trace"]

# `   0: sql_schema_connector::apply_migration::apply_script` and all that follows.
_TRACE = re.compile(r"\n +0: \w+::.*\n +(?:with|at) [\s\S]*\Z")
_FAILED = re.compile(r"The `(?P<name>[^`]+)` migration started at .* failed")

_BY_CODE: Final[dict[str, type[PrismstackError]]] = {
    "P1003": DatabaseMissing,
    "P1008": DatabaseLocked,
    "P1012": SchemaInvalid,
    "P3005": DatabaseNotEmpty,
    "P3006": ShadowReplayFailed,
    "P3008": AlreadyApplied,
    "P3009": FailedMigrationsFound,
    "P3011": NeverApplied,
    "P3012": NotFailed,
    "P3015": MigrationFileMissing,
    "P3017": MigrationNotFound,
    "P3019": LockFileMismatch,
    "P4001": DatabaseEmpty,
}
_REMEDIES: Final[dict[str, str]] = {
    "P1008": "The database is locked: let the other writer finish, or raise busy_timeout in the URL.",
    "P3006": "Mend its migration.sql, or delete the directory if it was never applied.",
}


def from_engine(thrown: JsException) -> PrismstackError:
    """The error for a value that the engine threw."""
    code = _code(thrown.value)
    text = without_trace(error_text(thrown.value)).strip()
    if code is None:
        return SchemaEngineError(text)
    kind = _BY_CODE.get(code)
    if kind is None:
        return SchemaEngineError(f"{code}: {text}")
    remedy = _resolve_hint(text) if code == "P3009" else _REMEDIES.get(code)
    return kind(f"{text}\n{remedy}" if remedy else text)


def without_trace(text: str) -> str:
    """The message without the engine's span trace."""
    return _TRACE.sub("", text)


def _code(value: Any) -> str | None:
    code = value.properties.get("code") if isinstance(value, JsError) else None
    return str(code) if code else None


def _resolve_hint(text: str) -> str:
    failed = _FAILED.search(text)
    name = failed["name"] if failed else "<name>"
    return f"Mend its migration.sql, then run `prismstack migrate resolve --rolled-back {name}`."
