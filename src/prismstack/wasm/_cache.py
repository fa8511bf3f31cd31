"""Precompiled modules in a content-addressed cache on disk.

Compiling a query compiler takes seconds, loading its precompiled image under 3 ms. The key
is the SHA-256 of the wasm file, the wasmtime version and the platform, so a stale image is
never loaded. Deserialising an image runs native code: the folder is private (mode 0700).
Images are memory-mapped by every process that uses them, so they are written under a
temporary name and renamed, never overwritten.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from wasmtime import Config, Engine, Module, WasmtimeError

from prismstack.wasm._location import cache_directory

__all__ = ["CompiledModule", "clear_loaded", "image_path", "load_module"]


@dataclass(frozen=True, slots=True)
class CompiledModule:
    """A module ready to instantiate, and whether its image came from the cache."""

    engine: Engine
    module: Module
    from_cache: bool


_loaded: dict[str, CompiledModule] = {}
_lock = threading.Lock()


def load_module(path: Path, digest: str) -> CompiledModule:
    """The compiled module of a wasm file whose SHA-256 (hex) is ``digest``; compiled at most once.

    A missing, damaged or unwritable cache is never an error: the module is then compiled
    in memory.
    """
    with _lock:
        found = _loaded.get(digest)
        if found is None:
            found = _loaded[digest] = _load(path, digest)
        return found


def clear_loaded() -> None:
    """Forget the modules loaded by this process (the cache on disk stays)."""
    with _lock:
        _loaded.clear()


@lru_cache(maxsize=1)
def _shared_engine() -> Engine:
    config = Config()
    config.wasm_reference_types = True
    return Engine(config)


def _load(path: Path, digest: str) -> CompiledModule:
    engine = _shared_engine()
    image = image_path(digest)
    if image.exists():
        try:
            return CompiledModule(engine, Module.deserialize_file(engine, str(image)), from_cache=True)
        except WasmtimeError:
            # Damaged; the one stored below replaces it.
            pass
    module = Module(engine, path.read_bytes())
    _store(image, bytes(module.serialize()))
    return CompiledModule(engine, module, from_cache=False)


def image_path(digest: str) -> Path:
    """Where the image of a module is kept."""
    target = f"{version('wasmtime')}|{sys.platform}|{platform.machine()}"
    key = hashlib.sha256(f"{digest}|{target}".encode()).hexdigest()
    return cache_directory() / "modules" / f"{key}.cwasm"


def _store(image: Path, data: bytes) -> None:
    try:
        image.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chmod(image.parent, 0o700)
        handle, temporary = tempfile.mkstemp(dir=image.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, image)
    except OSError:
        # A read-only or full disk costs start-up time, not correctness.
        return
