"""What the repository promises about itself: sizes of modules, the lock file, what is tracked."""

from __future__ import annotations

import re
import statistics
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_modules_are_small() -> None:
    sizes = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in (ROOT / "src").rglob("*.py")
        if path.name != "__init__.py"
    }
    ordered = sorted(sizes.values())
    assert statistics.median(ordered) <= 150
    assert ordered[int(len(ordered) * 0.9)] <= 350
    assert not {name: size for name, size in sizes.items() if size > 700}


def test_lock_pins_every_dependency_with_a_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(each for name in extras if name != "nodejs" for each in extras[name])]
    pinned = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    names = {re.split(r"[\[<>=!~ ]", each)[0].lower().replace("_", "-") for each in wanted}
    assert names <= pinned
    blocks = re.split(r"\n(?=[\w.-]+==)", LOCK)
    assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]


def test_lock_names_no_index() -> None:
    assert not [line for line in LOCK.splitlines() if "://" in line or line.startswith("-")]


def test_nothing_private_is_tracked() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        return
    tracked = listed.stdout.splitlines()
    assert "pyproject.toml" in tracked
    assert not [name for name in tracked if name.endswith((".db", ".wasm", ".pyc", ".pem", "/.env"))]
    assert ".env" not in tracked
