"""What the engine throws becomes an error of ours: its code kept, its Rust trace cut off."""

from __future__ import annotations

import pytest

from prismstack.migrate._engine_errors import from_engine, without_trace
from prismstack.wasm import JsError, JsException

TRACE = """table U already exists
   0: sql_schema_connector::apply_migration::apply_script
           with migration_name="2027_bad"
             at schema-engine/connectors/sql-schema-connector/src/apply_migration.rs:113
   1: schema_engine_wasm::wasm::engine::ApplyMigrations
             at schema-engine/schema-engine-wasm/src/wasm/engine.rs:167"""


def thrown(message: str, code: str | None = None) -> JsException:
    error = JsError(message)
    if code:
        error.properties["code"] = code
    return JsException(error)


def test_the_trace_is_cut_off() -> None:
    assert without_trace(TRACE) == "table U already exists"


def test_a_message_that_only_looks_like_a_trace_is_kept() -> None:
    assert without_trace("steps:\n 0: first\nsecond") == "steps:\n 0: first\nsecond"


@pytest.mark.parametrize("code", ["P1003", "P3005", "P3006", "P3008", "P3009", "P3011", "P3012", "P3015", "P3017"])
def test_prismas_codes_have_classes_of_their_own(code: str) -> None:
    assert from_engine(thrown("text", code)).code == code


def test_an_unknown_code_stays_visible() -> None:
    error = from_engine(thrown(TRACE, "P1999"))
    assert error.code == "SCHEMA_ENGINE_ERROR"
    assert error.message == "P1999: table U already exists"


def test_a_failed_migration_names_the_way_out() -> None:
    text = "failed migrations\nThe `2027_bad` migration started at 2026-11-21 01:04:28.038 UTC failed"
    assert "resolve --rolled-back 2027_bad" in from_engine(thrown(text, "P3009")).message
