"""``prismstack migrate lint``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import open_schema, relative

if TYPE_CHECKING:
    from prismstack.migrate.lint import Finding, LintResult


def migrate_lint(
    schema: SchemaOption = None,
    migrations: Annotated[
        list[Path] | None,
        typer.Option("--migrations", help="A folder of migrations to look at, without a database (repeatable)."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Look at the applied migrations too.")] = False,
    json: JsonOption = False,
) -> None:
    """Warn of what the pending migrations would destroy or lock; exit code 1 when there are errors."""
    from prismstack.migrate.lint import lint, lint_directory

    if migrations:
        results = [lint_directory(each) for each in migrations]
    else:
        results = [lint(open_schema(schema), everything=everything)]
    printer = Printer()
    if json:
        printer.json({"passed": all(each.passed for each in results), "results": [_document(r) for r in results]})
    else:
        for each in results:
            _report(printer, each)
    raise typer.Exit(ExitCode.OK if all(each.passed for each in results) else ExitCode.ERROR)


def _document(result: LintResult) -> dict[str, object]:
    return {
        "directory": str(result.directory),
        "database": result.database,
        "squawk": result.squawk,
        "passed": result.passed,
        "migrations": list(result.migrations),
        "findings": [
            {
                "migration": each.migration,
                "line": each.line,
                "rule": each.rule,
                "level": each.level.value,
                "message": each.message,
                "allowed": each.reason,
            }
            for each in result.findings
        ],
    }


def _report(printer: Printer, result: LintResult) -> None:
    for each in result.open:
        printer.line(f"{_place(result, each)}: {each.level}: {each.message} [{each.rule}]")
    for each in result.findings:
        if each.reason is not None:
            printer.quiet(f"{_place(result, each)}: allowed [{each.rule}]: {each.reason}")
    count = len(result.migrations)
    rows = f"rows of {result.database}" if result.database else "without a database, so every table counts as full"
    scope = f"{count} {'migration' if count == 1 else 'migrations'} in {relative(result.directory)} ({rows})"
    if result.passed:
        printer.success(f"No errors in {scope}")
    else:
        printer.line(f"Errors in {scope}. Mend them, or allow one above its statement:")
        printer.line("  -- prismstack-lint: allow <rule>: <reason>")


def _place(result: LintResult, finding: Finding) -> str:
    return f"{relative(result.directory / finding.migration / 'migration.sql')}:{finding.line}"
