"""Fixtures that every kind of test shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.matrix import MatrixPlugin

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text (indentation removed) to a file below the test's folder; returns its path."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write_file


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--matrix",
        choices=["write", "check"],
        help="at the end of the run, write docs/support-matrix.md or compare it with what was proven",
    )


def pytest_configure(config: pytest.Config) -> None:
    mode = config.getoption("--matrix")
    if mode:
        config.pluginmanager.register(MatrixPlugin(mode, config.rootpath / "docs" / "support-matrix.md"), "matrix")
