"""Where the engine artefacts are, and whether they are what we pinned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from prismstack.engines._pin import FILES, VERSION
from prismstack.errors import ArtifactDamaged, ArtifactMissing
from prismstack.wasm import CompiledModule, cache_directory, image_path, load_module

__all__ = ["ArtifactStatus", "artifact_path", "load_engine", "status", "verify"]

_PACKAGED = Path(__file__).parent / "artifacts"


@dataclass(frozen=True, slots=True)
class ArtifactStatus:
    """One artefact: its pinned hash, where it was found, and its state.

    ``state`` is ``ok``, ``missing`` or ``damaged``; ``precompiled`` says whether a
    module's compiled image is in the cache (None for files that are not modules).
    """

    name: str
    sha256: str
    path: Path | None
    state: str
    precompiled: bool | None


def install_directory() -> Path:
    """Where ``prismstack engines install`` puts the artefacts of this version."""
    return cache_directory() / "engines" / VERSION


def find(name: str) -> Path | None:
    """The artefact's file: packaged with a built wheel, else installed; None when neither exists."""
    for folder in (_PACKAGED, install_directory()):
        candidate = folder / name
        if candidate.is_file():
            return candidate
    return None


def artifact_path(name: str) -> Path:
    """The artefact's file.

    Raises ArtifactMissing when it is not installed.
    """
    found = find(name)
    if found is None:
        raise ArtifactMissing(
            f"the engine artefact {name} (version {VERSION}) is not installed; run `prismstack engines install`"
        )
    return found


def verify(path: Path, name: str) -> None:
    """Raise ArtifactDamaged unless the file has its pinned hash."""
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != FILES[name]:
        raise ArtifactDamaged(
            f"{path} is damaged (SHA-256 {actual[:12]}…, expected {FILES[name][:12]}…); "
            "run `prismstack engines install --force`"
        )


def load_engine(name: str) -> CompiledModule:
    """The compiled module of an engine.

    A module whose image is cached loads without its wasm file being read; otherwise the
    file is verified and compiled. Raises ArtifactMissing or ArtifactDamaged.
    """
    digest = FILES[name]
    if not image_path(digest).exists():
        verify(artifact_path(name), name)
        return load_module(artifact_path(name), digest)
    return load_module(find(name) or Path(name), digest)


def status() -> list[ArtifactStatus]:
    """The state of every pinned artefact."""
    return [_status(name, digest) for name, digest in FILES.items()]


def _status(name: str, digest: str) -> ArtifactStatus:
    path = find(name)
    precompiled = image_path(digest).exists() if name.endswith(".wasm") else None
    if path is None:
        return ArtifactStatus(name, digest, None, "missing", precompiled)
    try:
        verify(path, name)
    except ArtifactDamaged:
        return ArtifactStatus(name, digest, path, "damaged", precompiled)
    return ArtifactStatus(name, digest, path, "ok", precompiled)
