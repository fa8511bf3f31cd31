"""Linear memory and the externref table of one instance, in the layout wasm-bindgen expects."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from wasmtime import Func, Memory, Store, Table

__all__ = ["Heap"]

# Addresses are unsigned 32-bit but wasmtime hands them over as signed i32.
_ADDRESS_MASK = 0xFFFFFFFF


class Heap:
    """Reads and writes strings, bytes and object references of a wasm-bindgen instance."""

    def __init__(self, store: Store, memory: Memory, table: Table, functions: Mapping[str, Func]) -> None:
        self._store = store
        self._memory = memory
        self._table = table
        self._malloc = functions["__wbindgen_malloc"]
        self._functions = functions

    def read(self, address: int, length: int) -> bytes:
        start = address & _ADDRESS_MASK
        return bytes(self._memory.read(self._store, start, start + length))

    def read_text(self, address: int, length: int) -> str:
        return self.read(address, length).decode()

    def write(self, address: int, data: bytes | bytearray) -> None:
        self._memory.write(self._store, data, address & _ADDRESS_MASK)

    def allocate(self, data: bytes) -> int:
        """Copy ``data`` into memory owned by the module; returns its address."""
        address: int = self._malloc(self._store, len(data), 1)
        self.write(address, data)
        return address

    def put_text(self, text: str) -> tuple[int, int]:
        """(address, length) of ``text`` as UTF-8."""
        data = text.encode()
        return self.allocate(data), len(data)

    def return_text(self, address: int, text: str | None) -> None:
        """Write an optional string as a return pair (address, length); None is (0, 0)."""
        pair = self.put_text(text) if text is not None else (0, 0)
        self.write(address, struct.pack("<ii", *pair))

    def return_float(self, address: int, number: float | None) -> None:
        """Write an optional f64 as (present, value)."""
        self.write(address, struct.pack("<i4xd", number is not None, number or 0.0))

    def return_int64(self, address: int, number: int | None) -> None:
        """Write an optional i64 as (present, value)."""
        self.write(address, struct.pack("<i4xq", number is not None, number or 0))

    def take(self, index: int) -> Any:
        """The object at ``index`` of the reference table, whose slot is given back."""
        value = self._table.get(self._store, index)
        self._functions["__externref_table_dealloc"](self._store, index)
        return value

    def keep(self, value: Any) -> int:
        """Store an object in the reference table; returns its index."""
        index: int = self._functions["__externref_table_alloc"](self._store)
        self._table.set(self._store, index, value)
        return index

    def start_table(self, constants: tuple[Any, ...]) -> None:
        """Fill slot 0 and the first reserved slots, as the module's start function asks."""
        offset = self._table.grow(self._store, len(constants), constants[0])
        self._table.set(self._store, 0, constants[0])
        for position, value in enumerate(constants):
            self._table.set(self._store, offset + position, value)
