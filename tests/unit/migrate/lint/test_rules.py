"""Each rule: what it says about which script, without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate.lint import RULES, Level, LintResult, lint_directory

BEFORE = """\
CREATE TABLE "t" ("id" INTEGER NOT NULL PRIMARY KEY, "a" TEXT, "n" BIGINT NOT NULL, "s" VARCHAR(20) DEFAULT 'x');
CREATE TABLE "u" ("id" INTEGER NOT NULL PRIMARY KEY);
"""
REBUILD = """\
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_t" ({});
INSERT INTO "new_t" ({}) SELECT {} FROM "t";
DROP TABLE "t";
ALTER TABLE "new_t" RENAME TO "t";
CREATE UNIQUE INDEX "t_key" ON "t"("a");
PRAGMA foreign_keys=ON;
"""


def linted(folder: Path, provider: str, script: str, before: str = BEFORE) -> LintResult:
    for name, text in (("1_before", before), ("2_now", script)):
        path = folder / name / "migration.sql"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (folder / "migration_lock.toml").write_text(f'provider = "{provider}"\n')
    return lint_directory(folder)


def told(result: LintResult) -> list[str]:
    """Rules of ours that were broken, the errors with an exclamation mark."""
    own = [each for each in result.findings if not each.rule.startswith("squawk/")]
    return sorted(f"{each.rule}{'!' * (each.level is Level.ERROR)}" for each in own)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('DROP TABLE "t";', ["drop-table!"]),
        ('DROP TABLE IF EXISTS "t", public."u" CASCADE;', ["drop-table!", "drop-table!"]),
        ('ALTER TABLE "t" DROP COLUMN "a", DROP COLUMN IF EXISTS "n";', ["drop-column!", "drop-column!"]),
        ('ALTER TABLE "t" DROP CONSTRAINT "x";', []),
        ('ALTER TABLE "t" ADD COLUMN "b" TEXT;', []),
        ('ALTER TABLE "t" ADD COLUMN "b" TEXT NOT NULL;', ["add-required-column!"]),
        ('ALTER TABLE "t" ADD COLUMN "b" TEXT NOT NULL DEFAULT \'x\';', []),
        ('ALTER TABLE "t" ADD COLUMN "b" TEXT NOT NULL DEFAULT NULL;', ["add-required-column!"]),
        ('ALTER TABLE "t" ADD "b" UUID DEFAULT gen_random_uuid();', ["rewrite-table"]),
        ('ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL;', ["set-not-null"]),
        ('ALTER TABLE "t" ALTER COLUMN "a" DROP NOT NULL, ALTER "n" SET DEFAULT 1;', []),
        ('ALTER TABLE "t" ALTER COLUMN "n" SET DATA TYPE INTEGER;', ["narrow-type!", "rewrite-table"]),
        ('ALTER TABLE "t" ALTER COLUMN "s" TYPE VARCHAR(40);', []),
        ('ALTER TABLE "t" ALTER COLUMN "s" TYPE VARCHAR(4) USING left("s", 4);', ["narrow-type!", "rewrite-table"]),
        ('ALTER TABLE "t" ALTER COLUMN "a" TYPE INTEGER USING "a"::int;', ["change-type", "rewrite-table"]),
        ('ALTER TABLE "unknown" ALTER COLUMN "a" TYPE INTEGER;', ["rewrite-table"]),
        ('ALTER TABLE "t" RENAME TO "v";', ["rename-table"]),
        ('ALTER TABLE "t" RENAME COLUMN "a" TO "b";', ["rename-column"]),
        ('ALTER TABLE "t" RENAME CONSTRAINT "a" TO "b";', []),
        ('CREATE INDEX "i" ON "t"("a");', ["index-locks-writes"]),
        ('CREATE INDEX ON ONLY "t" USING gin ("a");', ["index-locks-writes"]),
        ('CREATE INDEX CONCURRENTLY "i" ON "t"("a");', []),
        ('CREATE INDEX CONCURRENTLY "i" ON "t"("a"); SELECT 1;', ["concurrently-alone!"]),
        ('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "t"("a");', ["unique-on-rows"]),
        (
            'ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("n") REFERENCES "u"("id") ON DELETE CASCADE;',
            ["constraint-scans-table"],
        ),
        ('ALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("n" > 0) NOT VALID;', []),
        ('ALTER TABLE "t" ADD UNIQUE ("a");', ["unique-on-rows"]),
        ('ALTER TABLE "t" ADD CONSTRAINT "c" UNIQUE USING INDEX "i";', []),
        ('DELETE FROM "t";', ["delete-rows!"]),
        ('TRUNCATE TABLE "t";', ["delete-rows!"]),
        ('DELETE FROM "t" WHERE "n" = 1;', []),
        ('UPDATE "t" SET "n" = 1;', ["update-rows"]),
        ('UPDATE "t" SET "n" = 1 WHERE "n" = 2;', []),
        ("CREATE TABLE \"v\" (\"id\" INT); CREATE INDEX \"i\" ON \"v\"(\"id\"); DROP TABLE \"v\";", []),
        ("CREATE VIEW w AS SELECT 1; INSERT INTO \"u\" VALUES (1);", []),
    ],
)  # fmt: skip
def test_on_postgresql(tmp_path: Path, script: str, expected: list[str]) -> None:
    assert told(linted(tmp_path, "postgresql", script)) == expected


@pytest.mark.parametrize(
    ("columns", "copied", "expected"),
    [
        ('"id" INTEGER NOT NULL PRIMARY KEY, "a" TEXT, "n" BIGINT NOT NULL, "s" TEXT', '"id", "a", "n", "s"', []),
        ('"id" INTEGER NOT NULL PRIMARY KEY, "a" TEXT, "n" BIGINT NOT NULL', '"id", "a", "n"', ["drop-column!"]),
        (
            '"id" INTEGER NOT NULL PRIMARY KEY, "a" TEXT NOT NULL, "n" TEXT NOT NULL, "s" TEXT, "b" INT NOT NULL',
            '"id", "a", "n", "s"',
            ["add-required-column!", "set-not-null"],
        ),
        (
            '"id" INTEGER NOT NULL PRIMARY KEY, "a" INTEGER, "n" BIGINT NOT NULL, "s" TEXT, "b" INT NOT NULL',
            '"id", "a", "n", "s", "b"',
            ["change-type"],
        ),
    ],
)
def test_a_table_rebuilt_on_sqlite(tmp_path: Path, columns: str, copied: str, expected: list[str]) -> None:
    result = linted(tmp_path, "sqlite", REBUILD.format(columns, copied, copied))
    assert told(result) == sorted([*expected, "rewrite-table"])
    assert {each.line for each in result.findings} == {4}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("ALTER TABLE `t` MODIFY `n` INT NOT NULL;", ["narrow-type!", "rewrite-table"]),
        ("ALTER TABLE `t` MODIFY COLUMN `a` TEXT NOT NULL;", ["set-not-null"]),
        ("ALTER TABLE `t` CHANGE `a` `b` TEXT;", ["rename-column"]),
        ("ALTER TABLE `t` CHANGE `s` `s` VARCHAR(30);", ["rewrite-table"]),
        ("ALTER TABLE `t` ADD UNIQUE INDEX `i`(`a`), ADD INDEX `j`(`n`);", ["unique-on-rows"]),
        ("ALTER TABLE `t` DROP INDEX `i`, DROP FOREIGN KEY `f`, DROP PRIMARY KEY;", []),
        ("ALTER TABLE `t` RENAME INDEX `i` TO `j`;", []),
        ("RENAME TABLE `t` TO `v`, `u` TO `w`;", ["rename-table", "rename-table"]),
        ("CREATE INDEX `i` ON `t`(`a`);", []),
        ("INSERT IGNORE INTO `u` (`id`) SELECT `n` FROM `t`;", []),
        ("ALTER TABLE `t` ENGINE = InnoDB;", []),
        ("ALTER TABLE `t` ALTER INDEX `i` INVISIBLE, MODIFY CHECK (1);", []),
        ("ALTER TABLE `t` ADD CONSTRAINT `c`;", []),
    ],
)
def test_on_mysql(tmp_path: Path, script: str, expected: list[str]) -> None:
    assert told(linted(tmp_path, "mysql", script, BEFORE.replace('"', "`"))) == expected


def test_the_former_migrations_are_followed(tmp_path: Path) -> None:
    before = BEFORE + (
        'ALTER TABLE "t" ADD COLUMN "x" INTEGER; ALTER TABLE "t" RENAME COLUMN "x" TO "y";'
        'ALTER TABLE "t" ALTER COLUMN "y" TYPE BIGINT; ALTER TABLE "t" ALTER COLUMN "y" SET NOT NULL;'
        'ALTER TABLE "t" DROP COLUMN "a"; ALTER TABLE "t" RENAME TO "v"; DROP TABLE "u";'
    )
    result = linted(tmp_path, "postgresql", 'ALTER TABLE "v" ALTER COLUMN "y" TYPE SMALLINT;', before)
    (narrow,) = [each for each in result.findings if each.migration == "2_now" and each.rule == "narrow-type"]
    assert "v.y changes from BIGINT to SMALLINT" in narrow.message


def test_a_comment_allows_what_it_names_for_its_reason(tmp_path: Path) -> None:
    script = (
        "-- prismstack-lint: allow drop-table, drop-column: moved to v in 2.1\n"
        'DROP TABLE "t";\n'
        'DROP TABLE "u";\n'
        "/* prismstack-lint: allow delete-rows nobody reads it */\n"
        'DELETE FROM "w";\n'
    )
    result = linted(tmp_path, "sqlite", script)
    assert [(each.line, each.reason) for each in result.findings] == [
        (2, "moved to v in 2.1"),
        (3, None),
        (5, "nobody reads it"),
    ]
    assert not result.passed
    assert [each.line for each in result.open] == [3]


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("allow drop-table", "say why"),
        ("allow drop-tabel: because", "no rule drop-tabel"),
        ("ignore drop-table", "write "),
    ],
)
def test_a_comment_that_is_wrong_allows_nothing(tmp_path: Path, comment: str, problem: str) -> None:
    result = linted(tmp_path, "sqlite", f'-- prismstack-lint: {comment}\nDROP TABLE "t";\n')
    assert told(result) == ["allow-comment!", "drop-table!"]
    assert problem in result.findings[0].message


def test_a_folder_without_a_lock_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no migration_lock"):
        lint_directory(tmp_path)


def test_every_rule_is_documented() -> None:
    text = (Path(__file__).parents[4] / "docs" / "migrations.md").read_text(encoding="utf-8")
    assert not [rule for rule in RULES if f"| `{rule}` |" not in text]
