"""The cache of compiled modules: private, content-addressed, and never a reason to fail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prismstack.wasm import CompiledModule, Instance, _cache, cache_directory, image_path, load_module

Build = Callable[..., tuple[Path, str]]


def answer(compiled: CompiledModule) -> int:
    return int(Instance(compiled).call("answer"))


def load_again(path: Path, digest: str) -> CompiledModule:
    _cache.clear_loaded()
    return load_module(path, digest)


def test_second_load_comes_from_the_cache_without_the_wasm_file(build: Build) -> None:
    path, digest = build()
    first = load_module(path, digest)
    path.unlink()
    second = load_again(path, digest)
    assert (first.from_cache, second.from_cache) == (False, True)
    assert answer(first) == answer(second) == 42


def test_a_module_is_loaded_once_per_process(build: Build) -> None:
    path, digest = build()
    assert load_module(path, digest) is load_module(path, digest)


def test_folder_of_images_is_private_even_if_it_was_not(build: Build, cache: Path) -> None:
    (cache / "modules").mkdir(parents=True)
    (cache / "modules").chmod(0o755)
    path, digest = build()
    load_module(path, digest)
    assert image_path(digest).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [b"", b"not an image", None], ids=["empty", "rubbish", "cut"])
def test_damaged_image_is_compiled_again(build: Build, damage: bytes | None) -> None:
    path, digest = build()
    load_module(path, digest)
    image = image_path(digest)
    whole = image.read_bytes()
    image.unlink()
    image.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    mended = load_again(path, digest)
    assert not mended.from_cache
    assert answer(mended) == 42
    assert load_again(path, digest).from_cache


def test_image_is_replaced_not_overwritten(build: Build) -> None:
    path, digest = build()
    load_module(path, digest)
    image = image_path(digest)
    with image.open("rb") as opened:
        image.write_bytes(b"rubbish")
        load_again(path, digest)
        opened.seek(0)
        assert opened.read() == b"rubbish", "who has the old file open keeps it"
    assert not list(image.parent.glob("tmp*"))


def test_image_of_another_wasmtime_is_not_used(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    path, digest = build()
    load_module(path, digest)
    monkeypatch.setattr(_cache, "version", lambda _package: "0.0.0")
    assert not load_again(path, digest).from_cache


def test_unusable_cache_folder_costs_time_only(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("PRISMSTACK_CACHE_DIR", str(blocked))
    compiled = load_module(*build())
    assert not compiled.from_cache
    assert answer(compiled) == 42


READ_ONLY = """
import hashlib, os, sys, tempfile
from pathlib import Path
from wasmtime import wat2wasm
from prismstack.wasm import Instance, image_path, load_module

folder = Path(tempfile.mkdtemp())
folder.chmod(0o755)
data = Path(sys.argv[1]).read_bytes()
(folder / "module.wasm").write_bytes(data)
digest = hashlib.sha256(data).hexdigest()
os.environ["PRISMSTACK_CACHE_DIR"] = str(folder / "cache")
image = image_path(digest)
image.parent.mkdir(parents=True)
image.write_bytes(b"damaged")
for place in (image.parent, folder / "cache"):
    place.chmod(0o555)
if os.geteuid() == 0:
    os.setuid(65534)
compiled = load_module(folder / "module.wasm", digest)
print(compiled.from_cache, Instance(compiled).call("answer"), image.read_bytes())
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX users")
def test_read_only_cache_with_a_damaged_image_costs_time_only(build: Build) -> None:
    path, _ = build()
    done = subprocess.run([sys.executable, "-c", READ_ONLY, str(path)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "False 42 b'damaged'", done.stderr


def test_place_of_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRISMSTACK_CACHE_DIR", str(tmp_path / "mine"))
    assert cache_directory() == tmp_path / "mine"
    monkeypatch.delenv("PRISMSTACK_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_directory() == tmp_path / "xdg" / "prismstack"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_directory() == tmp_path / ".cache" / "prismstack"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_directory() == tmp_path / "Library" / "Caches" / "prismstack"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache_directory() == tmp_path / "local" / "prismstack" / "Cache"
