"""The ``dataMap`` node: rows and nested records as results."""

from __future__ import annotations

import json
from typing import Any

import pytest

from prismstack.query import RequestError
from tests.unit.query.plans import Node, column, compiled, data_map, get, rows, run_single, run_steps, sql

ENUMS = {"Role": {"adm": "ADMIN", "USER": "USER"}}
FIELDS: dict[str, Node] = {
    "id": column("pk", "int"),
    "at": column("made_at", "datetime", "optional"),
    "role": column("role", "enum", "optional", name="Role"),
    "raw": column("raw", "bytes", "optional", encoding="array"),
    "flag": column("flag", "boolean", "optional"),
}
ROW = {"pk": 1, "made_at": "2024-01-01 00:00:00", "role": "adm", "raw": b"hi", "flag": 0, "extra": "x"}
RESULT = {"id": 1, "at": "2024-01-01T00:00:00.000+00:00", "role": "ADMIN", "raw": "aGk=", "flag": False}


def test_rows() -> None:
    plan = compiled(data_map(sql("q"), FIELDS, ENUMS))
    empty = dict.fromkeys(ROW, None) | {"pk": 2}
    answer = rows(ROW, empty)
    expected = [RESULT, {"id": 2, "at": None, "role": None, "raw": None, "flag": None}]
    assert run_single(plan, answer).value == run_steps(plan, [answer]).value == expected


def nested(name: str | None, fields: dict[str, Node], **more: Any) -> Node:
    return {"type": "object", "serializedName": name, "skipNulls": False, "fields": fields, **more}


def test_nested_records() -> None:
    fields = {"id": column("id", "int"), "kids": nested("@kids", {"n": column("n", "int")})}
    node = data_map(get("it"), fields)
    cases: list[tuple[Any, Any]] = [
        ([{"id": 1, "@kids": [{"n": 2}, {"n": 3}]}], [{"id": 1, "kids": [{"n": 2}, {"n": 3}]}]),
        ({"id": 1, "@kids": {"n": 2}}, {"id": 1, "kids": {"n": 2}}),
        ({"id": 1, "@kids": None}, {"id": 1, "kids": None}),
        ({"id": 1, "@kids": json.dumps([{"n": 2}])}, {"id": 1, "kids": [{"n": 2}]}),
        (json.dumps([{"id": 1, "@kids": []}]), [{"id": 1, "kids": []}]),
        (None, None),
        ([None], [None]),
    ]
    for given, expected in cases:
        assert run_steps(compiled(node), [], it=given).value == expected
    skipping = data_map(get("it"), fields, skipNulls=True)
    assert run_steps(compiled(skipping), [], it=[None, {"id": 1, "@kids": []}]).value == [{"id": 1, "kids": []}]


def test_objects_in_the_same_row() -> None:
    node = data_map(sql("q"), {"_count": nested(None, {"_all": column("n", "int")}), "a": column("a")})
    plan = compiled(node)
    answer = rows({"n": 3, "a": "x"})
    expected = [{"_count": {"_all": 3}, "a": "x"}]
    assert run_single(plan, answer).value == run_steps(plan, [answer]).value == expected


def test_lists_in_a_column() -> None:
    node = data_map(get("it"), {"tags": column("tags", "string", "list"), "n": column("n", "int", "list")})
    record = {"tags": None, "n": [1, "2", None]}
    assert run_steps(compiled(node), [], it=record).value == {"tags": [], "n": [1, 2, None]}


def test_counts_and_single_fields() -> None:
    counted = {"type": "dataMap", "args": {"expr": get("it"), "structure": {"type": "affectedRows"}, "enums": {}}}
    assert run_steps(compiled(counted), [], it=3).value == {"count": 3}
    assert run_steps(compiled(counted), [], it=None).value == {"count": 0}
    field = {"type": "dataMap", "args": {"expr": get("it"), "structure": column("x", "int"), "enums": {}}}
    assert run_steps(compiled(field), [], it="7").value == 7


@pytest.mark.parametrize(
    ("field", "row", "message"),
    [
        (column("gone"), {"pk": 1}, "Missing data field"),
        (column("pk", "enum", name="Role"), {"pk": "king"}, "'king' not found in enum 'Role'"),
        (column("pk", "int"), {"pk": "many"}, "many"),
        (column("pk", "datetime"), {"pk": "never"}, "never"),
        (column("pk", "datetime"), {"pk": 10**18}, "Inconsistent column data"),
        (column("pk", "decimal"), {"pk": "cheap"}, "cheap"),
    ],
)
def test_data_that_does_not_fit(field: Node, row: dict[str, Any], message: str) -> None:
    for plan, run in (
        (compiled(data_map(sql("q"), {"x": field}, ENUMS)), lambda plan: run_single(plan, rows(row))),
        (compiled(data_map(get("it"), {"x": field}, ENUMS)), lambda plan: run_steps(plan, [], it=row)),
        (compiled(data_map(get("it"), {"x": field}, ENUMS)), lambda plan: run_steps(plan, [], it=[row])),
    ):
        with pytest.raises(RequestError, match=message) as caught:
            run(plan)
        assert caught.value.prisma_code == "P2023"


def test_names_from_the_schema_are_only_text_in_generated_code() -> None:
    evil = "x'] or __import__('os').abort() or r['"
    node = data_map(sql("q"), {evil: column(evil)})
    assert run_single(compiled(node), rows({evil: "v"})).value == [{evil: "v"}]
    assert run_steps(compiled(node), [rows({evil: "v"})]).value == [{evil: "v"}]
