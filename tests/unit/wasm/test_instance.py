"""Instances: a trap poisons one and only one, unknown imports fail at load, errors cross the border."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prismstack.errors import EngineCrashed, EngineIncompatible
from prismstack.wasm import CompiledModule, Instance, JsException, Promise, _imports

Load = Callable[..., CompiledModule]


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Register host functions for one test."""
    monkeypatch.setattr(_imports, "_registry", dict(_imports._registry))

    def register(name: str, call: Callable[..., Any], *, may_throw: bool = False) -> None:
        _imports.host_function(name, may_throw=may_throw)(call)

    return register


def test_trap_is_a_crash_and_a_new_instance_works(load: Load) -> None:
    compiled = load(functions='(func (export "trap") unreachable)')
    with pytest.raises(EngineCrashed, match=r"^wasm trap: .*unreachable"):
        Instance(compiled).call("trap")
    assert Instance(compiled).call("answer") == 42


def test_panic_message_replaces_the_trap_text(load: Load) -> None:
    compiled = load(
        imports=('(import "wbg" "__wbg_set_message_82ae475bb413aa5c" (func $panic (param i32 i32)))'),
        functions=(
            '(data (i32.const 0) "index out of bounds")'
            '(func (export "trap") (call $panic (i32.const 0) (i32.const 19)) unreachable)'
        ),
    )
    with pytest.raises(EngineCrashed, match=r"^index out of bounds$"):
        Instance(compiled).call("trap")


def test_endless_recursion_is_a_crash(load: Load) -> None:
    compiled = load(functions='(func $again (export "trap") (call $again))')
    with pytest.raises(EngineCrashed, match="call stack exhausted"):
        Instance(compiled).call("trap")


def test_unknown_import_fails_at_load_and_is_named(load: Load) -> None:
    compiled = load(imports='(import "wbg" "__wbg_get_0123456789abcdef" (func))')
    with pytest.raises(EngineIncompatible, match=r"'__wbg_get_0123456789abcdef'.*engines install --force"):
        Instance(compiled)


def test_import_that_is_no_function_fails_at_load(load: Load) -> None:
    with pytest.raises(EngineIncompatible, match="'limit', which is not a function"):
        Instance(load(imports='(import "wbg" "limit" (global i32))'))


def test_python_error_in_a_host_function_unwinds_to_the_caller(load: Load, host: Callable[..., None]) -> None:
    def fail(_host: Any) -> None:
        raise ZeroDivisionError

    host("test_fail", fail)
    compiled = load(imports='(import "wbg" "test_fail" (func $fail))', functions='(func (export "run") (call $fail))')
    with pytest.raises(ZeroDivisionError):
        Instance(compiled).call("run")
    assert Instance(compiled).call("answer") == 42


def test_thrown_value_is_stored_for_the_module(load: Load, host: Callable[..., None]) -> None:
    def throw(_host: Any) -> int:
        raise JsException("no such key")

    host("test_throw", throw, may_throw=True)
    compiled = load(
        imports='(import "wbg" "test_throw" (func $throw (result i32)))',
        functions=(
            "(global $stored (mut i32) (i32.const -1))"
            '(func (export "__externref_table_alloc") (result i32) (i32.const 5))'
            '(func (export "__externref_table_dealloc") (param i32))'
            '(func (export "__wbindgen_exn_store") (param i32) (global.set $stored (local.get 0)))'
            '(func (export "run") (result i32 i32 i32)'
            " (drop (call $throw)) (i32.const 0) (global.get $stored) (i32.const 1))"
        ),
    )
    with pytest.raises(JsException, match="no such key"):
        Instance(compiled).call_result("run")


def test_booleans_become_i32(load: Load, host: Callable[..., None]) -> None:
    host("test_true", lambda _host: True)
    compiled = load(
        imports='(import "wbg" "test_true" (func $true (result i32)))',
        functions='(func (export "run") (result i32) (call $true))',
    )
    assert Instance(compiled).call("run") == 1


def test_waiting_for_a_rejected_promise_raises_its_reason(load: Load) -> None:
    instance = Instance(load())
    promise = Promise(instance.queue)
    instance.queue.add(lambda: promise.reject("no connection"))
    with pytest.raises(JsException, match="no connection"):
        instance.wait(promise)


def test_a_trap_in_a_microtask_is_a_crash(load: Load) -> None:
    instance = Instance(load(functions='(func (export "trap") unreachable)'))
    instance.queue.add(lambda: instance._functions["trap"](instance._store))
    with pytest.raises(EngineCrashed):
        instance.wait(Promise(instance.queue))
