"""Compiles plan nodes into closures, once per plan.

A subtree without SQL becomes a plain function of the scope; one with SQL becomes a
generator function that yields statements. Pure work never pays for the machinery of
suspension, and nothing interprets the tree at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prismstack.drivers import Codec
from prismstack.query._collector import calmly
from prismstack.query._errors import PlanUnsupported
from prismstack.query._instances import ModelClass, record_instances, row_instances
from prismstack.query._mapper import ColumnConvert, RowMapper, record_mapper, row_mapper
from prismstack.query._operations import COMBINERS, UNARY, attach, difference, first_non_empty
from prismstack.query._rules import compile_rule
from prismstack.query._scope import Evaluate, RowSet, Scope, Steps, records
from prismstack.query._sql import compile_sql
from prismstack.query._values import compile_value

__all__ = ["Impure", "Node", "NodeCompiler", "Pure"]


@dataclass(frozen=True, slots=True)
class Pure:
    """A node that needs no database."""

    evaluate: Evaluate

    def steps(self, scope: Scope) -> Steps:
        """The same as a generator, for use under impure nodes."""
        yield from ()
        return self.evaluate(scope)


@dataclass(frozen=True, slots=True)
class Impure:
    """A node that yields statements."""

    steps: Callable[[Scope], Steps]


Node = Pure | Impure


class NodeCompiler:
    """Compiles the nodes of one plan for one database.

    ``column`` finds the conversions of the result, ``model`` is the class of its objects,
    if they may be made here. ``transactional`` tells, after compiling, whether the plan asks for a transaction;
    ``writes`` whether any of its statements may change data.
    """

    def __init__(self, codec: Codec, column: ColumnConvert, model: ModelClass | None = None) -> None:
        self.codec = codec
        self._column = column
        self._model = model
        self.transactional = False
        self.writes = False

    def compile(self, node: dict[str, Any]) -> Node:
        """The closure of a node. Raises PlanUnsupported, naming the node, for an unknown one."""
        kind, arguments = node["type"], node.get("args")
        if kind in UNARY or kind == "dataMap":
            return self._unary(kind, arguments)
        if kind in COMBINERS:
            return self._combined(COMBINERS[kind], arguments)
        make: Callable[[Any], Node] | None = getattr(self, f"_{_snake(kind)}", None)
        if make is None or kind not in _OWN_KINDS:
            raise PlanUnsupported(f"the plan holds the unknown node {kind!r}")
        return make(arguments)

    def operation(self, kind: str, arguments: Any) -> Callable[[Any, Scope], Any]:
        """What a unary node does with its child's value."""
        if kind != "dataMap":
            return UNARY[kind](arguments)
        structure, enums = arguments["structure"], arguments["enums"]
        if self._model is not None and structure["type"] == "object":
            mapper = record_instances(structure, self._model, enums, self._column)
        else:
            mapper = record_mapper(structure, enums, self._column)
        return lambda value, _scope: calmly(mapper, value)

    def row_mapper(self, arguments: Any, columns: tuple[str, ...]) -> RowMapper:
        """What a ``dataMap`` node does with rows that hold its whole structure."""
        structure, enums = arguments["structure"], arguments["enums"]
        if self._model is not None:
            return row_instances(structure, self._model, enums, columns, self._column)
        return row_mapper(structure, enums, columns, self._column)

    # -- leaves ---------------------------------------------------------------------------

    def _value(self, arguments: Any) -> Node:
        return Pure(compile_value(arguments))

    def _get(self, arguments: Any) -> Node:
        name = arguments["name"]
        return Pure(lambda scope: scope[name])

    def _get_first_non_empty(self, arguments: Any) -> Node:
        names = arguments["names"]
        return Pure(lambda scope: first_non_empty([scope[name] for name in names]))

    def _unit(self, _arguments: Any) -> Node:
        return Pure(lambda _scope: None)

    def _query(self, arguments: Any) -> Node:
        template = compile_sql(arguments, self.codec, wants_rows=True)
        self.writes = self.writes or not reads_only(arguments)

        def steps(scope: Scope) -> Steps:
            rows: list[dict[str, Any]] = []
            for statement in template.statements(scope):
                result: RowSet = yield statement
                rows += records(result)
            return rows

        return Impure(steps)

    def _execute(self, arguments: Any) -> Node:
        template = compile_sql(arguments, self.codec, wants_rows=False)
        self.writes = True

        def steps(scope: Scope) -> Steps:
            count = 0
            for statement in template.statements(scope):
                count += yield statement
            return count

        return Impure(steps)

    # -- one child ------------------------------------------------------------------------

    def _transaction(self, arguments: Any) -> Node:
        # The driver runs the whole plan in one transaction: a superset of what is asked.
        self.transactional = True
        return self.compile(arguments)

    def _unary(self, kind: str, arguments: Any) -> Node:
        child = self.compile(unary_child(kind, arguments))
        apply = self.operation(kind, arguments)
        if isinstance(child, Pure):
            evaluate = child.evaluate
            return Pure(lambda scope: apply(evaluate(scope), scope))
        child_steps = child.steps

        def steps(scope: Scope) -> Steps:
            return apply((yield from child_steps(scope)), scope)

        return Impure(steps)

    # -- several children -----------------------------------------------------------------

    def _combined(self, combine: Callable[[list[Any]], Any], arguments: Any) -> Node:
        children = [self.compile(each) for each in arguments]
        if all(isinstance(child, Pure) for child in children):
            functions = [child.evaluate for child in children if isinstance(child, Pure)]
            return Pure(lambda scope: combine([function(scope) for function in functions]))

        def steps(scope: Scope) -> Steps:
            values: list[Any] = []
            for child in children:
                values.append((yield from child.steps(scope)))
            return combine(values)

        return Impure(steps)

    def _seq(self, arguments: Any) -> Node:
        return self._combined(lambda values: values[-1] if values else None, arguments)

    def _let(self, arguments: Any) -> Node:
        bindings = [(each["name"], self.compile(each["expr"])) for each in arguments["bindings"]]
        body = self.compile(arguments["expr"])
        if isinstance(body, Pure) and all(isinstance(node, Pure) for _, node in bindings):
            pure = [(name, node.evaluate) for name, node in bindings if isinstance(node, Pure)]

            def evaluate(scope: Scope) -> Any:
                inner = dict(scope)
                for name, function in pure:
                    inner[name] = function(inner)
                return body.evaluate(inner)

            return Pure(evaluate)

        def steps(scope: Scope) -> Steps:
            inner = dict(scope)
            for name, node in bindings:
                inner[name] = yield from node.steps(inner)
            return (yield from body.steps(inner))

        return Impure(steps)

    def _if(self, arguments: Any) -> Node:
        value, rule = self.compile(arguments["value"]), compile_rule(arguments["rule"])
        then, otherwise = self.compile(arguments["then"]), self.compile(arguments["else"])
        if isinstance(value, Pure) and isinstance(then, Pure) and isinstance(otherwise, Pure):
            return Pure(lambda s: then.evaluate(s) if rule(value.evaluate(s)) else otherwise.evaluate(s))

        def steps(scope: Scope) -> Steps:
            holds = rule((yield from value.steps(scope)))
            return (yield from (then if holds else otherwise).steps(scope))

        return Impure(steps)

    def _join(self, arguments: Any) -> Node:
        parent = self.compile(arguments["parent"])
        joins: list[dict[str, Any]] = arguments["children"]
        children = [self.compile(each["child"]) for each in joins]
        pure = [child.evaluate for child in children if isinstance(child, Pure)]
        if isinstance(parent, Pure) and len(pure) == len(children):
            return Pure(lambda scope: attach(parent.evaluate(scope), [evaluate(scope) for evaluate in pure], joins))

        def steps(scope: Scope) -> Steps:
            value = yield from parent.steps(scope)
            if value is None:
                return None
            found: list[Any] = []
            for child in children:
                found.append((yield from child.steps(scope)))
            return attach(value, found, joins)

        return Impure(steps)

    def _diff(self, arguments: Any) -> Node:
        source, removed = self.compile(arguments["from"]), self.compile(arguments["to"])
        fields: list[str] = arguments["fields"]
        if isinstance(source, Pure) and isinstance(removed, Pure):
            return Pure(lambda scope: difference(source.evaluate(scope), removed.evaluate(scope), fields))

        def steps(scope: Scope) -> Steps:
            first = yield from source.steps(scope)
            return difference(first, (yield from removed.steps(scope)), fields)

        return Impure(steps)


_OWN_KINDS = {
    "value", "get", "getFirstNonEmpty", "unit", "query", "execute", "transaction", "seq", "let", "if", "join", "diff",
}  # fmt: skip


def unary_child(kind: str, arguments: Any) -> dict[str, Any]:
    """The only child of a unary node."""
    if kind in ("unique", "required", "reverse"):
        return arguments
    return arguments["records" if kind == "mapField" else "expr"]


def reads_only(sql_node: dict[str, Any]) -> bool:
    """Whether a query node's SQL cannot change data."""
    text: str = sql_node["sql"] if sql_node["type"] == "rawSql" else sql_node["fragments"][0].get("chunk", "")
    return text.lstrip()[:6].upper() == "SELECT"


def _snake(kind: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind)
