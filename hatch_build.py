"""Build hook: carries the engine artefacts in the wheel, each checked against its pinned hash.

They are not in the repository. A wheel is built from those that ``prismstack engines install``
fetched; with ``PRISMSTACK_BUILD_WITHOUT_ENGINES=1`` it is built without them, and its users run
that command themselves.
"""

from __future__ import annotations

import hashlib
import os
import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_TARGET = "prismstack/engines/artifacts"


class EngineArtifacts(BuildHookInterface[Any]):
    """Adds the pinned artefacts and their licence to a wheel (not to an editable install)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or os.environ.get("PRISMSTACK_BUILD_WITHOUT_ENGINES") == "1":
            return
        source = Path(self.root) / "src" / "prismstack"
        # The package itself cannot be imported here: the build environment lacks its dependencies.
        pin = runpy.run_path(str(source / "engines" / "_pin.py"))
        location = runpy.run_path(str(source / "wasm" / "_location.py"))
        folder: Path = location["cache_directory"]() / "engines" / pin["VERSION"]
        for name, digest in pin["FILES"].items():
            _check(folder / name, digest)
            build_data["force_include"][str(folder / name)] = f"{_TARGET}/{name}"


def _check(path: Path, digest: str) -> None:
    actual = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    if actual != digest:
        state = "missing" if actual is None else "damaged"
        raise SystemExit(
            f"the engine artefact {path} is {state}; run `prismstack engines install` (in a checkout: "
            "`make setup`), or build without the engines: PRISMSTACK_BUILD_WITHOUT_ENGINES=1"
        )
