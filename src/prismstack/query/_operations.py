"""The pure part of plan nodes: operations on values that need no database."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from prismstack.errors import PrismstackError
from prismstack.query._errors import PlanUnsupported
from prismstack.query._json import is_array, is_object
from prismstack.query._process import compile_process
from prismstack.query._rules import compile_rule, validation_error
from prismstack.query._scope import Scope
from prismstack.query._values import compile_value

__all__ = ["COMBINERS", "UNARY", "PlanFailed", "attach", "difference", "first_non_empty"]

#: (value of the child, scope) -> value of the node.
Operation = Callable[[Any, Scope], Any]


class PlanFailed(PrismstackError):
    """A plan met data its compiler ruled out; a defect of the engine, not of the query."""

    code = "PLAN_FAILED"


def _unique(_arguments: dict[str, Any]) -> Operation:
    def unique(value: Any, _scope: Scope) -> Any:
        if not is_array(value):
            return value
        if len(value) > 1:
            raise PlanFailed(f"expected one record, the database returned {len(value)}")
        return value[0] if value else None

    return unique


def _required(_arguments: dict[str, Any]) -> Operation:
    def required(value: Any, _scope: Scope) -> Any:
        if value is None or value == []:
            raise PlanFailed("a required value is empty")
        return value

    return required


def _reverse(_arguments: dict[str, Any]) -> Operation:
    return lambda value, _scope: value[::-1] if is_array(value) else value


def _map_field(arguments: dict[str, Any]) -> Operation:
    field: str = arguments["field"]

    def read(value: Any) -> Any:
        if is_array(value):
            return [item.get(field) if item.__class__ is dict else read(item) for item in value]
        return value.get(field) if is_object(value) else value

    return lambda value, _scope: read(value)


def _validate(arguments: dict[str, Any]) -> Operation:
    rules = [compile_rule(rule) for rule in arguments["rules"]]
    identifier, context = arguments["errorIdentifier"], arguments["context"]
    validation_error(identifier, {**_ANY_CONTEXT, **context})  # an unknown one fails now

    def validate(value: Any, _scope: Scope) -> Any:
        for rule in rules:
            if not rule(value):
                found = len(value) if is_array(value) else value
                raise validation_error(identifier, {"found": found, **context})
        return value

    return validate


_ANY_CONTEXT = dict.fromkeys(
    ("relation", "relationType", "modelA", "modelB", "model", "parent", "child", "operation", "expectedRows"), ""
)


def _initialize_record(arguments: dict[str, Any]) -> Operation:
    fields = {name: _initializer(each) for name, each in arguments["fields"].items()}

    def initialize(_value: Any, scope: Scope) -> Any:
        return {name: make(scope) for name, make in fields.items()}

    return initialize


def _initializer(node: dict[str, Any]) -> Callable[[Scope], Any]:
    if node["type"] == "value":
        return compile_value(node["value"])
    if node["type"] == "lastInsertId":
        return lambda scope: scope["#run"].get("last_insert_id")
    raise PlanUnsupported(f"the plan initialises a field by the unknown {node['type']!r}")


def _map_record(arguments: dict[str, Any]) -> Operation:
    changes = {name: _field_change(each) for name, each in arguments["fields"].items()}

    def change(record: Any, scope: Scope) -> Any:
        if record is None:
            return None
        return {**record, **{name: apply(record.get(name), scope) for name, apply in changes.items()}}

    def map_record(value: Any, scope: Scope) -> Any:
        if is_array(value):
            return [change(record, scope) for record in value]
        return change(value, scope)

    return map_record


def _field_change(node: dict[str, Any]) -> Callable[[Any, Scope], Any]:
    operate = _ARITHMETIC.get(node["type"])
    if operate is None:
        raise PlanUnsupported(f"the plan changes a field by the unknown {node['type']!r}")
    operand = compile_value(node["value"])
    return lambda current, scope: operate(current, operand(scope))


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "set": lambda _current, operand: operand,
    "add": lambda current, operand: None if current is None else current + operand,
    "subtract": lambda current, operand: None if current is None else current - operand,
    "multiply": lambda current, operand: None if current is None else current * operand,
    "divide": lambda current, operand: None if current is None or operand == 0 else current / operand,
}

#: Node type -> maker of its operation from the node's ``args``. ``dataMap`` joins in the compiler.
UNARY: dict[str, Callable[[dict[str, Any]], Operation]] = {
    "unique": _unique,
    "required": _required,
    "reverse": _reverse,
    "mapField": _map_field,
    "validate": _validate,
    "initializeRecord": _initialize_record,
    "mapRecord": _map_record,
    "process": lambda arguments: compile_process(arguments["operations"]),
}


def _sum(values: list[Any]) -> Any:
    return sum([float(value) if isinstance(value, str) else value for value in values])


def _concat(values: list[Any]) -> list[Any]:
    result: list[Any] = []
    for value in values:
        if is_array(value):
            result.extend(value)
        else:
            result.append(value)
    return result


#: Nodes that combine the values of their children.
COMBINERS: dict[str, Callable[[list[Any]], Any]] = {"sum": _sum, "concat": _concat}


def first_non_empty(values: list[Any]) -> Any:
    """The first value that is neither None nor an empty list; an empty list when there is none."""
    nothing: list[Any] = []
    return next((value for value in values if value is not None and value != []), nothing)


def attach(parent: Any, children: list[Any], joins: list[dict[str, Any]]) -> Any:
    """The ``join`` node: put each child under its parent's field, by equal keys.

    Parents are changed in place: they are rows of this run and nobody else's.
    """
    if parent is None:
        return None
    parents = parent if is_array(parent) else [parent]
    for child, join in zip(children, joins, strict=True):
        _attach_one(parents, _concat([] if child is None else [child]), join)
    return parent


def _attach_one(parents: list[dict[str, Any]], children: list[dict[str, Any]], join: dict[str, Any]) -> None:
    left_key, right_key = (_key_of([pair[side] for pair in join["on"]]) for side in (0, 1))
    field = join["parentField"]
    if join["isRelationUnique"]:
        # Reversed, so that the first child of a key wins.
        single = {right_key(record): record for record in reversed(children)}
        for record in parents:
            record[field] = single.get(left_key(record))
        return
    groups: dict[Any, list[dict[str, Any]]] = {}
    for record in children:
        groups.setdefault(right_key(record), []).append(record)
    nothing: list[Any] = []
    for record in parents:
        record[field] = groups.get(left_key(record), nothing)


def _key_of(fields: list[str]) -> Callable[[dict[str, Any]], Any]:
    """The key of records over some fields; without fields all records have one key."""
    return itemgetter(*fields) if fields else lambda _record: ()


def difference(source: Any, removed: Any, fields: list[str]) -> list[Any]:
    """The ``diff`` node: records of ``source`` whose key is not among those of ``removed``."""
    key = _key_of(fields)
    gone = {key(record) for record in _concat([] if removed is None else [removed])}
    return [record for record in _concat([] if source is None else [source]) if key(record) not in gone]
