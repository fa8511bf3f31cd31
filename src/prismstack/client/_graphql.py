"""Reads the GraphQL text that Prisma Client Python's query builder writes.

Only that dialect: one operation, one ``result`` field, arguments as GraphQL literals in
JSON notation, a selection. Upstream's ``engine.query`` takes it, so ours does too; the
client's own calls go the short way and never become text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from prismstack.client._package import ClientPackage
from prismstack.query import ACTIONS, Call, RequestError

__all__ = ["parse_request"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[{}()\[\]:,]')
_NAMES = {"true": True, "false": False, "null": None}
_RAW = {"queryRaw": "query_raw", "executeRaw": "execute_raw"}
_METHODS = sorted(((action, method) for method, action in ACTIONS.items()), key=lambda item: -len(item[0]))


def parse_request(payload: dict[str, Any], package: ClientPackage) -> tuple[list[Call], bool]:
    """The calls of ``{"query": …}`` or ``{"batch": [{"query": …}, …]}``, and whether it is a batch.

    Raises RequestError P2009 for text that the query builder cannot have written.
    """
    if "batch" in payload:
        return [_Parser(each["query"], package).call() for each in payload["batch"]], True
    return [_Parser(payload["query"], package).call()], False


class _Parser:
    def __init__(self, text: str, package: ClientPackage) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        self._at = 0
        self._package = package

    def call(self) -> Call:
        if self._peek() in ("query", "mutation"):
            self._next()
        for expected in ("{", "result", ":"):
            self._expect(expected)
        method, model_name = _method(self._next())
        arguments = self._arguments()
        if method in _RAW.values():
            arguments["parameters"] = json.loads(arguments.get("parameters") or "[]")
            return Call(method, "", None, arguments)
        selection = self._selection() if self._peek() == "{" else {}
        return self._finished(method, model_name, arguments, selection)

    def _finished(self, method: str, model_name: str, arguments: dict[str, Any], selection: dict[str, Any]) -> Call:
        model = _selected_model(model_name, selection, self._package)
        if method in ("count", "group_by", "create_many", "update_many", "delete_many"):
            return Call(method, model_name, model, arguments, [_selection_text(selection)])
        include = _include(selection)
        return Call(method, model_name, model, {**arguments, "include": include} if include else arguments)

    def _arguments(self) -> dict[str, Any]:
        if self._peek() != "(":
            return {}
        self._next()
        return self._members(")")

    def _members(self, end: str) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while self._peek() != end:
            if self._peek() == ",":
                self._next()
                continue
            name = self._next()
            self._expect(":")
            members[name] = self._value()
        self._next()
        return members

    def _value(self) -> Any:
        token = self._next()
        if token == "{":
            return self._members("}")
        if token == "[":
            return self._elements()
        if token in _NAMES:
            return _NAMES[token]
        return json.loads(token) if token[0] in '"-0123456789' else token

    def _elements(self) -> list[Any]:
        elements: list[Any] = []
        while self._peek() != "]":
            if self._peek() == ",":
                self._next()
                continue
            elements.append(self._value())
        self._next()
        return elements

    def _selection(self) -> dict[str, Any]:
        """Field name -> True, or (arguments, nested selection)."""
        self._expect("{")
        fields: dict[str, Any] = {}
        while self._peek() != "}":
            name = self._next()
            arguments = self._arguments()
            fields[name] = (arguments, self._selection()) if self._peek() == "{" else True
        self._next()
        return fields

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        if not token:
            raise RequestError("P2009", "Failed to parse the query: the text ends too early")
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        found = self._next()
        if found != token:
            raise RequestError("P2009", f"Failed to parse the query: expected {token!r}, found {found!r}")


def _method(name: str) -> tuple[str, str]:
    if name in _RAW:
        return _RAW[name], ""
    for action, method in _METHODS:
        base, throws = action.removesuffix("OrThrow"), action.endswith("OrThrow")
        if name.startswith(base) and name.endswith("OrThrow") == throws:
            return method, name.removeprefix(base).removesuffix("OrThrow" if throws else "")
    raise RequestError("P2009", f"Failed to parse the query: unknown operation {name!r}")


def _selected_model(name: str, selection: dict[str, Any], package: ClientPackage) -> Any:
    """A stand-in for a model class that selects exactly the fields of the text."""
    selected = _Selected(name, repr(selection))
    scalars = [field for field, nested in selection.items() if nested is True]

    def related(field: str) -> Any:
        return _selected_model(package.relation_target(name, field), selection[field][1], package)

    package.describe(selected, scalars, related)
    return selected


class _Selected(str):
    """A model name with one selection of its fields; equal selections are equal keys."""

    __prisma_model__: str

    def __new__(cls, name: str, selection: str) -> _Selected:
        self = super().__new__(cls, f"{name} {selection}")
        self.__prisma_model__ = name
        return self


def _include(selection: dict[str, Any]) -> dict[str, Any]:
    include: dict[str, Any] = {}
    for field, nested in selection.items():
        if nested is not True:
            arguments, inner = nested
            deeper = _include(inner)
            include[field] = {**arguments, **({"include": deeper} if deeper else {})} or True
    return include


def _selection_text(selection: dict[str, Any]) -> str:
    return " ".join(
        name if nested is True else f"{name} {{ {_selection_text(nested[1])} }}" for name, nested in selection.items()
    )
