"""Builds the request of a call: Prisma's JSON protocol with placeholders where values may vary.

The walk visits leaves in the same order as :func:`prismstack.query._shape.shape`, so a
leaf's number here is its position in the list that ``shape`` collects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from prismstack.query._graph import InputField, InputFields, InputGraph
from prismstack.query._json import is_array, is_object
from prismstack.query._scalars import Binder, Refused, ValueTypes, binder_for, enum_binder, literal
from prismstack.query._selection import CHOICES, ModelFields, SelectionBuilder, check_choices
from prismstack.query._shape import is_leaf_type, type_of

__all__ = ["ACTIONS", "Call", "Request", "Slot", "build_literal_request", "build_request"]

#: The client's method -> the engine's action.
ACTIONS: Final[dict[str, str]] = {
    "create": "createOne",
    "create_many": "createMany",
    "update": "updateOne",
    "update_many": "updateMany",
    "delete": "deleteOne",
    "delete_many": "deleteMany",
    "upsert": "upsertOne",
    "find_unique": "findUnique",
    "find_unique_or_raise": "findUniqueOrThrow",
    "find_first": "findFirst",
    "find_first_or_raise": "findFirstOrThrow",
    "find_many": "findMany",
    "count": "aggregate",
    "group_by": "groupBy",
    "create_many_and_return": "createManyAndReturn",
    "update_many_and_return": "updateManyAndReturn",
}

# The client's snake_case keys; renamed wherever they occur, as the client always did.
_ALIASES: Final = {
    "startswith": "startsWith",
    "endswith": "endsWith",
    "has_every": "hasEvery",
    "has_some": "hasSome",
    "is_empty": "isEmpty",
    "order_by": "orderBy",
    "not_in": "notIn",
    "is_not": "isNot",
    "connect_or_create": "connectOrCreate",
}
# The compiler knows no placeholder type for Decimal; Float placeholders keep their value as bound.
_PLACEHOLDER_TYPES: Final = {"Decimal": "Float", "UUID": "Uuid"}
_TOKEN = re.compile(r"[A-Za-z_]\w*|[{}]")


class Call(NamedTuple):
    """One call of the typed client, as its methods make it."""

    method: str
    model_name: str
    model: Any
    arguments: dict[str, Any]
    root_selection: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder: which leaf fills it, under which name, through which binder."""

    leaf: int
    name: str
    bind: Binder


@dataclass(slots=True)
class Request:
    """A protocol request.

    ``literals`` are the positions of leaves that are part of its text. ``refused`` says
    that a value did not fit its place: the request then stands for this one call only.
    """

    document: dict[str, Any]
    slots: list[Slot] = field(default_factory=list[Slot])
    literals: list[int] = field(default_factory=list[int])
    refused: bool = False


def build_request(
    call: Call, graph: InputGraph, types: ValueTypes, fields: ModelFields, *, same_as: tuple[int, ...] = ()
) -> Request:
    """The request of a call with every value a placeholder that may be one.

    ``same_as`` (see ``equality_pattern``) makes equal leaves share one placeholder.
    """
    return _Builder(graph, types, fields, same_as).build(call)


def build_literal_request(call: Call, graph: InputGraph, types: ValueTypes, fields: ModelFields) -> Request:
    """The request of a call with every value written out."""
    return _LiteralBuilder(graph, types, fields, ()).build(call)


