"""squawk looks at PostgreSQL's scripts too, where it is installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prismstack.migrate._errors import LintFailed
from prismstack.migrate.lint import Level, _lint, lint_directory
from prismstack.migrate.lint._squawk import find_squawk, run_squawk

pytestmark = pytest.mark.skipif(
    find_squawk() is None and not os.environ.get("CI"), reason="squawk-cli is not installed"
)
SCRIPT = 'CREATE TABLE "t" (a INT);\n\n-- prismstack-lint: allow squawk/ban-drop-database: a test\nDROP DATABASE x;\n'


def squawk() -> str:
    program = find_squawk()
    assert program is not None, "squawk-cli is not installed"
    return program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1_a").mkdir()
    (tmp_path / "1_a" / "migration.sql").write_text(SCRIPT)
    (tmp_path / "migration_lock.toml").write_text('provider = "postgresql"\n')
    return tmp_path


def test_what_the_own_rules_do_not_see(folder: Path) -> None:
    result = lint_directory(folder)
    (finding,) = [each for each in result.findings if each.rule.startswith("squawk/")]
    assert result.squawk
    assert (finding.rule, finding.line, finding.reason) == ("squawk/ban-drop-database", 4, "a test")


def test_a_script_that_is_not_sql_is_an_error() -> None:
    found = run_squawk(squawk(), "CREATE TABEL t (a INT);")
    assert Level.ERROR in {each.level for each in found if each.rule == "squawk/syntax-error"}


def test_what_the_own_rules_say_is_not_said_twice() -> None:
    script = 'ALTER TABLE "t" DROP COLUMN "a";\nCREATE INDEX "i" ON "t"("b");\nALTER TABLE "t" RENAME TO "u";\n'
    assert run_squawk(squawk(), script) == []


def test_without_squawk_the_own_rules_are_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_lint, "find_squawk", lambda: None)
    assert not lint_directory(folder).squawk


def test_a_squawk_that_does_not_work(tmp_path: Path) -> None:
    with pytest.raises(LintFailed, match="squawk does not work"):
        run_squawk("/bin/true" if Path("/bin/true").exists() else str(tmp_path), "SELECT 1")
    with pytest.raises(LintFailed, match="squawk does not work"):
        run_squawk(str(tmp_path / "absent"), "SELECT 1")
