"""Hosts a wasm-bindgen module in this process: the only importer of wasmtime."""

from prismstack.wasm._cache import CompiledModule, image_path, load_module
from prismstack.wasm._instance import Instance
from prismstack.wasm._location import cache_directory
from prismstack.wasm._promises import MicrotaskQueue, Promise
from prismstack.wasm._values import UNDEFINED, BigInt, HostObject, JsError, JsException, error_text

__all__ = [
    "UNDEFINED",
    "BigInt",
    "CompiledModule",
    "HostObject",
    "Instance",
    "JsError",
    "JsException",
    "MicrotaskQueue",
    "Promise",
    "cache_directory",
    "error_text",
    "image_path",
    "load_module",
]
