"""squawk, a linter of PostgreSQL's SQL, for what the rules here do not look at. Optional."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from prismstack.migrate._errors import LintFailed
from prismstack.migrate.lint._findings import Level

__all__ = ["SquawkFinding", "find_squawk", "run_squawk"]

#: What the rules here say too, knowing the rows and what the migration itself created.
_COVERED: Final = frozenset({
    "adding-field-with-default", "adding-foreign-key-constraint", "adding-not-nullable-field",
    "adding-required-field", "ban-concurrent-index-creation-in-transaction", "ban-drop-column", "ban-drop-table",
    "changing-column-type", "constraint-missing-not-valid", "disallowed-unique-constraint", "renaming-column",
    "renaming-table", "require-concurrent-index-creation",
})  # fmt: skip
#: Matters of taste, in which the schema engine has its own.
_STYLE: Final = ("prefer-", "require-lock-timeout", "require-statement-timeout", "ban-char-field")


@dataclass(frozen=True, slots=True)
class SquawkFinding:
    """``line`` counts from 1."""

    line: int
    rule: str
    level: Level
    message: str


def find_squawk() -> str | None:
    """The program: beside this interpreter, else on the path; None when it is not installed."""
    beside = Path(sys.executable).with_name("squawk")
    return str(beside) if beside.is_file() else shutil.which("squawk")


def run_squawk(program: str, script: str) -> list[SquawkFinding]:
    """What squawk says about a script. Raises LintFailed when it does not work."""
    try:
        done = subprocess.run(
            [program, "--reporter", "json"],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
    except (OSError, json.JSONDecodeError) as error:
        raise LintFailed(f"squawk does not work ({program}): {error}") from error
    return [_finding(each) for each in found if _is_wanted(str(each["rule_name"]))]


def _is_wanted(rule: str) -> bool:
    return rule not in _COVERED and not rule.startswith(_STYLE)


def _finding(item: dict[str, Any]) -> SquawkFinding:
    level = Level.ERROR if item["level"] == "Error" else Level.WARNING
    message = " ".join(filter(None, [item["message"], item.get("help")]))
    return SquawkFinding(int(item["line"]) + 1, f"squawk/{item['rule_name']}", level, message)
