"""Host functions on the world around the values: errors, time, randomness, promises, calls."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from prismstack.errors import EngineCrashed
from prismstack.wasm import _values as js
from prismstack.wasm._imports import Host, host_function
from prismstack.wasm._promises import Promise

# What the engines look up on the global object: a clock, and the Web Crypto marker.
_GLOBAL: dict[str, Any] = {"performance": {"now": True}}
_CRYPTO = {"getRandomValues": True}


@host_function("__wbindgen_init_externref_table")
def init_reference_table(host: Host) -> None:
    host.heap.start_table((js.UNDEFINED, None, True, False))


@host_function("__wbg_Error_e83987f665cf5504", "__wbg_new_a7442b4b19c1a356")
def new_error(host: Host, address: int, size: int) -> js.JsError:
    return js.JsError(host.heap.read_text(address, size))


@host_function("__wbg_set_name_d94846a29e626702")
def set_error_name(host: Host, error: js.JsError, address: int, size: int) -> None:
    error.name = host.heap.read_text(address, size)


@host_function(
    "__wbg_set_message_82ae475bb413aa5c",
    "__wbg_set_message_f22ac4a6869ee695",
    "__wbg_set_message_f18c00fbf3b3e80e",
)
def set_panic_message(host: Host, address: int, size: int) -> None:
    host.panicked(host.heap.read_text(address, size))


@host_function("__wbg___wbindgen_throw_b855445ff6a94295")
def throw(host: Host, address: int, size: int) -> None:
    raise EngineCrashed(host.heap.read_text(address, size))


@host_function("__wbg_new_0_f9740686d739025c", "__wbg_now_793306c526e2e3b6")
def now_milliseconds(_: Host) -> float:
    return time.time() * 1000


@host_function("__wbg_getTime_14776bfb48a1bff9")
def date_time(_: Host, date: float) -> float:
    return date


@host_function("__wbg_now_7fd00a794a07d388")
def performance_now(_: Host, _performance: Any) -> float:
    return time.perf_counter() * 1000


@host_function("__wbg_setTimeout_5d6a1d4fc51ea450")
def set_timeout(host: Host, callback: Callable[..., Any], milliseconds: int) -> float:
    return host.queue.add_timer(milliseconds, callback)


@host_function("__wbg_crypto_805be4ce92f1e370")
def crypto(_: Host, _global: Any) -> Any:
    return _CRYPTO


@host_function(
    "__wbg_process_5cff2739921be718",
    "__wbg_versions_a8e5a362e1f16442",
    "__wbg_node_ecc8306b9857f33d",
    "__wbg_msCrypto_2ac4d17c4748234a",
)
def absent_property(_: Host, _object: Any) -> Any:
    return js.UNDEFINED


@host_function("__wbg_require_0c566c6f2eef6c79", may_throw=True)
def require(_: Host) -> Any:
    return js.UNDEFINED


@host_function("__wbg_randomFillSync_d3c85af7e31cf1f8", "__wbg_getRandomValues_f6a868620c8bab49", may_throw=True)
def random_fill(_: Host, _crypto: Any, target: bytearray | memoryview) -> None:
    target[:] = os.urandom(len(target))


@host_function(
    "__wbg_static_accessor_GLOBAL_89e1d9ac6a1b250e",
    "__wbg_static_accessor_GLOBAL_THIS_8b530f326a9e48ac",
)
def global_object(host: Host) -> int:
    return host.heap.keep(_GLOBAL)


@host_function("__wbg_static_accessor_WINDOW_b45bfc5a37f6cfa2", "__wbg_static_accessor_SELF_6fdf4b64710cc91b")
def absent_global(_: Host) -> int:
    return 0


@host_function("__wbg_new_no_args_ee98eee5275000a4")
def new_function(_: Host, _address: int, _size: int) -> Callable[..., Any]:
    # The engines only evaluate `return this`, a way to reach the global object.
    return lambda *_args: _GLOBAL


@host_function("__wbg_call_e762c39fa8ea36bf", may_throw=True)
def call_without_arguments(_: Host, function: Callable[..., Any], _this: Any) -> Any:
    return function()


@host_function("__wbg_call_525440f72fbfc0ea", may_throw=True)
def call_with_argument(_: Host, function: Callable[..., Any], _this: Any, argument: Any) -> Any:
    return function(argument)


@host_function("__wbg_instanceof_Promise_001fdd42afa1b7ef")
def is_promise(_: Host, value: Any) -> bool:
    return isinstance(value, Promise)


@host_function("__wbg_new_3c3d849046688a66")
def new_promise(host: Host, environment: int, table: int) -> Promise:
    promise = Promise(host.queue)
    host.executor(environment, table)(promise.resolve, promise.reject)
    return promise


@host_function("__wbg_resolve_caf97c30b83f7053")
def resolved_promise(host: Host, value: Any) -> Promise:
    return host.queue.resolved(value)


@host_function("__wbg_then_4f46f6544e6b4a28")
def then(_: Host, promise: Promise, on_fulfilled: Callable[..., Any]) -> Promise:
    return promise.then(on_fulfilled)


@host_function("__wbg_then_70d05cf780a18d77")
def then_or_catch(
    _: Host, promise: Promise, on_fulfilled: Callable[..., Any], on_rejected: Callable[..., Any]
) -> Promise:
    return promise.then(on_fulfilled, on_rejected)


@host_function("__wbg_queueMicrotask_6d79674585219521")
def queue_microtask(host: Host, task: Callable[..., Any]) -> None:
    host.queue.add(lambda: task(js.UNDEFINED))


@host_function("__wbg_queueMicrotask_5a8a9131f3f0b37b")
def queue_microtask_function(host: Host, _global: Any) -> Callable[..., Any]:
    def queue(task: Callable[..., Any]) -> None:
        queue_microtask(host, task)

    return queue


@host_function("__wbindgen_cast_a9993887db3ced61")
def closure(host: Host, environment: int, table: int) -> Callable[[Any], Any]:
    return host.closure(environment, table)


@host_function("__wbg__wbg_cb_unref_2454a539ea5790d9")
def forget_closure(_: Host, _closure: Callable[..., Any]) -> None:
    """The module drops its handle; ours goes with the last Python reference."""


@host_function("__wbg_schemaengine_new")
def schema_engine_object(_: Host, address: int) -> int:
    # The constructor's promise resolves to the object; its address is all later calls need.
    return address
