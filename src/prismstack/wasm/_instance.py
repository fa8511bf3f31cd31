"""One running instance of a wasm-bindgen module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wasmtime import Func, FuncType, Linker, Memory, Store, Table, Trap, WasmtimeError

from prismstack.errors import EngineCrashed, EngineIncompatible
from prismstack.wasm import _host_system, _host_values
from prismstack.wasm._cache import CompiledModule
from prismstack.wasm._imports import HostFunction, lookup
from prismstack.wasm._memory import Heap
from prismstack.wasm._promises import MicrotaskQueue, Promise
from prismstack.wasm._values import UNDEFINED, JsException

__all__ = ["Instance"]

# Importing these modules registers the host functions.
_REGISTERED = (_host_system, _host_values)

_DEFAULTS: dict[str, Any] = {"i32": 0, "i64": 0, "f32": 0.0, "f64": 0.0}


class Instance:
    """Owns one store; not thread-safe. After EngineCrashed it is poisoned: close it, make another.

    A context manager. The runtime keeps every store alive through its host functions, so
    an instance that is not closed is never freed.
    """

    def __init__(self, compiled: CompiledModule) -> None:
        self.queue = MicrotaskQueue()
        self._store = Store(compiled.engine)
        self._panic: str | None = None
        linker = Linker(compiled.engine)
        for imported in compiled.module.imports:
            name, signature = str(imported.name), imported.type
            if not isinstance(signature, FuncType):
                raise EngineIncompatible(f"the engine imports {name!r}, which is not a function")
            function = Func(self._store, signature, self._bind(lookup(name), signature))
            linker.define(self._store, imported.module, name, function)
        exports = linker.instantiate(self._store, compiled.module).exports(self._store)
        self._functions = {name: item for name, item in exports.items() if isinstance(item, Func)}
        memory, table = exports["memory"], exports["__wbindgen_externrefs"]
        if not isinstance(memory, Memory) or not isinstance(table, Table):
            raise EngineIncompatible("the engine does not export its memory and reference table")
        self.heap = Heap(self._store, memory, table, self._functions)
        self._functions["__wbindgen_start"](self._store)

    def close(self) -> None:
        """Free the store and the module's memory; idempotent."""
        self._store.close()

    def __enter__(self) -> Instance:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- calls into the module ----------------------------------------------------------

    def call(self, export: str, *arguments: Any) -> Any:
        """Call an export with raw arguments; strings are not converted.

        Raises EngineCrashed when the module panics or traps, JsException when a host
        function raised one that the module could not take.
        """
        try:
            return self._functions[export](self._store, *arguments)
        except (Trap, WasmtimeError) as trap:
            raise EngineCrashed(self._panic or _cause(trap)) from trap

    def call_result(self, export: str, *arguments: Any) -> Any:
        """Call an export that returns (value, error, failed); raises JsException if it failed."""
        value, error, failed = self.call(export, *arguments)
        if failed:
            raise JsException(self.heap.take(error))
        return value

    def call_text(self, export: str, *texts: str) -> str:
        """Call an export of strings that returns a string or throws one."""
        arguments = [part for text in texts for part in self.heap.put_text(text)]
        result = self.call(export, *arguments)
        if len(result) == 4 and result[3]:
            raise JsException(self.heap.take(result[2]))
        return self.heap.read_text(result[0], result[1])

    def wait(self, promise: Promise) -> Any:
        """Drain microtasks until ``promise`` settles; returns its value or raises JsException."""
        try:
            return self.queue.run_until(promise)
        except (Trap, WasmtimeError) as trap:
            raise EngineCrashed(self._panic or _cause(trap)) from trap

    def collect(self) -> None:
        """Free the objects that the module no longer references."""
        self._store.gc()

    # -- what host functions use ----------------------------------------------------------

    def panicked(self, message: str) -> None:
        self._panic = message

    def closure(self, environment: int, table: int) -> Callable[..., Any]:
        invoke = self._functions[self._invoke_name(1)]

        def call(value: Any = UNDEFINED, *_: Any) -> Any:
            return invoke(self._store, environment, table, value)

        return call

    def executor(self, environment: int, table: int) -> Callable[[Any, Any], Any]:
        invoke = self._functions[self._invoke_name(2)]

        def call(resolve: Any, reject: Any) -> Any:
            return invoke(self._store, environment, table, resolve, reject)

        return call

    def _invoke_name(self, arity: int) -> str:
        names = (name for name in self._functions if "invoke" in name and name.count("JsValue") == arity)
        return next(names)

    def _bind(self, function: HostFunction, signature: FuncType) -> Callable[..., Any]:
        call = function.call
        results = [str(kind) for kind in signature.results]
        to_wasm: Callable[[Any], Any] = int if results == ["i32"] else _unchanged

        def invoke(*arguments: Any) -> Any:
            return to_wasm(call(self, *arguments))

        def invoke_nothing(*arguments: Any) -> None:
            call(self, *arguments)

        plain = invoke if results else invoke_nothing
        if not function.may_throw:
            return plain
        default = _DEFAULTS.get(results[0], UNDEFINED) if results else None

        def invoke_catching(*arguments: Any) -> Any:
            try:
                return plain(*arguments)
            except JsException as thrown:
                self._functions["__wbindgen_exn_store"](self._store, self.heap.keep(thrown.value))
                return default

        return invoke_catching


def _cause(trap: Exception) -> str:
    """The line that says why; wasmtime puts the backtrace before it."""
    text = str(trap)
    _, found, cause = text.partition("Caused by:")
    return (cause if found else text).strip().splitlines()[0].strip()


def _unchanged(value: Any) -> Any:
    return value
