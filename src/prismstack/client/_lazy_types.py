"""The generated ``types`` module at run time: a type is defined when it is first asked for.

Upstream's module defines every type of every model when it is imported; their number grows
with the square of the number of models, and next to none is used while a program runs. Here
the definitions, which are upstream's text, wait compressed in a module of their own (see
``_split_types``). Type checkers read ``types.pyi``.
"""

from __future__ import annotations

import ast
import base64
import builtins
import json
import re
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

__all__ = ["bucket_of", "define_lazily", "pack", "unpack"]

#: A module's own dict, past the property below.
_names_of: Callable[[ModuleType], dict[str, Any]] = vars(ModuleType)["__dict__"].__get__
_BUILTINS = vars(builtins)
_WORD = re.compile(r"[A-Za-z_]\w*")


def pack(bucket: dict[str, str]) -> str:
    """Definitions by name, as text that goes into a Python module."""
    return base64.b64encode(zlib.compress(json.dumps(bucket).encode(), 9)).decode()


def unpack(packed: str) -> dict[str, str]:
    """What ``pack`` was given."""
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def bucket_of(name: str, buckets: int) -> int:
    """The number of the bucket that a name's definition is in."""
    return zlib.crc32(name.encode()) % buckets


def define_lazily(module: str, load: Callable[[], Sequence[str]]) -> None:
    """Make an imported module define the names of its buckets when they are asked for.

    ``load`` is called when the first is, and returns the packed buckets.
    """
    target = sys.modules[module]
    names = _names_of(target)
    names["__prismstack__"] = _Definitions(names, load)
    target.__class__ = _LazyTypes


class _LazyTypes(ModuleType):
    """A module whose missing names are looked for among its definitions."""

    __prismstack__: _Definitions

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":  # a star import takes everything, as it does from a plain module
            return [each for each in dir(self) if not each.startswith("_")]
        if name.startswith("__") or not self.__prismstack__.define(name):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return _names_of(self)[name]

    def __dir__(self) -> Iterable[str]:
        return sorted({*_names_of(self), *self.__prismstack__.names()})

    @property
    def __dict__(self) -> dict[str, Any]:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The module's names, among them all that the types defined so far refer to.

        Whoever evaluates a type's annotations (``typing.get_type_hints``, pydantic) looks the names up in here.
        """
        self.__prismstack__.complete()
        return _names_of(self)


class _Definitions:
    """Defines names of a module, with what their definitions need, from packed source text."""

    def __init__(self, names: dict[str, Any], load: Callable[[], Sequence[str]]) -> None:
        self._names = names
        self._load = load
        self._unpacked: dict[int, dict[str, str]] = {}
        self._unresolved: list[ast.AST] = []
        self._lock = threading.RLock()

    def define(self, name: str) -> bool:
        """Define a name unless it is; whether there is one."""
        with self._lock:
            try:
                return self._define(name)
            finally:
                self._unpacked.clear()

    def complete(self) -> None:
        """Define what the definitions made so far mention in their annotations, and so on."""
        with self._lock:
            while self._unresolved:
                for text in _forward_references(self._unresolved.pop()):
                    for word in _WORD.findall(text):
                        self._define(word)
            self._unpacked.clear()

    def names(self) -> list[str]:
        """Every name that has a definition."""
        return [name for packed in self._load() for name in unpack(packed)]

    def _define(self, name: str) -> bool:
        if name in self._names:
            return True
        source = self._source(name)
        if source is None:
            return False
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in _BUILTINS:
                self._define(node.id)
        code = compile(tree, f"<{self._names['__name__']}.{name}>", "exec", dont_inherit=True)
        exec(code, self._names)  # noqa: S102 - the client's own code
        self._unresolved.append(tree)
        return True

    def _source(self, name: str) -> str | None:
        buckets = self._load()
        number = bucket_of(name, len(buckets))
        if number not in self._unpacked:
            self._unpacked[number] = unpack(buckets[number])
        return self._unpacked[number].get(name)


def _forward_references(definition: ast.AST) -> Iterator[str]:
    """The texts in a definition, but for docstrings."""
    for node in ast.iter_child_nodes(definition):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Expr):
            yield from _forward_references(node)
