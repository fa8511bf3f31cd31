"""Host functions on values: objects, arrays, strings, numbers, comparisons."""

from __future__ import annotations

import re
from typing import Any

from prismstack.wasm import _values as js
from prismstack.wasm._imports import Host, host_function
from prismstack.wasm._promises import Promise

_NOT_A_BOOLEAN = 0xFFFFFF
_UINT64 = 0xFFFFFFFFFFFFFFFF


@host_function("__wbg_new_1acc0b6eea89d040", "__wbg_new_68651c719dcda04e")
def new_object(_: Host) -> dict[Any, Any]:
    return {}


@host_function("__wbg_new_e17d9f43105b08be")
def new_array(_: Host) -> list[Any]:
    return []


@host_function("__wbg_set_3f1d0b984ed272ed")
def set_member(_: Host, target: Any, key: Any, value: Any) -> None:
    target[key] = value


@host_function("__wbg_set_907fb406c34a251d")
def map_set(_: Host, target: Any, key: Any, value: Any) -> Any:
    target[key] = value
    return target


@host_function("__wbg_set_c2abbebe8b9ebee1", may_throw=True)
def reflect_set(_: Host, target: Any, key: Any, value: Any) -> bool:
    js.set_property(target, key, value)
    return True


@host_function("__wbg_set_c213c871859d6500")
def set_element(_: Host, array: list[Any], index: int, value: Any) -> None:
    if index == len(array):
        array.append(value)
    else:
        array[index] = value


@host_function("__wbg_push_df81a39d04db858c")
def push(_: Host, array: list[Any], value: Any) -> int:
    array.append(value)
    return len(array)


@host_function("__wbg_get_7bed016f185add81")
def get_element(_: Host, array: Any, index: int) -> Any:
    return js.get_property(array, index)


@host_function("__wbg_get_with_ref_key_1dc361bd10053bfe")
def get_member(_: Host, target: Any, key: Any) -> Any:
    return js.get_property(target, key)


@host_function("__wbg_get_ece95cf6585650d9", "__wbg_get_efcb449f58ec27c2", may_throw=True)
def reflect_get(_: Host, target: Any, key: Any) -> Any:
    return js.get_property(target, key)


@host_function("__wbg_has_787fafc980c3ccdb", may_throw=True)
def reflect_has(_: Host, target: Any, key: Any) -> bool:
    return js.get_property(target, key) is not js.UNDEFINED


@host_function("__wbg___wbindgen_in_bb933bd9e1b3bc0f")
def member_in(_: Host, key: Any, target: Any) -> bool:
    return js.get_property(target, key) is not js.UNDEFINED


@host_function("__wbg_entries_e171b586f8f6bdbf")
def entries(_: Host, target: dict[Any, Any]) -> list[list[Any]]:
    return [[key, value] for key, value in target.items()]


@host_function("__wbg_length_cdd215e10d9dd507", "__wbg_length_69bca3cb64fc8748")
def length(_: Host, value: Any) -> int:
    return len(value)


@host_function("__wbg_isArray_96e0af9891d0945d")
def is_array(_: Host, value: Any) -> bool:
    return isinstance(value, list)


@host_function("__wbg___wbindgen_is_object_c818261d21f283a4")
def is_object(_: Host, value: Any) -> bool:
    return isinstance(value, (dict, list, bytes, bytearray, js.JsError, js.HostObject, Promise))


@host_function("__wbg___wbindgen_is_undefined_2d472862bd29a478")
def is_undefined(_: Host, value: Any) -> bool:
    return value is js.UNDEFINED


@host_function("__wbg___wbindgen_is_string_fbb76cb2940daafd")
def is_string(_: Host, value: Any) -> bool:
    return isinstance(value, str)


@host_function("__wbg___wbindgen_is_bigint_cb320707dcd35f0b")
def is_bigint(_: Host, value: Any) -> bool:
    return isinstance(value, js.BigInt)


@host_function("__wbg___wbindgen_is_function_ee8a6c5833c90377")
def is_function(_: Host, value: Any) -> bool:
    return callable(value)


@host_function("__wbg_instanceof_Uint8Array_20c8e73002f7af98")
def is_bytes(_: Host, value: Any) -> bool:
    return isinstance(value, (bytes, bytearray))


@host_function("__wbg_instanceof_ArrayBuffer_70beb1189ca63b38", "__wbg_instanceof_Map_8579b5e2ab5437c7")
def is_unused_class(_: Host, _value: Any) -> bool:
    # We never hand over a Map or an ArrayBuffer: dicts are objects and bytes are Uint8Arrays.
    return False


@host_function("__wbg_isSafeInteger_d216eda7911dde36")
def is_safe_integer(_: Host, value: Any) -> bool:
    return js.is_number(value) and float(value).is_integer() and abs(value) < 2**53


