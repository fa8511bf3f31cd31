"""The maintainers' tools."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from prismstack.engines import VERSION

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "bump_engines.py"


@pytest.mark.slow
def test_pinning_the_pinned_version_again_changes_nothing(tmp_path: Path) -> None:
    tool = runpy.run_path(str(TOOL))
    archive = tool["fetch"](VERSION, tmp_path)
    pin = tool["PIN"].read_text()
    forgotten = pin.replace(VERSION, "7.0.0").replace('"1a855e', '"000000').replace('": "', '": "00')
    assert tool["rewritten"](forgotten, VERSION, archive) == pin


def test_another_line_is_refused() -> None:
    done = subprocess.run([sys.executable, TOOL, "8.0.0"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "line 7" in done.stderr
