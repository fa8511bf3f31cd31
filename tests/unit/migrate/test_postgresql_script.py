"""What a PostgreSQL script does with transactions, read from its text."""

from __future__ import annotations

import pytest

from prismstack.migrate.postgresql._script import in_one_transaction, says_nothing


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE a (b INT);",
        "-- BEGIN;\n/* COMMIT; */ SELECT 'BEGIN; COMMIT;';",
        'SELECT "COMMIT;" FROM t;',
        "SELECT E'it\\'s; COMMIT;';",
        "DO $$ BEGIN PERFORM 1; END; $$;",
        "CREATE FUNCTION f() RETURNS int AS $body$ BEGIN RETURN 1; END $body$ LANGUAGE plpgsql;",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
        "CREATE TABLE concurrently (a INT);",
        "",
    ],
)
def test_ordinary_scripts_are_left_alone(script: str) -> None:
    assert in_one_transaction(script) == script


@pytest.mark.parametrize(
    "script",
    [
        "VACUUM;",
        "CREATE INDEX CONCURRENTLY i ON t (a);",
        "create unique index concurrently i on t (a);",
        "DROP INDEX CONCURRENTLY i;",
        "REINDEX TABLE CONCURRENTLY t;",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;",
        "BEGIN; SELECT 1; ROLLBACK;",
        "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;",
        "START TRANSACTION; COMMIT;",
        "BEGIN; ALTER TYPE e ADD VALUE 'x'; COMMIT; UPDATE t SET e = 'x';",
        "CREATE DATABASE x;",
    ],
)
def test_what_has_to_run_as_written(script: str) -> None:
    assert in_one_transaction(script) is None


def test_plain_pairs_are_left_out_at_equal_length() -> None:
    script = "-- AlterEnum\nBEGIN;\nDROP TYPE a;\nCOMMIT;\n"
    assert in_one_transaction(script) == "-- AlterEnum\n     ;\nDROP TYPE a;\n      ;\n"


@pytest.mark.parametrize("script", ["", " \n", "-- only a comment", "/* a */;;", "      ;"])
def test_says_nothing(script: str) -> None:
    assert says_nothing(script)
    assert not says_nothing(f"{script}\nSELECT 1")