class _Builder(SelectionBuilder):
    def __init__(self, graph: InputGraph, types: ValueTypes, fields: ModelFields, same_as: tuple[int, ...]) -> None:
        super().__init__(graph, fields)
        self._types = types
        self._same_as = same_as
        self._leaf = 0
        self._request = Request({})
        self._names: dict[tuple[int, str], str] = {}

    def build(self, call: Call) -> Request:
        action = ACTIONS[call.method]
        accepted = self._graph.actions.get(f"{call.model_name}.{action}", {})
        selection = self._base_selection(call)
        arguments = self._arguments(call.arguments, accepted, call.model, selection)
        self._request.document = {
            "modelName": call.model_name,
            "action": action,
            "query": {"arguments": arguments, "selection": selection},
        }
        return self._request

    # -- selection ----------------------------------------------------------------------

    def _base_selection(self, call: Call) -> dict[str, Any]:
        if call.root_selection is not None:
            return _parse_selection(" ".join(call.root_selection))
        return self._all_scalars(call.model)

    def _switch(self) -> None:
        self._request.literals.append(self._next_leaf())

    # -- arguments ----------------------------------------------------------------------

    def _arguments(
        self, given: dict[str, Any], accepted: InputFields, model: Any, selection: dict[str, Any]
    ) -> dict[str, Any]:
        check_choices(given)
        arguments: dict[str, Any] = {}
        for key, value in given.items():
            if value is None:
                continue  # as if it had not been passed
            if key in CHOICES:
                self._choose(key, value, model, selection)
                continue
            name = _ALIASES.get(key, key)
            arguments[name] = self._value(value, accepted.get(name))
        return arguments

    def _value(self, value: Any, accepted: InputField | None) -> Any:
        if is_object(value):
            return self._object(value, accepted)
        if value is None:
            return None
        if isinstance(value, (list, tuple, set)):
            return self._list(value, accepted)
        return self._scalar(value, accepted)

    def _object(self, value: dict[str, Any], accepted: InputField | None) -> dict[str, Any]:
        candidates = accepted.objects if accepted else ()
        result: dict[str, Any] = {}
        for key, item in value.items():
            name = _ALIASES.get(key, key)
            result[name] = self._value(item, self._graph.find(candidates, name))
        return result

    def _list(self, values: Any, accepted: InputField | None) -> Any:
        kinds: set[type[Any]] = {type(item) for item in values}
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind is not None and is_leaf_type(kind):
            return self._scalar_list(list(values), kind, accepted)
        return [self._value(item, accepted) for item in values]

    def _scalar(self, value: Any, accepted: InputField | None) -> Any:
        position = self._next_leaf()
        found: tuple[str, Binder] | None = None
        if accepted is not None and accepted.parameterizable:
            found = self._binder(type_of(value), accepted.scalars, accepted.enums)
        if found is None or not self._fits(found[1], [value]):
            return self._literal(position, value)
        return self._placeholder(position, {"type": found[0]}, found[1])

    def _scalar_list(self, values: list[Any], kind: type[Any], accepted: InputField | None) -> Any:
        position = self._next_leaf()
        found: tuple[str, Binder] | None = None
        if accepted is not None and accepted.parameterizable:
            found = self._binder(kind, accepted.list_scalars, accepted.list_enums)
        if found is None or not self._fits(found[1], values):
            return self._literal(position, values)
        bind_one = found[1]

        def bind(items: list[Any]) -> list[Any]:
            return [bind_one(item) for item in items]

        return self._placeholder(position, {"type": "List", "inner": {"type": found[0]}}, bind)

    def _binder(self, kind: type[Any], scalars: tuple[str, ...], enums: tuple[str, ...]) -> tuple[str, Binder] | None:
        """(placeholder type, binder) of the first accepted type that a Python type can fill."""
        if enums and issubclass(kind, str):
            return "Enum", enum_binder(self._graph.enums[enums[0]])
        for scalar in scalars:
            bind = binder_for(kind, scalar, self._types)
            if bind is not None:
                return _PLACEHOLDER_TYPES.get(scalar, scalar), bind
        return None

    def _placeholder(self, position: int, kind: dict[str, Any], bind: Binder) -> dict[str, Any]:
        # Equal values of different types are bound differently, so they share no name.
        first = (self._same_as[position] if self._same_as else position, str(kind))
        name = self._names.setdefault(first, f"%{len(self._names) + 1}")
        self._request.slots.append(Slot(position, name, bind))
        return {"$type": "Param", "value": {"name": name, **kind}}

    def _literal(self, position: int, value: Any) -> Any:
        self._request.literals.append(position)
        if is_array(value):
            return [literal(item, self._types) for item in value]
        return literal(value, self._types)

    def _fits(self, bind: Binder, values: list[Any]) -> bool:
        try:
            for value in values:
                bind(value)
        except Refused:
            self._request.refused = True
            return False
        return True

    def _next_leaf(self) -> int:
        self._leaf += 1
        return self._leaf - 1


class _LiteralBuilder(_Builder):
    def _binder(self, kind: type[Any], scalars: tuple[str, ...], enums: tuple[str, ...]) -> tuple[str, Binder] | None:
        return None


def _parse_selection(text: str) -> dict[str, Any]:
    """``count _sum { amount }`` as a protocol selection."""
    stack: list[dict[str, Any]] = [{}]
    last = ""
    for token in _TOKEN.findall(text):
        if token == "{":
            nested: dict[str, Any] = {}
            stack[-1][last] = {"arguments": {}, "selection": nested}
            stack.append(nested)
        elif token == "}":
            stack.pop()
        else:
            last = token
            stack[-1][token] = True
    return stack[0]
