"""Moves the pin of the engines to another version: rewrites ``src/prismstack/engines/_pin.py``.

    python tools/bump_engines.py 7.11.0

Fetches the package with ``npm pack``, computes the hashes of the archive and of every file taken
from it, and writes them with the version. Nothing is installed. Afterwards run
``prismstack engines install`` and the tests: a build whose host functions differ fails at load.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from prismstack.engines import FILES, LICENSE_FILE, PACKAGE, VERSION
from prismstack.errors import ConfigurationError

PIN = Path(__file__).parents[1] / "src" / "prismstack" / "engines" / "_pin.py"
_HASH_HALF = 64


def main() -> int:
    """Exit code 0, or 1 when the version cannot be fetched or lacks a file."""
    parser = argparse.ArgumentParser(description="Pin another version of Prisma's engines.")
    parser.add_argument("version", help="an exact version of line 7, e.g. 7.11.0")
    version: str = parser.parse_args().version
    if not re.fullmatch(r"7\.\d+\.\d+", version):
        parser.error(f"{version!r} is not an exact version of line 7, the last with a query compiler in WebAssembly")
    try:
        with tempfile.TemporaryDirectory() as folder:
            archive = fetch(version, Path(folder))
            pinned = rewritten(PIN.read_text(encoding="utf-8"), version, archive)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    PIN.write_text(pinned, encoding="utf-8")
    print(f"Pinned {PACKAGE}@{version} (was {VERSION}). Now run:\n  prismstack engines install\n  make test lint")
    return 0


def fetch(version: str, folder: Path) -> Path:
    """Download the package's archive into ``folder``; returns its path."""
    command = ["npm", "pack", f"{PACKAGE}@{version}", "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise ConfigurationError("npm is needed to fetch the package: install Node.js") from None
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        raise ConfigurationError(f"npm pack {PACKAGE}@{version} failed: {(done.stderr or done.stdout).strip()}")
    return archives[0]


def rewritten(pin: str, version: str, archive: Path) -> str:
    """The text of the pin module for this archive."""
    whole = hashlib.sha512(archive.read_bytes()).hexdigest()
    lines = f'    "{whole[:_HASH_HALF]}"\n    "{whole[_HASH_HALF:]}"\n'
    pin = _replaced(r'(?<=VERSION: Final = ")[^"]+', version, pin)
    pin = _replaced(r'(?<=TARBALL_SHA512: Final = \(\n)(?:    "[0-9a-f]+"\n)+', lines, pin)
    with tarfile.open(archive) as tar:
        for name in FILES:
            pin = _replaced(rf'(?<="{re.escape(name)}": ")[0-9a-f]+', _digest(tar, name), pin)
    return pin


def _digest(tar: tarfile.TarFile, name: str) -> str:
    inside = f"package/{name}" if name == LICENSE_FILE else f"package/build/{name}"
    try:
        member = tar.extractfile(inside)
    except KeyError:
        member = None
    if member is None:
        raise ConfigurationError(f"this version has no {inside}; prismstack needs it")
    return hashlib.sha256(member.read()).hexdigest()


def _replaced(pattern: str, value: str, text: str) -> str:
    changed, count = re.subn(pattern, value, text)
    if count != 1:
        raise ConfigurationError(f"{PIN.name} does not look as expected: {pattern} occurs {count} times")
    return changed


if __name__ == "__main__":
    sys.exit(main())
