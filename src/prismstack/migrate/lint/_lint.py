"""``migrate lint``: what migrations would destroy or lock, before they run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prismstack.drivers import DriverError
from prismstack.errors import ConfigurationError
from prismstack.migrate._database import Database
from prismstack.migrate._directories import LOCK_FILE, Migration, MigrationDirectory, provider_in_lock
from prismstack.migrate._project import Project, load_project
from prismstack.migrate.lint._allow import Allowance, allowances
from prismstack.migrate.lint._changes import Change, CreateIndex
from prismstack.migrate.lint._findings import Finding, Level
from prismstack.migrate.lint._parse import changes
from prismstack.migrate.lint._rows import Rows
from prismstack.migrate.lint._rules import Judge
from prismstack.migrate.lint._squawk import find_squawk, run_squawk
from prismstack.migrate.lint._tables import Tables
from prismstack.migrate.lint._tokens import Statement, statements
from prismstack.schema import Schema

__all__ = ["LintResult", "lint", "lint_directory"]


@dataclass(frozen=True, slots=True)
class LintResult:
    """``migrations`` names what was looked at; ``database`` whose rows were counted, None when none was reached.

    ``squawk`` tells whether squawk looked too, which it does on PostgreSQL where it is installed.
    """

    findings: tuple[Finding, ...]
    migrations: tuple[str, ...]
    directory: Path
    database: str | None
    squawk: bool

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that no comment allows."""
        return tuple(each for each in self.findings if each.reason is None)

    @property
    def passed(self) -> bool:
        """Whether there is no error among the open ones."""
        return all(each.level is not Level.ERROR for each in self.open)


def lint(schema: Schema | Path | str | None = None, url: str | None = None, *, everything: bool = False) -> LintResult:
    """Look at the migrations that the database does not have yet, or at ``everything``.

    When the database cannot be reached, or does not exist, that is all of them, and every
    table counts as full. Raises ConfigurationError, LockFileMismatch, LintFailed.
    """
    project = load_project(schema, url)
    present = _applied(project)
    names = [each.name for each in project.directory.migrations()]
    wanted = names if everything or present is None else [each for each in names if each not in present]
    return _lint(project.directory, wanted, project.database if present is not None else None, present or ())


def lint_directory(path: Path) -> LintResult:
    """Look at all migrations of a directory, whose lock file names the provider; no database is asked.

    Raises ConfigurationError when there is no lock file, LintFailed.
    """
    lock = path / LOCK_FILE
    provider = provider_in_lock(lock.read_text(encoding="utf-8"), lock) if lock.is_file() else None
    if provider is None:
        raise ConfigurationError(f"{path} has no {LOCK_FILE} that names a provider, so it holds no migrations")
    directory = MigrationDirectory(path, provider)
    return _lint(directory, [each.name for each in directory.migrations()], None)


def _applied(project: Project) -> set[str] | None:
    """The names of the applied migrations; None when the database cannot tell."""
    try:
        if not project.database.exists():
            return None
        rows = project.database.history() or []
    except DriverError:
        return None
    return {row.name for row in rows if row.finished and not row.rolled_back}


def _lint(
    directory: MigrationDirectory, wanted: Collection[str], database: Database | None, applied: Collection[str] = ()
) -> LintResult:
    tables = Tables()
    squawk = find_squawk() if directory.provider == "postgresql" else None
    findings: list[Finding] = []
    for migration in directory.migrations():
        # What an applied migration met is not there any more.
        rows = Rows(None if migration.name in applied else database)
        look = _Look(migration, directory.provider, Judge(directory.provider, tables, rows), squawk)
        found = look.findings()
        if migration.name in wanted:
            findings += found
    label = database.label if database is not None else None
    return LintResult(tuple(findings), tuple(wanted), directory.path, label, squawk is not None)


class _Look:
    """A look at one migration. The tables follow it, whether its findings matter or not."""

    def __init__(self, migration: Migration, provider: str, judge: Judge, squawk: str | None) -> None:
        self._name = migration.name
        self._script = migration.script or ""
        self._judge = judge
        self._squawk = squawk
        self._statements = statements(self._script, provider)

    def findings(self) -> list[Finding]:
        found: list[Finding] = []
        for statement in self._statements:
            found += self._of(statement, self._judged(statement))
        if self._squawk is not None and self._statements:
            found += self._of_squawk(self._squawk)
        return sorted(found, key=lambda each: each.line)

    def _judged(self, statement: Statement) -> list[Finding]:
        line = self._line(statement.start)
        found: list[Finding] = []
        for change in changes(statement):
            found += [
                Finding(self._name, line, each.rule, each.level, each.message) for each in self._judge.verdicts(change)
            ]
            found += self._together(change, line)
            self._judge.tables.follow(change)
        return found

    def _together(self, change: Change, line: int) -> Iterable[Finding]:
        if isinstance(change, CreateIndex) and change.concurrently and len(self._statements) > 1:
            message = "PostgreSQL refuses CONCURRENTLY beside other statements; give it a migration of its own"
            yield Finding(self._name, line, "concurrently-alone", Level.ERROR, message)

    def _of(self, statement: Statement, found: Sequence[Finding]) -> list[Finding]:
        """The findings of a statement as its comments leave them."""
        allowed = allowances(statement.comments)
        wrong = [
            Finding(self._name, self._line(each.start), "allow-comment", Level.ERROR, each.problem)
            for each in allowed
            if each.problem is not None
        ]
        return [*wrong, *(_allowed(each, allowed) for each in found)]

    def _of_squawk(self, program: str) -> list[Finding]:
        found: list[Finding] = []
        for each in run_squawk(program, self._script):
            finding = Finding(self._name, each.line, each.rule, each.level, each.message)
            found.append(_allowed(finding, allowances(self._at(each.line).comments)))
        return found

    def _at(self, line: int) -> Statement:
        """The statement that a line belongs to."""
        before = [each for each in self._statements if self._line(each.start) <= line]
        return before[-1] if before else self._statements[0]

    def _line(self, position: int) -> int:
        return self._script.count("\n", 0, position) + 1


def _allowed(finding: Finding, allowed: Sequence[Allowance]) -> Finding:
    for each in allowed:
        if each.problem is None and finding.rule in each.rules:
            return replace(finding, reason=each.reason)
    return finding
