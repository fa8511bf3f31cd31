"""The SQL of a plan's query and execute nodes: rendered, bound, and cut into chunks.

A template without tuples has one fixed text: it is joined once, and a run only picks its
arguments. Templates with tuples (``IN (…)``) are rendered per run, and split when a
statement would bind more values than the database takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prismstack.drivers import Codec, Convert
from prismstack.query._errors import PlanUnsupported, RequestError
from prismstack.query._json import is_array
from prismstack.query._scope import Scope, Statement
from prismstack.query._values import compile_value, decode_literal, is_constant

__all__ = ["SqlTemplate", "compile_sql"]

Bind = Callable[[Scope], Any]

_TUPLES = {"parameterTuple", "parameterTupleList"}
_FRAGMENTS = {"stringChunk", "parameter", *_TUPLES}


class SqlTemplate:
    """The SQL of one node. ``statements(scope)`` yields one statement, or several chunks.

    ``fixed`` is the text when it never varies (None otherwise), and then ``arguments``
    gives its values.
    """

    def __init__(self, node: dict[str, Any], codec: Codec, *, wants_rows: bool) -> None:
        self._wants_rows = wants_rows
        self._limit = codec.max_bind_values
        self._fragments: list[dict[str, Any]] = node["fragments"]
        self._placeholder: dict[str, Any] = node["placeholderFormat"]
        self._chunkable: bool = node["chunkable"]
        self._bind = [_binder(value, kind, codec) for value, kind in zip(node["args"], node["argTypes"], strict=True)]
        has_tuples = any(part["type"] in _TUPLES for part in self._fragments)
        self.fixed = None if has_tuples else _fixed_text(self._fragments, self._placeholder)
        self.arguments = _picker(self._bind)

    def statements(self, scope: Scope) -> Iterator[Statement]:
        """The statements to run, in order.

        Raises RequestError P2029 when a single statement still binds too many values.
        """
        if self.fixed is not None:
            yield Statement(self.fixed, self.arguments(scope), self._wants_rows)
            return
        values = [bind(scope) for bind in self._bind]
        for chunk in self._chunks(values):
            sql, arguments = self._render(chunk)
            if len(arguments) > self._limit:
                raise RequestError("P2029", "The query parameter limit supported by your database is exceeded.")
            yield Statement(sql, tuple(arguments), self._wants_rows)

    # -- rendering ------------------------------------------------------------------------

    def _render(self, values: list[Any]) -> tuple[str, list[Any]]:
        sql: list[str] = []
        arguments: list[Any] = []
        remaining = iter(values)
        for part in self._fragments:
            if part["type"] == "stringChunk":
                sql.append(part["chunk"])
            elif part["type"] == "parameter":
                sql.append(self._place(arguments, next(remaining)))
            elif part["type"] == "parameterTuple":
                sql.append(self._tuple(part, arguments, next(remaining)))
            else:
                groups = next(remaining)
                sql.append(part["groupSeparator"].join(self._tuple(part, arguments, group) for group in groups))
        return "".join(sql), arguments

    def _tuple(self, part: dict[str, Any], arguments: list[Any], values: Any) -> str:
        items = values if is_array(values) else [values]
        if not items:
            return "(NULL)"
        prefix, suffix = part["itemPrefix"], part["itemSuffix"]
        if not self._placeholder["hasNumbering"]:
            arguments += items
            return (
                "(" + part["itemSeparator"].join([f"{prefix}{self._placeholder['prefix']}{suffix}"] * len(items)) + ")"
            )
        return "(" + part["itemSeparator"].join(prefix + self._place(arguments, item) + suffix for item in items) + ")"

    def _place(self, arguments: list[Any], value: Any) -> str:
        arguments.append(value)
        prefix: str = self._placeholder["prefix"]
        return f"{prefix}{len(arguments)}" if self._placeholder["hasNumbering"] else prefix

    # -- chunking -------------------------------------------------------------------------

    def _chunks(self, values: list[Any]) -> list[list[Any]]:
        """The arguments of each chunk: only the largest tuple is split, and only when needed."""
        sizes = [_flat_size(value) for value in values]
        total = sum(sizes)
        if not self._chunkable or total <= self._limit:
            return [values]
        largest = max(range(len(values)), key=lambda at: sizes[at] if isinstance(values[at], list) else 0)
        rest = total - sizes[largest]
        if not isinstance(values[largest], list) or rest >= self._limit:
            return [values]
        parts = _split(values[largest], self._limit - rest)
        return [[*values[:largest], part, *values[largest + 1 :]] for part in parts]


# Types whose array form every driver binds from a list of the plain values.
_ARRAY_TYPES = {"TEXT", "VARCHAR", "INTEGER", "BIGINT"}


def compile_sql(node: dict[str, Any], codec: Codec, *, wants_rows: bool) -> SqlTemplate:
    """The template of a node's ``args``; a ``rawSql`` one is a template without placeholders.

    Raises PlanUnsupported for another kind.
    """
    if node["type"] == "templateSql":
        node = _with_numbers_written_out(node)
        if codec.has_arrays:
            node = _with_lists_as_arrays(node)
        return SqlTemplate(node, codec, wants_rows=wants_rows)
    if node["type"] == "rawSql":
        text = {"type": "stringChunk", "chunk": node["sql"]}
        template: dict[str, Any] = {**node, "fragments": [text], "placeholderFormat": {}, "chunkable": False}
        return SqlTemplate(template, codec, wants_rows=wants_rows)
    raise PlanUnsupported(f"the plan holds SQL of the unknown kind {node['type']!r}")


def _with_numbers_written_out(node: dict[str, Any]) -> dict[str, Any]:
    """The node with its constant integers (LIMIT, OFFSET) in the text.

    SQLite prepares a statement anew whenever a bound LIMIT is set, which costs more than a
    point read does; servers plan better when they see the number.
    """
    values, kinds = iter(node["args"]), iter(node["argTypes"])
    unknown = {part["type"] for part in node["fragments"]} - _FRAGMENTS
    if unknown:
        raise PlanUnsupported(f"the plan holds the unknown SQL fragment {unknown.pop()!r}")
    fragments: list[dict[str, Any]] = []
    kept: list[tuple[Any, dict[str, Any]]] = []
    for part in node["fragments"]:
        if part["type"] == "stringChunk":
            fragments.append(part)
            continue
        value, kind = next(values), next(kinds)
        number = _whole_number(value, kind) if part["type"] == "parameter" else None
        if number is None:
            fragments.append(part)
            kept.append((value, kind))
        else:
            fragments.append({"type": "stringChunk", "chunk": str(number)})
    return {**node, "fragments": fragments, "args": [each[0] for each in kept], "argTypes": [each[1] for each in kept]}


def _with_lists_as_arrays(node: dict[str, Any]) -> dict[str, Any]:
    """The node with ``IN (…)`` as ``= ANY($n)``: one text, so one prepared statement, for lists of every length."""
    fragments: list[dict[str, Any]] = []
    kinds = list(node["argTypes"])
    argument = -1
    closing = ""
    for part in node["fragments"]:
        if part["type"] == "stringChunk":
            part = {**part, "chunk": closing + part["chunk"]}
            closing = ""
        else:
            argument += 1
            if _can_be_array(part, kinds[argument], fragments):
                kinds[argument] = {**kinds[argument], "arity": "array"}
                fragments[-1] = {**fragments[-1], "chunk": fragments[-1]["chunk"].removesuffix("IN ") + "= ANY("}
                part = {"type": "parameter"}
                closing = ")"
        fragments.append(part)
    if closing:
        fragments.append({"type": "stringChunk", "chunk": closing})
    return {**node, "fragments": fragments, "argTypes": kinds}


def _can_be_array(part: dict[str, Any], kind: dict[str, Any], before: list[dict[str, Any]]) -> bool:
    if part["type"] != "parameterTuple" or part["itemPrefix"] or part["itemSuffix"] or kind["arity"] != "scalar":
        return False
    native = (kind.get("dbType") or "").partition("(")[0].upper()
    text = before[-1].get("chunk", "") if before else ""
    return native in _ARRAY_TYPES and text.endswith(" IN ") and not text.endswith(" NOT IN ")


def _whole_number(value: Any, kind: dict[str, Any]) -> int | None:
    """The constant integer that a value stands for, if it is one."""
    if kind["arity"] != "scalar" or kind["scalarType"] not in ("int", "bigint") or not is_constant(value):
        return None
    number = decode_literal(value)
    return None if number is None else int(number)


def _fixed_text(fragments: list[dict[str, Any]], placeholder: dict[str, Any]) -> str:
    parts: list[str] = []
    number = 0
    for part in fragments:
        if part["type"] == "stringChunk":
            parts.append(part["chunk"])
        else:
            number += 1
            parts.append(f"{placeholder['prefix']}{number if placeholder['hasNumbering'] else ''}")
    return "".join(parts)


def _binder(value: Any, kind: dict[str, Any], codec: Codec) -> Bind:
    """How one argument is evaluated and converted; constants are converted once, now."""
    convert = _converter(kind, codec)
    if is_constant(value):
        constant = convert(decode_literal(value))
        return lambda _scope: constant
    evaluate = compile_value(value)
    return evaluate if convert is _unchanged else lambda scope: convert(evaluate(scope))


def _converter(kind: dict[str, Any], codec: Codec) -> Convert:
    if kind["arity"] == "tuple":
        each = [_converter(element, codec) for element in kind["elements"]]
        return lambda groups: [
            [change(item) for change, item in zip(each, group, strict=True)] for group in _as_groups(groups)
        ]
    change = codec.argument(kind["scalarType"], kind.get("dbType"))
    if kind["arity"] == "array":
        return lambda values: (
            _as_list(values) if change is None else [_maybe(change, item) for item in _as_list(values)]
        )
    if change is None:
        return _unchanged

    def convert(value: Any) -> Any:
        if value is None:
            return None
        if is_array(value):
            return [item if item is None else change(item) for item in value]
        return change(value)

    return convert


def _as_list(values: Any) -> list[Any]:
    return values if is_array(values) else [values]


def _maybe(change: Convert, value: Any) -> Any:
    return None if value is None else change(value)


def _as_groups(groups: Any) -> Any:
    # A single tuple stands for a list of one.
    return groups if groups and isinstance(groups[0], list) else [groups]


def _picker(binds: list[Bind]) -> Callable[[Scope], tuple[Any, ...]]:
    if len(binds) == 1:
        only = binds[0]
        return lambda scope: (only(scope),)
    return lambda scope: tuple([bind(scope) for bind in binds])


def _flat_size(value: Any) -> int:
    if not is_array(value):
        return 1
    # Items are all values, or all groups of values.
    return sum(map(_flat_size, value)) if value and is_array(value[0]) else len(value)


def _split(items: list[Any], size: int) -> list[list[Any]]:
    """Greedy parts of at most ``size`` values; a group (tuple) is never cut."""
    parts: list[list[Any]] = [[]]
    used = 0
    for item in items:
        weight = _flat_size(item)
        if parts[-1] and used + weight > size:
            parts.append([])
            used = 0
        parts[-1].append(item)
        used += weight
    return parts


def _unchanged(value: Any) -> Any:
    return value
