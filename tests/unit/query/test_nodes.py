"""Every plan node, compiled from documents written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from prismstack.query import PlanFailed, PlanUnsupported, RequestError
from tests.unit.query.plans import (
    Node,
    column,
    compiled,
    data_map,
    get,
    let,
    param,
    rows,
    run_single,
    run_steps,
    sql,
    value,
)


def pure(node: Node, **scope: Any) -> Any:
    """The value of a node that needs no database."""
    return run_steps(compiled(node), [], **scope).value


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (value(5), 5),
        (value(5.0), 5),
        (value([1.0, "a", None]), [1, "a", None]),
        (value(param("%1")), "one"),
        (value({"prisma__type": "bigint", "prisma__value": "9007199254740993"}), 9007199254740993),
        (value({"prisma__type": "bytes", "prisma__value": "aGk="}), b"hi"),
        ({"type": "unit"}, None),
        (get("rows"), [{"id": 1}, {"id": 2}]),
        ({"type": "getFirstNonEmpty", "args": {"names": ["none", "empty", "%1", "rows"]}}, "one"),
        ({"type": "getFirstNonEmpty", "args": {"names": ["none", "empty"]}}, []),
        ({"type": "seq", "args": [value(1), value(2)]}, 2),
        ({"type": "seq", "args": []}, None),
        (let(get("b"), a=value("x"), b=get("a")), "x"),
        (let(let(get("a"), a=value("inner")), a=value("outer")), "inner"),
        ({"type": "sum", "args": [value(1), value("2.5"), value(3)]}, 6.5),
        ({"type": "sum", "args": []}, 0),
        ({"type": "concat", "args": [value([1, 2]), value(3), value([])]}, [1, 2, 3]),
        ({"type": "concat", "args": []}, []),
        ({"type": "reverse", "args": get("rows")}, [{"id": 2}, {"id": 1}]),
        ({"type": "reverse", "args": value(5)}, 5),
        ({"type": "unique", "args": value([])}, None),
        ({"type": "unique", "args": value([7])}, 7),
        ({"type": "unique", "args": value(7)}, 7),
        ({"type": "required", "args": value([7])}, [7]),
        ({"type": "required", "args": value(0)}, 0),
        ({"type": "mapField", "args": {"field": "id", "records": get("rows")}}, [1, 2]),
        ({"type": "mapField", "args": {"field": "no", "records": get("rows")}}, [None, None]),
        ({"type": "mapField", "args": {"field": "id", "records": get("one")}}, 9),
        ({"type": "mapField", "args": {"field": "id", "records": value(5)}}, 5),
        ({"type": "mapField", "args": {"field": "id", "records": value(None)}}, None),
        ({"type": "transaction", "args": value(1)}, 1),
    ],
)
def test_pure_nodes(node: Node, expected: Any) -> None:
    scope = {"%1": "one", "none": None, "empty": [], "rows": [{"id": 1}, {"id": 2}], "one": {"id": 9}}
    assert pure(node, **scope) == expected


def test_statements_in_order() -> None:
    ran = run_steps(
        compiled({"type": "seq", "args": [sql("a ?", "x", kind="execute"), sql("b ?", param("%1"))]}),
        [3, rows({"id": 1})],
        **{"%1": "y"},
    )
    assert ran.statements == [("a ?", ("x",)), ("b ?", ("y",))]
    assert ran.value == [{"id": 1}]


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ({"type": "rowCountEq", "args": 2.0}, True),
        ({"type": "rowCountEq", "args": 1.0}, False),
        ({"type": "rowCountNeq", "args": 0.0}, True),
        ({"type": "rowCountNeq", "args": 2.0}, False),
        ({"type": "affectedRowCountEq", "args": 2.0}, False),
        ({"type": "never"}, False),
    ],
)
def test_if(rule: Node, holds: bool) -> None:
    node = {"type": "if", "args": {"value": get("rows"), "rule": rule, "then": value("yes"), "else": value("no")}}
    assert pure(node, rows=[1, 2]) == ("yes" if holds else "no")


@pytest.mark.parametrize(
    ("subject", "rule", "holds"),
    [
        (None, {"type": "rowCountEq", "args": 0}, True),
        ({"id": 1}, {"type": "rowCountEq", "args": 1}, True),
        ([], {"type": "rowCountNeq", "args": 0}, False),
        (5, {"type": "affectedRowCountEq", "args": 5}, True),
        (5.0, {"type": "affectedRowCountEq", "args": 5}, True),
    ],
)
def test_rules(subject: Any, rule: Node, holds: bool) -> None:
    node = {"type": "if", "args": {"value": get("it"), "rule": rule, "then": value(True), "else": value(False)}}
    assert pure(node, it=subject) is holds


def test_if_runs_one_branch_only() -> None:
    node = {
        "type": "if",
        "args": {
            "value": sql("look"),
            "rule": {"type": "rowCountEq", "args": 0},
            "then": sql("insert", kind="execute"),
            "else": sql("update", kind="execute"),
        },
    }
    assert [text for text, _ in run_steps(compiled(node), [rows(), 1]).statements] == ["look", "insert"]
    assert [text for text, _ in run_steps(compiled(node), [rows({"a": 1}), 1]).statements] == ["look", "update"]


def join(parent: Node, child: Node, on: list[list[str]], *, unique: bool) -> Node:
    entry = {"child": child, "on": on, "parentField": "kids", "isRelationUnique": unique}
    return {"type": "join", "args": {"parent": parent, "children": [entry], "canAssumeStrictEquality": True}}


def test_join_of_lists() -> None:
    node = join(sql("parents"), sql("kids"), [["id", "pid"]], unique=False)
    ran = run_steps(compiled(node), [rows({"id": 1}, {"id": 2}), rows({"pid": 2, "n": "a"}, {"pid": 2, "n": "b"})])
    assert ran.value == [{"id": 1, "kids": []}, {"id": 2, "kids": [{"pid": 2, "n": "a"}, {"pid": 2, "n": "b"}]}]


def test_join_of_single_records_by_several_keys() -> None:
    node = join({"type": "unique", "args": sql("parent")}, sql("kid"), [["a", "x"], ["b", "y"]], unique=True)
    ran = run_steps(compiled(node), [rows({"a": 1, "b": "k"}), rows({"x": 1, "y": "z"}, {"x": 1, "y": "k"})])
    assert ran.value == {"a": 1, "b": "k", "kids": {"x": 1, "y": "k"}}
    ran = run_steps(compiled(node), [rows({"a": 1, "b": "k"}), rows({"x": 2, "y": "k"})])
    assert ran.value["kids"] is None


def test_join_of_nothing_asks_for_no_children() -> None:
    node = join({"type": "unique", "args": sql("parent")}, sql("kid"), [["a", "x"]], unique=True)
    ran = run_steps(compiled(node), [rows()])
    assert (ran.value, len(ran.statements)) == (None, 1)


def test_join_without_statements_and_without_keys() -> None:
    """What the compiler makes of ``take: 0``."""
    node = join(get("parents"), value([]), [], unique=False)
    assert pure(node, parents=[{"id": 1}]) == [{"id": 1, "kids": []}]


def test_diff() -> None:
    node = {"type": "diff", "args": {"from": get("old"), "to": get("new"), "fields": ["id"]}}
    assert pure(node, old=[{"id": 1}, {"id": 2}], new=[{"id": 2, "x": 0}]) == [{"id": 1}]
    assert pure(node, old=[{"id": 1}], new=None) == [{"id": 1}]
    assert pure(node, old=None, new=[{"id": 1}]) == []
    assert pure(node, old={"id": 1}, new={"id": 1}) == []
    both = {"type": "diff", "args": {"from": sql("a"), "to": sql("b"), "fields": ["x", "y"]}}
    ran = run_steps(compiled(both), [rows({"x": 1, "y": 1}, {"x": 1, "y": 2}), rows({"x": 1, "y": 2})])
    assert ran.value == [{"x": 1, "y": 1}]


def test_initialize_record_from_values_and_the_last_insert_id() -> None:
    fields = {"id": {"type": "lastInsertId"}, "name": {"type": "value", "value": param("%1")}}
    node = {"type": "initializeRecord", "args": {"expr": sql("insert", kind="execute"), "fields": fields}}
    plan = compiled(node)
    steps = plan.steps(scope := {"%1": "ann", "#run": {}})
    next(steps)
    scope["#run"]["last_insert_id"] = 7
    with pytest.raises(StopIteration) as stopped:
        steps.send(1)
    assert stopped.value.value == {"id": 7, "name": "ann"}


def test_map_record() -> None:
    def change(kind: str, operand: Any) -> Node:
        return {"type": kind, "value": operand}

    fields = {
        "a": change("set", param("%1")),
        "b": change("add", 2),
        "c": change("subtract", 2),
        "d": change("multiply", 2),
        "e": change("divide", 2),
        "f": change("divide", 0),
        "g": change("add", 1),
    }
    node = {"type": "mapRecord", "args": {"expr": get("it"), "fields": fields}}
    record = {**dict.fromkeys("abcdef", 10), "g": None, "kept": 1}
    expected = {"a": "x", "b": 12, "c": 8, "d": 20, "e": 5, "f": None, "g": None, "kept": 1}
    assert pure(node, it=record, **{"%1": "x"}) == expected
    assert pure(node, it=[record], **{"%1": "x"}) == [expected]
    assert pure(node, it=None) is None
    assert record["a"] == 10  # the record itself is nobody's to change


@pytest.mark.parametrize(
    ("identifier", "code", "text"),
    [
        ("RELATION_VIOLATION", "P2014", "required relation 'R' between the `A` and `B` models"),
        ("RECORDS_NOT_CONNECTED", "P2017", "between the `P` and `C` models are not connected"),
        ("INCOMPLETE_CONNECT_OUTPUT", "P2018", "Expected 2 records .* on one-to-many relation 'R', found 1"),
        ("MISSING_RECORD", "P2025", "No record was found for an update"),
        ("MISSING_RELATED_RECORD", "P2025", "No 'M' record was found for an update on one-to-many relation 'R'"),
        ("INCOMPLETE_CONNECT_INPUT", "P2025", "Expected 2 records to be connected, found only 1"),
    ],
)
def test_validate(identifier: str, code: str, text: str) -> None:
    context = {
        "relation": "R", "modelA": "A", "modelB": "B", "parent": "P", "child": "C", "relationType": "one-to-many",
        "operation": "an update", "model": "M", "expectedRows": 2.0,
    }  # fmt: skip
    rules = [{"type": "rowCountNeq", "args": 0}, {"type": "rowCountEq", "args": 2}]
    arguments = {"expr": get("it"), "rules": rules, "errorIdentifier": identifier, "context": context}
    node = {"type": "validate", "args": arguments}
    assert pure(node, it=[1, 2]) == [1, 2]
    with pytest.raises(RequestError, match=text) as caught:
        pure(node, it=[1])
    assert caught.value.prisma_code == code
    assert caught.value.meta["relation"] == "R"


def test_unique_and_required_fail_on_what_the_compiler_rules_out() -> None:
    with pytest.raises(PlanFailed, match="returned 2"):
        pure({"type": "unique", "args": value([1, 2])})
    for empty in (None, []):
        with pytest.raises(PlanFailed, match="required value is empty"):
            pure({"type": "required", "args": value(empty)})


UNKNOWN: list[tuple[Node, str]] = [
    ({"type": "teleport", "args": {}}, "node 'teleport'"),
    ({"type": "compile", "args": {}}, "node 'compile'"),  # the name of a method of ours
    ({"type": "seq", "args": [value(1), {"type": "beam"}]}, "node 'beam'"),
    (
        {"type": "if", "args": {"value": value(1), "rule": {"type": "maybe"}, "then": value(1), "else": value(1)}},
        "rule 'maybe'",
    ),
    (
        {"type": "validate", "args": {"expr": value(1), "rules": [], "errorIdentifier": "ODD", "context": {}}},
        "validation 'ODD'",
    ),
    (value({"prisma__type": "generatorCall", "prisma__value": {"name": "dice", "args": []}}), "generator 'dice'"),
    (value({"prisma__type": "colour", "prisma__value": "red"}), "kind 'colour'"),
    (value({"a": 1}), "kind None"),
    ({"type": "query", "args": {"type": "graphSql", "args": []}}, "SQL of the unknown kind 'graphSql'"),
    ({"type": "mapRecord", "args": {"expr": value(1), "fields": {"a": {"type": "shuffle", "value": 1}}}}, "'shuffle'"),
    ({"type": "initializeRecord", "args": {"expr": value(1), "fields": {"a": {"type": "guess"}}}}, "'guess'"),
    (data_map(value([]), {"a": column("a", "colour")}), "type 'colour'"),
]


@pytest.mark.parametrize(("node", "name"), UNKNOWN, ids=[name for _, name in UNKNOWN])
def test_what_is_unknown_fails_by_name_before_anything_runs(node: Node, name: str) -> None:
    with pytest.raises(PlanUnsupported, match=name):
        compiled(node)


def test_an_unknown_sql_fragment_fails_by_name() -> None:
    node = sql("SELECT 1")
    node["args"]["fragments"].append({"type": "hologram"})
    with pytest.raises(PlanUnsupported, match="fragment 'hologram'"):
        compiled(node)


def test_what_a_plan_asks_of_its_driver() -> None:
    read, write = sql("SELECT 1"), sql("UPDATE x", kind="execute")
    cases: list[tuple[Node, bool, bool, bool]] = [  # single, writes, transactional
        (read, True, False, False),
        (write, True, True, False),
        (sql("INSERT INTO x RETURNING id"), True, True, False),
        ({"type": "transaction", "args": write}, True, True, True),
        ({"type": "seq", "args": [read, read]}, False, False, False),
        ({"type": "seq", "args": [read, write]}, False, True, True),
        ({"type": "sum", "args": [write, write]}, False, True, True),
    ]
    for node, single, writes, transactional in cases:
        plan = compiled(node)
        assert (plan.single is not None, plan.writes, plan.transactional) == (single, writes, transactional), node


SINGLES: list[Node] = [
    sql("q ?", param("%1")),
    {"type": "unique", "args": sql("q")},
    {"type": "reverse", "args": sql("q")},
    {"type": "seq", "args": [value(1), sql("q"), get("%1")]},
    {"type": "concat", "args": [sql("q")]},
    let(sql("q ?", param("made")), made=value("m")),
    let({"type": "mapField", "args": {"field": "id", "records": get("it")}}, it=sql("q")),
    let({"type": "seq", "args": [get("other"), get("it")]}, before=value(1), it=sql("q"), other=get("before")),
    data_map(sql("q"), {"key": column("id", "int")}),
    data_map({"type": "unique", "args": sql("q")}, {"key": column("id", "int")}),
    data_map({"type": "reverse", "args": sql("q")}, {"key": column("id", "int")}),
    data_map(let(get("it"), it={"type": "unique", "args": sql("q")}), {"key": column("id", "int")}),
]


@pytest.mark.parametrize("node", SINGLES)
def test_the_straight_line_and_the_general_way_agree(node: Node) -> None:
    plan = compiled(node)
    for answer in (rows({"id": 1}), rows()):
        scope = {"%1": "x"}
        assert run_steps(plan, [answer], **scope) == run_single(plan, answer, **scope)