@host_function("__wbg___wbindgen_jsval_loose_eq_b664b38a2f582147")
def loosely_equal(_: Host, left: Any, right: Any) -> bool:
    return js.loosely_equal(left, right)


@host_function("__wbg___wbindgen_jsval_eq_6b13ab83478b1c50")
def strictly_equal(_: Host, left: Any, right: Any) -> bool:
    return js.strictly_equal(left, right)


@host_function("__wbg_Number_bb48ca12f395cd08")
def to_number(_: Host, value: Any) -> float:
    return float(value)


@host_function("__wbg_valueOf_9eee4828c11458ca")
def value_of(_: Host, value: bool) -> bool:
    return value


@host_function("__wbg_String_8f0eb39a4a4c2f66")
def to_string(host: Host, address: int, value: Any) -> None:
    host.heap.return_text(address, js.number_text(value))


@host_function("__wbg___wbindgen_debug_string_df47ffb5e35e6763")
def debug_string(host: Host, address: int, value: Any) -> None:
    host.heap.return_text(address, repr(value))


@host_function("__wbg___wbindgen_string_get_e4f06c90489ad01b")
def string_get(host: Host, address: int, value: Any) -> None:
    host.heap.return_text(address, value if isinstance(value, str) else None)


@host_function("__wbg___wbindgen_number_get_a20bf9b85341449d")
def number_get(host: Host, address: int, value: Any) -> None:
    host.heap.return_float(address, float(value) if js.is_number(value) else None)


@host_function("__wbg___wbindgen_bigint_get_as_i64_f3ebc5a755000afd")
def bigint_get(host: Host, address: int, value: Any) -> None:
    host.heap.return_int64(address, int(value) if isinstance(value, js.BigInt) else None)


@host_function("__wbg___wbindgen_boolean_get_6d5a1ee65bab5f68")
def boolean_get(_: Host, value: Any) -> int:
    return int(value) if isinstance(value, bool) else _NOT_A_BOOLEAN


@host_function("__wbg_new_5a79be3ab53b8aa5")
def new_bytes(_: Host, value: Any) -> bytes:
    return bytes(value)


@host_function("__wbg_new_from_slice_92f4d78ca282a2d2", "__wbindgen_cast_cb9088102bce6b30")
def bytes_from_memory(host: Host, address: int, size: int) -> bytes:
    return host.heap.read(address, size)


@host_function("__wbg_new_with_length_01aa0dc35aa13543")
def new_zeroed_bytes(_: Host, size: int) -> bytearray:
    return bytearray(size)


@host_function("__wbg_subarray_480600f3d6a9f26c")
def subarray(_: Host, data: Any, start: int, end: int) -> Any:
    return memoryview(data)[start:end] if isinstance(data, bytearray) else data[start:end]


@host_function("__wbg_prototypesetcall_2a6620b6922694b2")
def copy_to_memory(host: Host, address: int, _size: int, data: Any) -> None:
    host.heap.write(address, bytes(data))


@host_function("__wbindgen_cast_2241b6af4c4b2941")
def string_from_memory(host: Host, address: int, size: int) -> str:
    return host.heap.read_text(address, size)


@host_function("__wbindgen_cast_d6cd19b81560fd6e")
def number_from_float(_: Host, value: float) -> float:
    return value


@host_function("__wbindgen_cast_9ae0607507abb057")
def bigint_from_signed(_: Host, value: int) -> js.BigInt:
    return js.BigInt(value)


@host_function("__wbindgen_cast_4625c577ab2ec9ee")
def bigint_from_unsigned(_: Host, value: int) -> js.BigInt:
    return js.BigInt(value & _UINT64)


@host_function("__wbg_iterator_e5822695327a3c39")
def symbol_iterator(_: Host) -> str:
    return "Symbol.iterator"


@host_function("__wbg_next_2c826fe5dfec6b6a", may_throw=True)
def iterator_next_method(_: Host, iterator: Any) -> Any:
    return js.get_property(iterator, "next")


@host_function("__wbg_next_020810e0ae8ebcb0", may_throw=True)
def iterator_next(_: Host, iterator: Any) -> Any:
    return js.get_property(iterator, "next")()


@host_function("__wbg_done_2042aa2670fb1db1")
def iterator_done(_: Host, step: Any) -> bool:
    return bool(js.get_property(step, "done"))


@host_function("__wbg_value_692627309814bb8c")
def iterator_value(_: Host, step: Any) -> Any:
    return js.get_property(step, "value")


@host_function("__wbg_new_23fa8b12a239f036")
def new_regexp(host: Host, address: int, size: int, _flags: int, _flags_size: int) -> re.Pattern[str]:
    return re.compile(host.heap.read_text(address, size))


@host_function("__wbg_exec_fdeec61d47617356")
def regexp_exec(host: Host, pattern: re.Pattern[str], address: int, size: int) -> int:
    match = pattern.search(host.heap.read_text(address, size))
    return host.heap.keep([match.group(0)]) if match else 0
