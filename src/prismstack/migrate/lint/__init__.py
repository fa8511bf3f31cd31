"""What migrations would destroy or lock, before they run."""

from prismstack.migrate.lint._findings import RULES, Finding, Level
from prismstack.migrate.lint._lint import LintResult, lint, lint_directory

__all__ = ["RULES", "Finding", "Level", "LintResult", "lint", "lint_directory"]
