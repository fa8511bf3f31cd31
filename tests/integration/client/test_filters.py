"""Every filter operator of every scalar, checked against what the same predicate says in Python."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

UTC = dt.UTC


def values(generated: ModuleType) -> dict[str, list[Any]]:
    """Four ascending values of each orderable scalar."""
    return {
        "text": ["", "Apfel", "birne", "😀"],
        "whole": [-(2**31), -1, 0, 2**31 - 1],
        "large": [-(2**63), 0, 2**53 + 1, 2**63 - 1],
        "real": [-1.5e300, -0.5, 5e-324, 1.7976931348623157e308],
        "money": [Decimal("-10.5"), Decimal("0.1"), Decimal("9.99"), Decimal("10")],
        "moment": [
            dt.datetime(1066, 10, 14, tzinfo=UTC),
            dt.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
            dt.datetime(2024, 2, 29, 12, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))),
            dt.datetime(2024, 2, 29, 7, tzinfo=UTC),
        ],
    }


ORDERABLE = ["text", "whole", "large", "real", "money", "moment"]
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "not": operator.ne,
}


async def ids(db: Any, where: dict[str, Any]) -> list[int]:
    """Positions of the rows found; ids count from 1, because MySQL takes 0 for "the next"."""
    return [row.id - 1 for row in await db.scalars.find_many(where=where, order={"id": "asc"})]


async def insert(db: Any, field: str, items: list[Any]) -> None:
    await db.scalars.create_many([{"id": at + 1, field: item} for at, item in enumerate(items)])
    await db.scalars.create({"id": 100})


@pytest.mark.parametrize("field", ORDERABLE)
@pytest.mark.feature("comparisons, in, not_in, not")
async def test_comparisons_and_lists(db: Any, generated: ModuleType, field: str) -> None:
    items = values(generated)[field]
    await insert(db, field, items)
    for name, holds in COMPARISONS.items():
        for wanted in items:
            expected = [at for at, item in enumerate(items) if holds(item, wanted)]
            assert await ids(db, {field: {name: wanted}}) == expected, (name, wanted)
    for chosen in ([], items[:1], items[1:3], items):
        inside = [at for at, item in enumerate(items) if item in chosen]
        outside = [at for at, item in enumerate(items) if item not in chosen]
        assert await ids(db, {field: {"in": chosen}}) == inside
        # NULL is neither in a list nor outside it, except outside of an empty one.
        assert await ids(db, {field: {"not_in": chosen}}) == outside + ([99] if not chosen else [])
        assert await ids(db, {field: {"not": {"in": chosen}}}) == outside + ([99] if not chosen else [])
    for at, item in enumerate(items):
        assert await ids(db, {field: item}) == [at]  # the short form of equals
    assert await ids(db, {field: {"gt": items[0], "lt": items[3]}}) == [1, 2]
    assert await ids(db, {field: {"not": {"gt": items[1]}}}) == [0, 1]


@pytest.mark.parametrize("field", [*ORDERABLE, "flag", "role", "blob"])
async def test_null(db: Any, generated: ModuleType, field: str) -> None:
    some = {"flag": True, "role": "ADMIN", "blob": generated.Base64.encode(b"x")}
    item = some[field] if field in some else values(generated)[field][1]
    await insert(db, field, [item])
    assert await ids(db, {field: None}) == [99]
    assert await ids(db, {field: {"equals": None}}) == [99]
    assert await ids(db, {field: {"not": None}}) == [0]
    assert await ids(db, {"NOT": [{field: None}]}) == [0]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"contains": "pf"}, [1, 2, 4]),
        ({"contains": ""}, [0, 1, 2, 3, 4, 5]),
        ({"contains": "%"}, [3, 4]),
        ({"contains": "_"}, [5]),
        ({"startswith": "Ap"}, [1, 2]),
        ({"startswith": "100%"}, [3]),
        ({"endswith": "el"}, [1, 2]),
        ({"endswith": "_"}, [5]),
        ({"not": {"contains": "pf"}}, [0, 3, 5]),
        ({"contains": "p", "startswith": "a", "endswith": "l"}, [1, 2]),
    ],
)
@pytest.mark.feature("contains, startswith, endswith")
async def test_text_patterns(db: Any, filters: dict[str, Any], expected: list[int], provider: str) -> None:
    """LIKE ignores the case of letters except on PostgreSQL; wildcards are not escaped by the compiler."""
    await insert(db, "text", ["", "Apfel", "apfel", "100%", "%pf%", "a_b_"])
    if provider == "postgresql":
        wrong_case = {"Ap": 2, "a": 1}.get(filters.get("startswith", ""))
        expected = [at for at in expected if at != wrong_case]
    if filters in ({"contains": "%"}, {"contains": "_"}, {"startswith": "100%"}, {"endswith": "_"}):
        assert set(await ids(db, {"text": filters})) >= set(expected)
    else:
        assert await ids(db, {"text": filters}) == expected


async def test_booleans(db: Any) -> None:
    await insert(db, "flag", [True, False])
    assert await ids(db, {"flag": True}) == [0]
    assert await ids(db, {"flag": {"equals": False}}) == [1]
    assert await ids(db, {"flag": {"not": True}}) == [1]
    assert await ids(db, {"flag": {"not": {"equals": False}}}) == [0]


@pytest.mark.feature("enums", "@map, @@map, also of enums and their values")
async def test_enums_are_filtered_by_their_names_in_the_database(
    db: Any, generated: ModuleType, sql: Callable[[str], str]
) -> None:
    Role = generated.enums.Role
    await insert(db, "role", ["USER", "ADMIN", "GUEST"])
    for admin in ("ADMIN", Role.ADMIN):
        assert await ids(db, {"role": admin}) == [1]
        assert await ids(db, {"role": {"equals": admin}}) == [1]
        assert await ids(db, {"role": {"not": admin}}) == [0, 2]
        assert await ids(db, {"role": {"in": [admin, Role.GUEST]}}) == [1, 2]
        assert await ids(db, {"role": {"in": [admin]}}) == [1]
        assert await ids(db, {"role": {"not_in": [admin]}}) == [0, 2]
    assert (await db.query_raw(sql('SELECT role FROM "Scalars" WHERE id = 2')))[0]["role"] == "adm"


async def test_bytes(db: Any, generated: ModuleType) -> None:
    encode = generated.Base64.encode
    items = [encode(b""), encode(b"\x00"), encode(bytes(range(256)))]
    await insert(db, "blob", items)
    for at, item in enumerate(items):
        assert await ids(db, {"blob": item}) == [at]
        assert await ids(db, {"blob": {"equals": item}}) == [at]
        assert await ids(db, {"blob": {"not": item}}) == [other for other in range(3) if other != at]
    assert await ids(db, {"blob": {"in": items[:2]}}) == [0, 1]
    assert await ids(db, {"blob": {"not_in": items[:2]}}) == [2]


@pytest.mark.feature("Json: equals, not")
async def test_json(db: Any, generated: ModuleType) -> None:
    Json = generated.Json
    documents = [Json({"a": [1, None]}), Json([]), Json("text"), Json(5), Json({"ü": "😀"})]
    await insert(db, "document", documents)
    for at, item in enumerate(documents):
        assert await ids(db, {"document": {"equals": item}}) == [at], item.data
        assert await ids(db, {"document": {"not": item}}) == [other for other in range(5) if other != at]


@pytest.mark.feature("AND, OR, NOT")
async def test_and_or_not(db: Any) -> None:
    await db.scalars.create_many(
        [{"id": at + 1, "whole": at, "text": "even" if at % 2 == 0 else "odd"} for at in range(6)]
    )
    cases: list[tuple[dict[str, Any], list[int]]] = [
        ({"AND": [{"whole": {"gt": 1}}, {"text": "odd"}]}, [3, 5]),
        ({"AND": {"whole": {"gt": 1}, "text": "odd"}}, [3, 5]),
        ({"AND": []}, [0, 1, 2, 3, 4, 5]),
        ({"OR": [{"whole": 1}, {"whole": 4}]}, [1, 4]),
        ({"OR": []}, []),
        ({"NOT": [{"whole": 1}, {"whole": 4}]}, [0, 2, 3, 5]),
        ({"NOT": {"text": "odd"}}, [0, 2, 4]),
        ({"NOT": []}, [0, 1, 2, 3, 4, 5]),
        (
            {"whole": {"lt": 4}, "OR": [{"text": "odd"}, {"AND": [{"NOT": [{"whole": 2}]}]}]},
            [0, 1, 3],
        ),
        ({"AND": ({"whole": {"gt": 1}}, {"text": "odd"})}, [3, 5]),
    ]
    for where, expected in cases:
        assert await ids(db, where) == expected, where


@pytest.mark.feature("relations: some, every, none, is, is_not")
async def test_relation_filters(db: Any) -> None:
    for name, titles in {"ann": ["x", "y"], "bob": ["y"], "cid": []}.items():
        posts = {"create": [{"title": title} for title in titles]} if titles else {}
        await db.user.create({"email": name, "name": name, **({"posts": posts} if posts else {})})
    await db.user.update({"manager": {"connect": {"email": "ann"}}}, {"email": "bob"})
    await db.profile.create({"bio": "boss", "user": {"connect": {"email": "ann"}}})
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"posts": {"some": {"title": "x"}}}, ["ann"]),
        ({"posts": {"some": {}}}, ["ann", "bob"]),
        ({"posts": {"every": {"title": "y"}}}, ["bob", "cid"]),
        ({"posts": {"none": {"title": "x"}}}, ["bob", "cid"]),
        ({"posts": {"none": {}}}, ["cid"]),
        ({"manager": {"is": {"name": "ann"}}}, ["bob"]),
        ({"manager": {"name": "ann"}}, ["bob"]),
        ({"manager": {"is_not": {"name": "ann"}}}, ["ann", "cid"]),
        ({"manager": None}, ["ann", "cid"]),
        ({"manager": {"is": None}}, ["ann", "cid"]),
        ({"manager": {"is_not": None}}, ["bob"]),
        ({"profile": {"is": {"bio": {"contains": "os"}}}}, ["ann"]),
        ({"profile": None}, ["bob", "cid"]),
        ({"profile": {"is_not": None}}, ["ann"]),
        ({"reports": {"some": {"posts": {"some": {"title": "y"}}}}}, ["ann"]),
        ({"NOT": [{"posts": {"some": {"title": "y"}}}]}, ["cid"]),
    ]
    for where, expected in cases:
        found = await db.user.find_many(where=where, order={"email": "asc"})
        assert [user.name for user in found] == expected, where
    posts = await db.post.find_many(where={"author": {"is": {"manager": {"is": {"email": "ann"}}}}})
    assert [post.title for post in posts] == ["y"]


async def test_lists_beyond_the_limit_of_bound_values(db: Any, errors: ModuleType, provider: str) -> None:
    count = 70_000
    await db.scalars.create_many([{"id": at, "whole": at % 7} for at in range(1, count + 1)])
    wanted = list(range(2, count * 2, 2))
    found = await db.scalars.find_many(where={"id": {"in": wanted}})
    assert len(found) == count // 2
    if provider == "postgresql":  # a list is one value
        assert await db.scalars.count(where={"id": {"in": wanted}}) == count // 2
    else:
        with pytest.raises(errors.DataError) as caught:  # a count has one statement
            await db.scalars.count(where={"id": {"in": wanted}})
        assert caught.value.code == "P2029"
    assert await db.scalars.update_many({"text": "hit"}, {"id": {"in": wanted}}) == count // 2
    assert await db.scalars.delete_many(where={"id": {"in": wanted}, "whole": 3}) == sum(
        1 for at in range(2, count + 1, 2) if at % 7 == 3
    )
