"""The registry of host functions: every import of the pinned engine builds, by its full name.

wasm-bindgen ends an import's name in a hash of its signature and source, so several
imports share a base name (``get``, ``new``, ``set``, ``then``) and differ only in the hash.
Binding by the full name makes a changed build fail at load instead of at some later call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from prismstack.errors import EngineIncompatible
from prismstack.wasm._memory import Heap
from prismstack.wasm._promises import MicrotaskQueue

__all__ = ["Host", "HostFunction", "host_function", "lookup"]


class Host(Protocol):
    """What host functions may use of the instance that calls them."""

    heap: Heap
    queue: MicrotaskQueue

    def closure(self, environment: int, table: int) -> Callable[[Any], Any]:
        """The one-argument function that the module passed as a (data, vtable) pair."""
        ...

    def executor(self, environment: int, table: int) -> Callable[[Any, Any], Any]:
        """The two-argument function that the module passed as a (data, vtable) pair."""
        ...

    def panicked(self, message: str) -> None:
        """The module is about to trap with this panic message."""
        ...


@dataclass(frozen=True, slots=True)
class HostFunction:
    """``call(host, *args)``; if it ``may_throw``, a JsException is handed to the module."""

    call: Callable[..., Any]
    may_throw: bool


_registry: dict[str, HostFunction] = {}


def host_function(*names: str, may_throw: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function ``f(host, *args)`` under one or more full import names."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in names:
            _registry[name] = HostFunction(function, may_throw)
        return function

    return register


def lookup(name: str) -> HostFunction:
    """The host function of an import.

    Raises EngineIncompatible for an import this release does not know.
    """
    try:
        return _registry[name]
    except KeyError:
        raise EngineIncompatible(
            f"the engine imports the unknown host function {name!r}: this engine build is not the "
            "pinned one; run `prismstack engines install --force`"
        ) from None
