"""Tiny modules with the exports that wasm-bindgen's glue expects, made from text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from wasmtime import wat2wasm

from prismstack.wasm import CompiledModule, _cache, load_module

_FRAME = """
(module
  {imports}
  (memory (export "memory") 1)
  (table (export "__wbindgen_externrefs") 8 externref)
  (func (export "__wbindgen_malloc") (param i32 i32) (result i32) (i32.const 64))
  (func (export "__wbindgen_start"))
  (func (export "answer") (result i32) (i32.const 42))
  {functions}
)
"""

Build = Callable[..., tuple[Path, str]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write a module with the given imports and functions; returns its path and SHA-256."""

    def build_module(*, imports: str = "", functions: str = "") -> tuple[Path, str]:
        data = bytes(wat2wasm(_FRAME.format(imports=imports, functions=functions)))
        digest = hashlib.sha256(data).hexdigest()
        path = tmp_path / f"{digest}.wasm"
        path.write_bytes(data)
        return path, digest

    return build_module


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, and a process that has loaded nothing yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("PRISMSTACK_CACHE_DIR", str(folder))
    monkeypatch.setattr(_cache, "_loaded", {})
    return folder


@pytest.fixture
def load(build: Build) -> Callable[..., CompiledModule]:
    """Build a module and compile it."""

    def load_built(**parts: str) -> CompiledModule:
        return load_module(*build(**parts))

    return load_built
