"""count and group_by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

T0, T1 = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
async def rows(db: Any) -> Any:
    await db.scalars.create_many(
        [
            {
                "text": "a",
                "whole": 1,
                "large": 2**62,
                "real": 0.5,
                "money": Decimal("1.25"),
                "flag": True,
                "moment": T0,
                "role": "ADMIN",
            },
            {
                "text": "a",
                "whole": 2,
                "large": 2**61,
                "real": 1.5,
                "money": Decimal("2.50"),
                "flag": False,
                "moment": T1,
                "role": "ADMIN",
            },
            {
                "text": "b",
                "whole": 3,
                "large": 1,
                "real": None,
                "money": None,
                "flag": None,
                "moment": None,
                "role": "USER",
            },
            {
                "text": "b",
                "whole": None,
                "large": None,
                "real": -1.0,
                "money": Decimal(-1),
                "flag": True,
                "moment": T0,
                "role": None,
            },
            {"text": "c", "whole": 7},
        ]
    )
    return db


@pytest.mark.feature("count, also of columns")
async def test_count(rows: Any) -> None:
    assert await rows.scalars.count() == 5
    assert await rows.scalars.count(where={"text": "a"}) == 2
    assert await rows.scalars.count(where={"text": "none"}) == 0
    assert await rows.scalars.count(take=3) == 3
    assert await rows.scalars.count(skip=3) == 2
    assert await rows.scalars.count(cursor={"id": 2}) == 4
    assert await rows.scalars.count(select={}) == {"_all": 5}


@pytest.mark.feature("count, also of columns")
async def test_count_of_columns_counts_what_is_not_null(rows: Any) -> None:
    assert await rows.scalars.count(select={"_all": True, "whole": True, "money": True}) == {
        "_all": 5,
        "whole": 4,
        "money": 3,
    }
    assert await rows.scalars.count(select={"role": True}, where={"text": "b"}) == {"role": 1}
    assert await rows.scalars.count(select={"_all": False, "role": True}) == {"role": 3}


@pytest.mark.feature("group_by with aggregates and having")
async def test_group_by_with_every_aggregate(rows: Any) -> None:
    found = await rows.scalars.group_by(
        ["text"],
        order={"text": "asc"},
        count={"_all": True, "whole": True, "flag": True},
        sum={"whole": True, "real": True, "money": True, "large": True},
        avg={"whole": True, "money": True, "real": True},
        min={"whole": True, "moment": True, "text": True, "money": True},
        max={"whole": True, "moment": True, "text": True, "money": True},
    )
    a, b, c = found
    assert a["text"] == "a"
    assert a["_count"] == {"_all": 2, "whole": 2, "flag": 2}
    assert (a["_sum"]["whole"], a["_sum"]["real"], Decimal(a["_sum"]["money"])) == (3, 2.0, Decimal("3.75"))
    assert int(a["_sum"]["large"]) == 2**62 + 2**61
    assert (a["_avg"]["whole"], a["_avg"]["real"], Decimal(a["_avg"]["money"])) == (1.5, 1.0, Decimal("1.875"))
    assert (a["_min"]["whole"], a["_max"]["whole"], a["_max"]["text"]) == (1, 2, "a")
    assert (a["_min"]["moment"], a["_max"]["moment"]) == ("2024-01-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z")
    assert b["_count"] == {"_all": 2, "whole": 1, "flag": 1}
    assert (b["_sum"]["whole"], b["_sum"]["real"], Decimal(b["_min"]["money"])) == (3, -1.0, Decimal(-1))
    assert c["_count"] == {"_all": 1, "whole": 1, "flag": 0}
    assert c["_min"] == {"whole": 7, "moment": None, "text": "c", "money": None}
    assert c["_avg"]["money"] is None


async def test_group_by_enums_booleans_and_null(rows: Any, provider: str) -> None:
    found = await rows.scalars.group_by(["role"], count=True, order={"role": "asc"})
    # SQLite sorts the names, the others the positions in the enum; PostgreSQL puts nothing last.
    roles = {
        "sqlite": [(None, 2), ("USER", 1), ("ADMIN", 2)],
        "postgresql": [("USER", 1), ("ADMIN", 2), (None, 2)],
        "mysql": [(None, 2), ("USER", 1), ("ADMIN", 2)],
    }[provider]
    assert [(each["role"], each["_count"]["_all"]) for each in found] == roles
    found = await rows.scalars.group_by(["flag", "text"], count=True, where={"flag": {"not": None}})
    assert {(each["flag"], each["text"]): each["_count"]["_all"] for each in found} == {
        (True, "a"): 1,
        (False, "a"): 1,
        (True, "b"): 1,
    }


@pytest.mark.feature("group_by with aggregates and having")
async def test_having(rows: Any) -> None:
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"whole": {"_sum": {"gte": 3}}}, ["a", "b", "c"]),
        ({"whole": {"_sum": {"gt": 3}}}, ["c"]),
        ({"whole": {"_avg": {"lt": 2}}}, ["a"]),
        ({"whole": {"_count": {"equals": 1}}}, ["b", "c"]),
        ({"money": {"_max": {"gt": Decimal("2.4")}}}, ["a"]),
        ({"money": {"_min": {"lt": 0}}}, ["b"]),
        ({"text": {"in": ["a", "c"]}}, ["a", "c"]),
        ({"text": "b"}, ["b"]),
        ({"OR": [{"text": "c"}, {"whole": {"_max": {"equals": 2}}}]}, ["a", "c"]),
        ({"NOT": [{"whole": {"_sum": {"gt": 3}}}]}, ["a", "b"]),
        ({"AND": [{"text": {"not": "a"}}, {"moment": {"_max": {"gte": T0}}}]}, ["b"]),
    ]
    for having, expected in cases:
        found = await rows.scalars.group_by(["text"], having=having, order={"text": "asc"})
        assert [each["text"] for each in found] == expected, having


async def test_pages_of_groups(rows: Any) -> None:
    found = await rows.scalars.group_by(["text"], order={"text": "desc"}, take=1, skip=1)
    assert found == [{"text": "b"}]
    found = await rows.scalars.group_by(["text"], order=[{"_sum": {"whole": "desc"}}, {"text": "asc"}], take=2)
    assert [each["text"] for each in found] == ["c", "a"]


async def test_the_same_shape_with_other_values(rows: Any) -> None:
    compiler = rows._engine.core.planner.compiler
    first = await rows.scalars.group_by(["text"], where={"whole": {"gt": 0}}, count=True)
    compiled = compiler.compilations
    second = await rows.scalars.group_by(["text"], where={"whole": {"gt": 2}}, count=True)
    assert (len(first), len(second)) == (3, 2)
    assert await rows.scalars.count(where={"whole": {"gt": 2}}) == 2
    assert await rows.scalars.count(where={"whole": {"gt": 6}}) == 1
    assert compiler.compilations <= compiled + 1


async def test_group_by_wants_ordered_fields_among_the_grouped(rows: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.DataError):
        await rows.scalars.group_by(["text"], order={"whole": "asc"})
    with pytest.raises(errors.DataError):
        await rows.scalars.group_by(["nothing"])
