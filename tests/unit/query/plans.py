"""Plans written by hand, and a driver of rows written by hand: plans never touch a database themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from prismstack.drivers import Codec, RowSet
from prismstack.drivers.sqlite import SqliteCodec
from prismstack.query._plan import Plan, compile_plan

Node = dict[str, Any]


@dataclass
class Ran:
    """What a plan made of the answers it was given."""

    value: Any
    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)


def rows(*records: dict[str, Any]) -> RowSet:
    """A row set of records that have the same columns."""
    columns = tuple(records[0]) if records else ()
    return RowSet(columns, [tuple(record.values()) for record in records])


def run_steps(plan: Plan, answers: list[Any], **scope: Any) -> Ran:
    """Run a plan the general way, as if it were no single statement."""
    steps = plan.steps({**scope, "#run": {}})
    ran = Ran(None)
    remaining = iter(answers)
    try:
        statement = next(steps)
        while True:
            ran.statements.append((statement.sql, statement.arguments))
            statement = steps.send(next(remaining))
    except StopIteration as stop:
        ran.value = stop.value
    return ran


def run_single(plan: Plan, answer: Any, **scope: Any) -> Ran:
    """Run a plan of one statement along its straight line."""
    assert plan.single is not None
    inner = {**scope, "#run": {}}
    arguments = plan.single.prepare(inner)
    return Ran(plan.single.finish(answer, inner), [(plan.single.sql, arguments)])


def compiled(document: Node, codec: Codec | None = None) -> Plan:
    """A plan document compiled for SQLite, or whatever else the codec is of."""
    codec = codec or SqliteCodec()
    return compile_plan(document, [], codec, codec.column)


# -- documents --------------------------------------------------------------------------------


def value(constant: Any) -> Node:
    return {"type": "value", "args": constant}


def get(name: str) -> Node:
    return {"type": "get", "args": {"name": name}}


def param(name: str, kind: str = "String") -> dict[str, Any]:
    return {"prisma__type": "param", "prisma__value": {"name": name, "type": kind}}


def sql(text: str, *args: Any, kind: str = "query", scalar: str = "string", chunkable: bool = True) -> Node:
    """A statement; ``?`` in the text stands for a parameter, ``?*`` for a tuple of them."""
    fragments: list[Node] = []
    for part in text.replace("?*", "\0T\0").replace("?", "\0P\0").split("\0"):
        if part == "T":
            fragments.append({"type": "parameterTuple", "itemPrefix": "", "itemSeparator": ",", "itemSuffix": ""})
        elif part == "P":
            fragments.append({"type": "parameter"})
        elif part:
            fragments.append({"type": "stringChunk", "chunk": part})
    types = [{"arity": "scalar", "scalarType": scalar, "dbType": None} for _ in args]
    template = {"type": "templateSql", "fragments": fragments, "args": list(args), "argTypes": types}
    placeholder = {"prefix": "?", "hasNumbering": False}
    return {"type": kind, "args": {**template, "placeholderFormat": placeholder, "chunkable": chunkable}}


def let(expr: Node, **bindings: Node) -> Node:
    return {"type": "let", "args": {"bindings": [{"name": n, "expr": e} for n, e in bindings.items()], "expr": expr}}


def column(db_name: str, kind: str = "string", arity: str = "required", **more: Any) -> Node:
    return {"type": "field", "dbName": db_name, "fieldType": {"arity": arity, "type": kind, **more}}


def data_map(expr: Node, fields: dict[str, Node], enums: dict[str, dict[str, str]] | None = None, **more: Any) -> Node:
    structure = {"type": "object", "serializedName": None, "skipNulls": False, "fields": fields, **more}
    return {"type": "dataMap", "args": {"expr": expr, "structure": structure, "enums": enums or {}}}
