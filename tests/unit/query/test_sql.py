"""SQL of plans: rendered text, bound values, chunks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from prismstack.drivers.postgresql import PostgresCodec
from prismstack.query import RequestError
from tests.unit.query.plans import Node, compiled, param, rows, run_steps, sql

LIMIT = 32766


def statements(node: Node, answers: int = 1, **scope: Any) -> list[tuple[str, tuple[Any, ...]]]:
    return run_steps(compiled(node), [rows() for _ in range(answers)], **scope).statements


def test_parameters_and_tuples_take_values_from_left_to_right() -> None:
    node = sql("a = ? AND b IN ?* AND c = ?", "x", param("%1"), param("%2"))
    assert statements(node, **{"%1": ["p", "q"], "%2": "y"}) == [
        ("a = ? AND b IN (?,?) AND c = ?", ("x", "p", "q", "y"))
    ]


def test_an_empty_tuple_matches_nothing_and_a_scalar_is_a_tuple_of_one() -> None:
    node = sql("a IN ?*", param("%1"))
    assert statements(node, **{"%1": []}) == [("a IN (NULL)", ())]
    assert statements(node, **{"%1": "x"}) == [("a IN (?)", ("x",))]


def test_numbered_placeholders() -> None:
    node = sql("a = ? AND b IN ?* AND c = ?", "x", param("%1"), "z")
    node["args"]["placeholderFormat"] = {"prefix": "$", "hasNumbering": True}
    assert statements(node, **{"%1": ["p", "q"]}) == [("a = $1 AND b IN ($2,$3) AND c = $4", ("x", "p", "q", "z"))]
    fixed = sql("a = ? AND b = ?", "x", "y")
    fixed["args"]["placeholderFormat"] = {"prefix": "$", "hasNumbering": True}
    assert statements(fixed) == [("a = $1 AND b = $2", ("x", "y"))]


@pytest.mark.parametrize(
    ("text", "native", "given", "expected"),
    [
        ("a = ? AND b IN ?* AND c = ?", "TEXT", ["p", "q"], ("a = $1 AND b = ANY($2) AND c = $3", ["p", "q"])),
        ("a = ? AND b IN ?* AND c = ?", "VARCHAR(9)", "p", ("a = $1 AND b = ANY($2) AND c = $3", ["p"])),
        ("a = ? AND b IN ?* AND c = ?", "TEXT", [], ("a = $1 AND b = ANY($2) AND c = $3", [])),
    ],
)
def test_a_list_is_one_array_where_the_database_has_arrays(text: str, native: str, given: Any, expected: Any) -> None:
    node = sql(text, "x", param("%1"), "z")
    node["args"]["placeholderFormat"] = {"prefix": "$", "hasNumbering": True}
    node["args"]["argTypes"][1] = {"arity": "scalar", "scalarType": "string", "dbType": native}
    ran = run_steps(compiled(node, PostgresCodec()), [rows()], **{"%1": given})
    assert ran.statements == [(expected[0], ("x", expected[1], "z"))]


@pytest.mark.parametrize(("text", "native"), [("a NOT IN ?*", "TEXT"), ("a IN ?*", "UUID"), ("a IN ?*", None)])
def test_other_lists_stay_lists(text: str, native: str | None) -> None:
    node = sql(text, param("%1"))
    node["args"]["placeholderFormat"] = {"prefix": "$", "hasNumbering": True}
    node["args"]["argTypes"][0] = {"arity": "scalar", "scalarType": "string", "dbType": native}
    ran = run_steps(compiled(node, PostgresCodec()), [rows()], **{"%1": ["p", "q"]})
    assert ran.statements == [(text.replace("?*", "($1,$2)"), ("p", "q"))]


def tuple_list(values: Any) -> Node:
    node = sql("(a, b) IN (?*)", values)
    node["args"]["fragments"][1] = {
        "type": "parameterTupleList", "itemPrefix": "", "itemSeparator": ",", "itemSuffix": "", "groupSeparator": ",",
    }  # fmt: skip
    element = {"arity": "scalar", "dbType": None}
    elements = [{**element, "scalarType": "string"}, {**element, "scalarType": "int"}]
    node["args"]["argTypes"] = [{"arity": "tuple", "elements": elements}]
    return node


def test_tuple_lists() -> None:
    pairs = [["x", 1], ["y", 2]]
    assert statements(tuple_list(param("%1")), **{"%1": pairs}) == [("(a, b) IN ((?,?),(?,?))", ("x", 1, "y", 2))]
    assert statements(tuple_list(param("%1")), **{"%1": ["x", 1]}) == [("(a, b) IN ((?,?))", ("x", 1))]


def test_a_product_is_the_pairs_of_its_arguments() -> None:
    call = {"prisma__type": "generatorCall", "prisma__value": {"name": "product", "args": [param("%1"), param("%2")]}}
    assert statements(tuple_list(call), **{"%1": ["x", "y"], "%2": 7})[0][1] == ("x", 7, "y", 7)


def test_raw_sql_is_as_it_is() -> None:
    args = {"type": "rawSql", "sql": "SELECT ? -- ?", "args": ["x"], "argTypes": [_kind("string")]}
    assert statements({"type": "query", "args": args}) == [("SELECT ? -- ?", ("x",))]


def _kind(scalar: str) -> Node:
    return {"arity": "scalar", "scalarType": scalar, "dbType": None}


@pytest.mark.parametrize(
    ("scalar", "value", "bound"),
    [
        ("int", 5, 5),
        ("bigint", "9007199254740993", 9007199254740993),
        ("float", 1, 1.0),
        ("boolean", True, 1),
        ("decimal", Decimal("1.5"), 1.5),
        ("decimal", Decimal(7), 7),
        ("decimal", "1.5", 1.5),
        ("decimal", 69236082520663610.0, 69236082520663610.0),
        ("datetime", dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "2024-01-01T00:00:00.000+00:00"),
        ("datetime", "2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.000+00:00"),
        ("bytes", b"hi", b"hi"),
        ("bytes", "aGk=", b"hi"),
        ("json", '{"a":1}', '{"a":1}'),
        ("enum", "adm", "adm"),
        ("unknown", True, 1),
        ("string", None, None),
        ("int", None, None),
        ("datetime", None, None),
    ],
)
def test_values_are_converted_by_their_types(scalar: str, value: Any, bound: Any) -> None:
    ((_, arguments),) = statements(sql("x = ?", param("%1"), scalar=scalar), **{"%1": value})
    assert arguments == (bound,)
    assert type(arguments[0]) is type(bound)
    ((_, arguments),) = statements(sql("x IN ?*", param("%1"), scalar=scalar), **{"%1": [value, None]})
    assert arguments == (bound, None)


def test_lists_beyond_the_limit_come_in_chunks() -> None:
    node = sql("a = ? AND b IN ?*", "x", param("%1"), scalar="string")
    values = [str(at) for at in range(LIMIT * 2)]
    ran = statements(node, answers=3, **{"%1": values})
    assert [len(arguments) for _, arguments in ran] == [LIMIT, LIMIT, 3]
    assert all(arguments[0] == "x" for _, arguments in ran)
    assert [value for _, arguments in ran for value in arguments[1:]] == values


def test_rows_of_chunks_are_appended_and_counts_are_summed() -> None:
    values = [str(at) for at in range(LIMIT + 1)]
    found = run_steps(compiled(sql("b IN ?*", param("%1"))), [rows({"id": 1}), rows({"id": 2})], **{"%1": values})
    assert found.value == [{"id": 1}, {"id": 2}]
    counted = run_steps(compiled(sql("b IN ?*", param("%1"), kind="execute")), [3, 4], **{"%1": values})
    assert counted.value == 7


def test_only_the_largest_tuple_is_cut_and_tuples_in_lists_stay_whole() -> None:
    node = sql("a IN ?* AND b IN ?*", param("%1"), param("%2"))
    ran = statements(node, answers=2, **{"%1": ["p"] * 10, "%2": ["q"] * LIMIT})
    assert [len(arguments) for _, arguments in ran] == [LIMIT, 20]
    pairs = [["x", at] for at in range(LIMIT // 2 + 1)]
    ran = statements(tuple_list(param("%1")), answers=2, **{"%1": pairs})
    assert [len(arguments) for _, arguments in ran] == [LIMIT, 2]


def test_what_cannot_be_cut_is_refused() -> None:
    too_many = [str(at) for at in range(LIMIT + 1)]
    for node, scope in (
        (sql("b IN ?*", param("%1"), chunkable=False), {"%1": too_many}),
        (sql("a IN ?* AND b IN ?*", param("%1"), param("%2")), {"%1": too_many, "%2": too_many}),
    ):
        with pytest.raises(RequestError, match="parameter limit") as caught:
            statements(node, answers=3, **scope)
        assert caught.value.prisma_code == "P2029"
