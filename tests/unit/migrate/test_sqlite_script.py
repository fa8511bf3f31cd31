"""What is read from a migration script before it runs."""

from __future__ import annotations

import pytest

from prismstack.migrate.sqlite._script import controls_transactions, disables_foreign_keys

TRIGGER = """\
CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN
  UPDATE a SET b = CASE WHEN b > 1 THEN 2 ELSE 3 END;
  DELETE FROM c;
END;
"""


@pytest.mark.parametrize(
    "script",
    [
        "BEGIN; CREATE TABLE a (b INT); COMMIT;",
        "begin immediate; drop table a; end",
        "-- tidy\nVACUUM;",
        "/* x; */ VACUUM",
        "PRAGMA journal_mode = WAL;",
        "PRAGMA main.journal_mode=DELETE;",
        "ATTACH 'other.db' AS other;",
        TRIGGER + "COMMIT;",
    ],
)
def test_scripts_that_control_transactions(script: str) -> None:
    assert controls_transactions(script)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "CREATE TABLE a (b INT);",
        "-- BEGIN;\nCREATE TABLE a (b INT);",
        "/* BEGIN; COMMIT; */ CREATE TABLE a (b INT);",
        "INSERT INTO a VALUES ('x; BEGIN; it''s; COMMIT;');",
        'CREATE TABLE "a; BEGIN;" (b INT);',
        "CREATE TABLE [a; VACUUM] (b INT); CREATE TABLE `c; VACUUM` (d INT);",
        "CREATE TABLE begin_times (b INT);",
        "ENDLESS",
        "PRAGMA foreign_keys=OFF;",
        TRIGGER,
        TRIGGER.replace("CREATE TRIGGER", "create temp trigger"),
    ],
)
def test_scripts_that_leave_transactions_to_us(script: str) -> None:
    assert not controls_transactions(script)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("PRAGMA foreign_keys=OFF;", True),
        ("PRAGMA defer_foreign_keys=ON;\npragma foreign_keys = 0;", True),
        ("PRAGMA main.foreign_keys(off);", True),
        ("PRAGMA foreign_keys=ON;", False),
        ("PRAGMA defer_foreign_keys=OFF;", False),
        ("-- PRAGMA foreign_keys=OFF;", False),
    ],
)
def test_scripts_that_disable_foreign_keys(script: str, expected: bool) -> None:
    assert disables_foreign_keys(script) is expected
