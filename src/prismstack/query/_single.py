"""The straight line: plans that run exactly one statement, which is most traffic.

Such a plan is split around its statement: pure bindings before it (generated ids), the
statement, pure work after it. No generator, no suspension, and rows stay tuples until
the mapper turns them into the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from prismstack.query._collector import calmly
from prismstack.query._json import is_array, is_object
from prismstack.query._mapper import MISFITS, RowMapper, inconsistent, is_flat
from prismstack.query._nodes import NodeCompiler, Pure, reads_only, unary_child
from prismstack.query._operations import COMBINERS, UNARY
from prismstack.query._scope import Evaluate, Scope, records
from prismstack.query._sql import SqlTemplate, compile_sql

__all__ = ["SingleStatement", "split_single"]

After = Callable[[Any, Scope], Any]

# Nodes that never look inside a row, so rows may stay tuples below a dataMap.
_ROW_AGNOSTIC = {"unique", "required", "reverse", "validate", "let", "seq", "get", "unit", "value"}


@dataclass(slots=True)
class SingleStatement:
    """One statement with pure work around it; ``finish`` takes what the driver returned."""

    template: SqlTemplate
    wants_rows: bool
    writes: bool
    before: list[tuple[str, Evaluate]]
    after: list[After]
    keeps_tuples: bool

    @property
    def sql(self) -> str:
        assert self.template.fixed is not None
        return self.template.fixed

    def prepare(self, scope: Scope) -> tuple[Any, ...]:
        """Evaluate the bindings before the statement; returns its arguments."""
        for name, evaluate in self.before:
            scope[name] = evaluate(scope)
        return self.template.arguments(scope)

    def finish(self, result: Any, scope: Scope) -> Any:
        """The plan's value from a RowSet (or a row count)."""
        value: Any = result
        if self.wants_rows:
            if self.keeps_tuples:
                scope["#columns"], value = result.columns, result.rows
            else:
                value = records(result)
        for step in self.after:
            value = step(value, scope)
        return value


def split_single(plan: dict[str, Any], compiler: NodeCompiler) -> SingleStatement | None:
    """The straight line of a plan, or None when it runs several statements or only maybe one."""
    if _count_statements(plan) != 1:
        return None
    line = _Line(compiler)
    if not line.walk(plan):
        return None
    assert line.statement is not None
    wants_rows = line.statement["type"] == "query"
    template = compile_sql(line.statement["args"], compiler.codec, wants_rows=wants_rows)
    if template.fixed is None:
        return None
    return SingleStatement(
        template=template,
        wants_rows=wants_rows,
        writes=not (wants_rows and reads_only(line.statement["args"])),
        before=line.before,
        after=line.after,
        keeps_tuples=line.keeps_tuples,
    )


@dataclass
class _Line:
    """Walks from the root to the only statement, collecting what comes before and after it."""

    compiler: NodeCompiler
    statement: dict[str, Any] | None = None
    before: list[tuple[str, Evaluate]] = field(default_factory=list[tuple[str, Evaluate]])
    after: list[After] = field(default_factory=list[After])
    keeps_tuples: bool = False

    def walk(self, node: dict[str, Any]) -> bool:
        """Whether the statement is reached unconditionally."""
        kind: str = node["type"]
        arguments: Any = node.get("args")
        if kind in ("query", "execute"):
            self.statement = node
            return True
        if kind == "transaction":
            return self.walk(arguments)
        if kind == "dataMap":
            return self._map(arguments)
        if kind in UNARY:
            found = self.walk(unary_child(kind, arguments))
            self.after.append(self.compiler.operation(kind, arguments))
            return found
        if kind in COMBINERS and len(arguments) == 1:
            combine = COMBINERS[kind]
            found = self.walk(arguments[0])
            self.after.append(lambda value, _scope: combine([value]))
            return found
        if kind == "let":
            return self._let(arguments)
        return self._seq(arguments) if kind == "seq" else False

    def _map(self, arguments: dict[str, Any]) -> bool:
        child, structure = arguments["expr"], arguments["structure"]
        self.keeps_tuples = is_flat(structure) and _kinds(child) <= _ROW_AGNOSTIC | {"query"}
        found = self.walk(child)
        if self.keeps_tuples:
            self.after.append(_tuple_mapper(lambda columns: self.compiler.row_mapper(arguments, columns)))
        else:
            self.after.append(self.compiler.operation("dataMap", arguments))
        return found

    def _let(self, arguments: dict[str, Any]) -> bool:
        bindings: list[dict[str, Any]] = arguments["bindings"]
        at = next((i for i, each in enumerate(bindings) if _count_statements(each["expr"])), None)
        ahead = bindings if at is None else bindings[:at]
        self.before += [(each["name"], self._pure(each["expr"])) for each in ahead]
        if at is None:
            return self.walk(arguments["expr"])
        found = self.walk(bindings[at]["expr"])
        rest = [(each["name"], self._pure(each["expr"])) for each in bindings[at + 1 :]]
        self.after.append(_bound(bindings[at]["name"], rest, self._pure(arguments["expr"])))
        return found

    def _seq(self, items: list[dict[str, Any]]) -> bool:
        at = next(i for i, each in enumerate(items) if _count_statements(each))
        self.before += [(f"#{i}", self._pure(each)) for i, each in enumerate(items[:at])]
        found = self.walk(items[at])
        for each in items[at + 1 :]:
            evaluate = self._pure(each)
            self.after.append(lambda _value, scope, evaluate=evaluate: evaluate(scope))
        return found

    def _pure(self, node: dict[str, Any]) -> Evaluate:
        compiled = self.compiler.compile(node)
        assert isinstance(compiled, Pure)
        return compiled.evaluate


def _bound(name: str, rest: list[tuple[str, Evaluate]], body: Evaluate) -> After:
    def step(value: Any, scope: Scope) -> Any:
        scope[name] = value
        for other, evaluate in rest:
            scope[other] = evaluate(scope)
        return body(scope)

    return step


def _tuple_mapper(mapper_of: Callable[[tuple[str, ...]], RowMapper]) -> After:
    """Maps rows that are still tuples; the mapper is made when the first row shows the columns."""
    mapper: RowMapper | None = None

    def step(value: Any, scope: Scope) -> Any:
        nonlocal mapper
        if value is None or value == []:
            return value
        if mapper is None:
            mapper = mapper_of(scope["#columns"])
        try:
            return calmly(mapper, value) if is_array(value) else mapper([value])[0]
        except MISFITS as error:
            raise inconsistent(error) from error

    return step


def _count_statements(node: Any) -> int:
    if is_array(node):
        return sum(_count_statements(part) for part in node)
    if not is_object(node):
        return 0
    if node.get("type") in ("query", "execute"):
        return 1
    return sum(_count_statements(part) for part in node.values())


def _kinds(node: dict[str, Any]) -> set[str]:
    """The node types of a subtree."""
    kind: str = node["type"]
    arguments: Any = node.get("args")
    parts: list[dict[str, Any]]
    if kind == "let":
        parts = [*(each["expr"] for each in arguments["bindings"]), arguments["expr"]]
    elif kind == "seq":
        parts = arguments
    elif kind in UNARY:
        parts = [unary_child(kind, arguments)]
    else:
        return {kind}
    return {kind}.union(*(_kinds(part) for part in parts))
