"""Statements that no schema says, told from those that the differ writes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from prismstack.migrate._by_hand import by_hand
from prismstack.migrate._directories import Migration

REBUILD = """\
CREATE TABLE "new_t" ("id" INTEGER NOT NULL);
INSERT INTO "new_t" ("id") SELECT "id" FROM "t";
DROP TABLE "t";
ALTER TABLE "new_t" RENAME TO "t";
"""


def found(script: str | None, provider: str) -> int:
    return len(by_hand([Migration("m", Path("m"), script)], provider))


@pytest.mark.parametrize(
    ("provider", "script"),
    [
        ("sqlite", "PRAGMA foreign_keys=OFF;\n" + REBUILD),
        ("sqlite", 'CREATE TABLE "WHERE" ("check" TEXT DEFAULT \'TRIGGER\');'),
        ("postgresql", 'CREATE UNIQUE INDEX "i" ON "t"("a" DESC, "b");'),
        ("postgresql", "CREATE TYPE \"C\" AS ENUM ('A', 'B'); ALTER TYPE \"C\" ADD VALUE 'D';"),
        ("mysql", "CREATE TABLE `t` (`id` INT) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"),
        ("mysql", "CREATE INDEX `i` ON `t`(`a`(10));"),
        ("sqlite", None),
    ],
)
def test_what_a_schema_says(provider: str, script: str | None) -> None:
    assert found(script, provider) == 0


@pytest.mark.parametrize(
    ("provider", "script"),
    [
        ("sqlite", "INSERT INTO t VALUES (1);"),
        ("sqlite", "INSERT INTO t (id) SELECT id FROM u;"),
        ("sqlite", "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END;"),
        ("sqlite", "CREATE TABLE t (a INT CHECK (a > 0));"),
        ("sqlite", "CREATE TABLE t (a TEXT COLLATE NOCASE);"),
        ("sqlite", "CREATE INDEX i ON t (a) WHERE a > 0;"),
        ("postgresql", "CREATE INDEX i ON t (lower(a));"),
        ("postgresql", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);"),
        ("postgresql", "CREATE EXTENSION vector;"),
        ("postgresql", "DO $$ BEGIN END $$;"),
    ],
)
def test_what_no_schema_says(provider: str, script: str) -> None:
    assert found(script, provider) == 1
