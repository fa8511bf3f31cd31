"""Collects what tests prove, and writes or checks the support matrix at the end of the run."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest

from tests.matrix._features import FEATURES
from tests.matrix._render import INTERFACES, Proof, render

__all__ = ["MatrixPlugin"]

_PROPERTY = "matrix"
_PROOFS = pytest.StashKey[list[Proof]]()


class MatrixPlugin:
    """``mode`` is ``write`` or ``check``; ``path`` the page."""

    def __init__(self, mode: str, path: Path) -> None:
        self._mode = mode
        self._path = path
        self._proven: set[Proof] = set()
        self._failed: set[Proof] = set()
        self._difference = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            item.stash[_PROOFS] = _claims(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> Any:
        report: pytest.TestReport = yield
        claims = item.stash.get(_PROOFS, [])
        if claims:
            # Reports, and what is in this, reach the process that sums up when tests run in several.
            report.user_properties.append((_PROPERTY, claims))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        claims = [tuple(claim) for name, value in report.user_properties if name == _PROPERTY for claim in value]
        if report.failed:
            self._failed.update(claims)
        elif report.when == "call" and report.passed:
            self._proven.update(claims)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return
        text = render(self._proven - self._failed)
        if self._mode == "write":
            self._path.write_text(text, encoding="utf-8")
            return
        before = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        lines = difflib.unified_diff(before.splitlines(), text.splitlines(), "committed", "proven", lineterm="", n=0)
        self._difference = "\n".join(lines)
        if self._difference and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._difference:
            terminalreporter.section("support matrix")
            terminalreporter.write_line(f"{self._path.name} is not what the tests prove; run `make matrix`")
            terminalreporter.write_line(self._difference)


def _claims(item: pytest.Item) -> list[Proof]:
    """What a test proves when it passes. Fails the collection for a row that does not exist."""
    names = [str(name) for mark in item.iter_markers("feature") for name in mark.args]
    unknown = [name for name in names if name not in FEATURES]
    if unknown:
        raise pytest.UsageError(f"{item.nodeid}: no row of the support matrix is called {unknown[0]!r}")
    callspec = getattr(item, "callspec", None)
    params: dict[str, Any] = callspec.params if callspec else {}
    provider = params.get("provider", "")
    interfaces = [params["interface"]] if "interface" in params else _by_fixture(item)
    return [(name, provider, interface) for name in names for interface in interfaces]


def _by_fixture(item: pytest.Item) -> list[str]:
    """A test of both clients proves both interfaces."""
    names: set[str] = set(getattr(item, "fixturenames", []))
    found = [INTERFACES[1]] if names & {"blocking", "connect_blocking"} else []
    return [INTERFACES[0], *found] if not found or names & {"db", "connect"} else found
