"""What a plan would send to the database: its statements with their values, without running it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prismstack.drivers import Codec
from prismstack.query._json import is_array, is_object
from prismstack.query._scope import Scope
from prismstack.query._sql import compile_sql
from prismstack.query._values import compile_value, parameter_name

__all__ = ["FromResult", "PlannedStatement", "planned_statements"]


@dataclass(frozen=True, slots=True)
class FromResult:
    """A value that comes from the result of an earlier statement, by the plan's name for it."""

    name: str


@dataclass(frozen=True, slots=True)
class PlannedStatement:
    """A statement of a plan; ``parameters`` as the driver binds them."""

    sql: str
    parameters: tuple[Any, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every value is known before anything ran."""
        return not any(isinstance(value, FromResult) for value in self.parameters)


def planned_statements(document: dict[str, Any], scope: Scope, codec: Codec) -> list[PlannedStatement]:
    """The statements of the compiler's plan in the order of its tree; one in a branch may never run."""
    found: list[PlannedStatement] = []
    scope = {**scope, "#run": {}}
    scope.update(_generated(document, scope))
    for node in _nodes(document, ("query", "execute")):
        template = node["args"]
        unknown = [_unknown(value, scope) for value in template.get("args", [])]
        if any(unknown):
            found.append(_with_unknown(template, unknown, scope, codec))
        else:
            statements = compile_sql(template, codec, wants_rows=True).statements(scope)
            found += [PlannedStatement(each.sql, each.arguments) for each in statements]
    return found


def _with_unknown(template: dict[str, Any], unknown: list[str | None], scope: Scope, codec: Codec) -> PlannedStatement:
    """A statement some of whose values an earlier one yields: each of those stands for itself, a list as one value."""
    stand_ins: dict[str, Any] = {name: FromResult(name) for name in unknown if name}
    open_kinds = {"arity": "scalar", "scalarType": "unknown-yet"}
    arguments = [
        {"prisma__type": "param", "prisma__value": {"name": name}} if name else value
        for value, name in zip(template["args"], unknown, strict=True)
    ]
    kinds = [open_kinds if name else kind for kind, name in zip(template["argTypes"], unknown, strict=True)]
    node = {**template, "args": arguments, "argTypes": kinds}
    (statement,) = compile_sql(node, codec, wants_rows=True).statements({**scope, **stand_ins})
    return PlannedStatement(statement.sql, statement.arguments)


def _generated(document: dict[str, Any], scope: Scope) -> Scope:
    """Samples of the values that the plan generates itself (ids, instants), by their names."""
    return {
        binding["name"]: compile_value(binding["expr"]["args"])(scope)
        for node in _nodes(document, ("let",))
        for binding in node["args"]["bindings"]
        if binding["expr"]["type"] == "value" and _unknown(binding["expr"]["args"], scope) is None
    }


def _unknown(value: Any, scope: Scope) -> str | None:
    """The first name in a value that only a run gives a meaning."""
    if is_array(value):
        return next(filter(None, (_unknown(item, scope) for item in value)), None)
    name = parameter_name(value)
    if name is not None:
        return None if name in scope else name
    if is_object(value) and value.get("prisma__type") == "generatorCall":
        return _unknown(value["prisma__value"].get("args", []), scope)
    return None


def _nodes(node: Any, kinds: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if is_array(node):
        for part in node:
            yield from _nodes(part, kinds)
    elif is_object(node):
        if node.get("type") in kinds:
            yield node
        for part in node.values():
            yield from _nodes(part, kinds)
