"""The ``process`` node: distinct, pages and reversal in memory, for each parent."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from prismstack.query._process import same_key
from tests.unit.query.plans import Node, compiled, get, param, run_steps


def process(records: Any, scope: dict[str, Any] | None = None, **operations: Any) -> Any:
    defaults: Node = {"pagination": None, "distinct": None, "reverse": False, "nested": {}, "linkingFields": None}
    node = {"type": "process", "args": {"expr": get("it"), "operations": {**defaults, **operations}}}
    return run_steps(compiled(node), [], it=records, **(scope or {})).value


def page(**values: Any) -> Node:
    return {"cursor": None, "take": None, "skip": None, **values}


ROWS = [{"id": at, "p": at % 2, "v": at // 3} for at in range(8)]


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ({}, [0, 1, 2, 3, 4, 5, 6, 7]),
        ({"reverse": True}, [7, 6, 5, 4, 3, 2, 1, 0]),
        ({"distinct": ["v"]}, [0, 3, 6]),
        ({"distinct": ["v", "p"]}, [0, 1, 3, 4, 6, 7]),
        ({"pagination": page(take=2.0)}, [0, 1]),
        ({"pagination": page(take=0.0)}, []),
        ({"pagination": page(skip=6.0)}, [6, 7]),
        ({"pagination": page(cursor={"id": 3}, take=2.0)}, [3, 4]),
        ({"pagination": page(cursor={"id": 3}, take=2.0, skip=1.0)}, [4, 5]),
        ({"pagination": page(cursor={"id": param("%1", "Int")})}, [5, 6, 7]),
        ({"pagination": page(cursor={"id": 99})}, []),
        ({"pagination": page(take=3.0), "reverse": True}, [2, 1, 0]),
        ({"distinct": ["v"], "pagination": page(skip=1.0, take=1.0)}, [3]),
        ({"linkingFields": ["p"], "pagination": page(take=1.0)}, [0, 1]),
        ({"linkingFields": ["p"], "pagination": page(skip=3.0)}, [6, 7]),
        ({"linkingFields": ["p"], "distinct": ["v"]}, [0, 1, 3, 4, 6, 7]),
    ],
)
def test_lists(operations: Node, expected: list[int]) -> None:
    assert ids(process(ROWS, {"%1": 5}, **operations)) == expected


def test_texts_are_parsed_and_nothing_stays_nothing() -> None:
    assert process(json.dumps(ROWS), pagination=page(take=1.0)) == ROWS[:1]
    assert process(None, pagination=page(take=1.0)) is None


def test_single_records() -> None:
    record = ROWS[3]
    assert process(record) == record
    assert process(record, pagination=page(take=1.0)) == record
    for nothing in (page(take=0.0), page(skip=1.0), page(cursor={"id": 4})):
        assert process(record, pagination=nothing) is None


def test_nested_operations_leave_shared_records_alone() -> None:
    kids = [{"id": 1}, {"id": 2}]
    parents = [{"id": "a", "kids": kids}, {"id": "b", "kids": kids}]
    nested = {"kids": {"pagination": page(take=1.0), "reverse": False, "distinct": None, "nested": {}}}
    found = process(parents, nested=nested)
    assert [parent["kids"] for parent in found] == [[{"id": 1}], [{"id": 1}]]
    assert len(parents[0]["kids"]) == 2


INSTANT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("stored", "wanted", "same"),
    [
        ("a", "a", True),
        ("a", "A", False),
        (1, 1.0, True),
        ("1", 1, True),
        (1.5, Decimal("1.50"), True),
        ("2024-01-01T00:00:00.000+00:00", INSTANT, True),
        ("2024-01-01 02:00:00+02:00", INSTANT, True),
        (1704067200000, INSTANT, True),
        ("2024-01-01T00:00:00.001Z", INSTANT, False),
        (1, True, True),
        (b"x", b"x", True),
        (b"x", b"y", False),
        (None, 1, False),
        (1, None, False),
    ],
)
def test_keys_are_compared_by_meaning(stored: Any, wanted: Any, same: bool) -> None:
    assert same_key({"k": stored}, {"k": wanted}) is same
    assert not same_key({}, {"k": wanted})
