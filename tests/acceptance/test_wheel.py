"""A built wheel is all its users need: no npm, no Node, no download at run time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from prismstack.engines import FILES

ROOT = Path(__file__).parents[2]

SCHEMA = """
datasource db {
  provider = "sqlite"
  url      = "file:./dev.db"
}

generator client {
  provider  = "prisma-client-py"
  interface = "sync"
}

model Note {
  id   Int    @id @default(autoincrement())
  text String @unique
}
"""

PROGRAM = """
import shutil
from prisma import Prisma
assert shutil.which("npm") is None and shutil.which("node") is None
with Prisma() as client:
    client.note.create(data={"text": "written by a wheel"})
    print(client.note.find_unique_or_raise(where={"id": 1}).text)
"""


def run(*command: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built wheel and source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


def test_wheel_carries_the_verified_engines_and_their_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name, digest in FILES.items():
            data = archive.read(f"prismstack/engines/artifacts/{name}")
            assert hashlib.sha256(data).hexdigest() == digest, name


def test_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"prismstack", "atrium"}
    assert "prismstack/py.typed" in names
    assert "atrium/py.typed" in names
    assert not [
        name for name in names if re.search(r"(^|/)(tests?|__pycache__|\.env[^/]*)(/|$)|\.(db|pyc|pem|key)$", name)
    ]


def test_sdist_holds_the_sources_and_nothing_else(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    top = {name.partition("/")[0] for name in names}
    expected = {
        "src",
        "hatch_build.py",
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        ".gitignore",
    }
    assert top <= expected, top - expected
    assert not [name for name in names if name.endswith((".wasm", ".db", ".pyc")) or "/artifacts/" in name]


@pytest.mark.slow
def test_wheel_runs_a_query_in_a_clean_environment_without_npm(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "venv"
    venv.create(clean, with_pip=True)
    pins = re.findall(r"^([\w.-]+==[^ ]+) \\$", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    (tmp_path / "constraints.txt").write_text("\n".join(pins))
    run(clean / "bin" / "pip", "install", "-q", "-c", "constraints.txt", wheel, cwd=tmp_path)
    (tmp_path / "schema.prisma").write_text(SCHEMA)
    alone = {
        "PATH": str(clean / "bin"),
        "HOME": str(tmp_path),
        "PRISMSTACK_CACHE_DIR": str(tmp_path / "cache"),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
    }
    prismstack = clean / "bin" / "prismstack"
    run(prismstack, "generate", cwd=tmp_path, environment=alone)
    run(prismstack, "db", "push", cwd=tmp_path, environment=alone)
    said = run(clean / "bin" / "python", "-c", PROGRAM, cwd=tmp_path, environment=alone)
    assert said.strip() == "written by a wheel"
    database = "file:./dev.db"
    engine = clean / "bin" / "prismstack-schema-engine"
    assert run(engine, "--version", cwd=tmp_path, environment=alone).startswith("schema-engine-cli prismstack-")
    run(engine, "cli", "--datasource", database, "can-connect-to-database", cwd=tmp_path, environment=alone)
