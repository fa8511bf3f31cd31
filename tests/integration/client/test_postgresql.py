"""What only PostgreSQL has: lists, its own types, several schemas, full-text search."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

pytestmark = pytest.mark.providers("postgresql")

SCHEMA = "postgresql.prisma"
UTC = dt.UTC
UUIDS = ["0189c9b6-7b1c-7e8a-9d50-2f5b0c6f1a01", "0189c9b6-7b1c-7e8a-9d50-2f5b0c6f1a02"]


def lists(generated: ModuleType) -> dict[str, list[Any]]:
    return {
        "texts": ["", 'a "b", {c}', "ü"],
        "wholes": [-(2**31), 0, 2**31 - 1],
        "larges": [-(2**63), 2**63 - 1],
        "reals": [1.5, -0.25],
        "moneys": [Decimal("1.10"), Decimal("12345678901234567890.5")],
        "flags": [True, False],
        "moments": [dt.datetime(2024, 2, 29, 12, tzinfo=UTC), dt.datetime(1969, 12, 31, tzinfo=UTC)],
        "documents": [generated.Json({"a": [1]}), generated.Json("text")],
        "blobs": [generated.Base64.encode(b"\x00"), generated.Base64.encode(b"")],
        "colours": ["RED", "GREEN"],
        "uuids": UUIDS,
        "days": [dt.datetime(2024, 1, 2, tzinfo=UTC)],
    }


def read(name: str, values: list[Any]) -> list[Any]:
    """What the client gives for what was stored."""
    return [each.data for each in values] if name == "documents" else values


@pytest.mark.feature("scalar lists: set, push")
async def test_lists_round_trip(db: Any, generated: ModuleType) -> None:
    values = lists(generated)
    made = await db.lists.create(values)
    empty = await db.lists.create({})
    assert await db.lists.create_many([values, {"texts": ["x"]}]) == 2
    (many,) = await db.lists.find_many(where={"id": empty.id + 1})
    for name, items in values.items():
        assert getattr(made, name) == read(name, items), name
        assert getattr(many, name) == read(name, items), name
        assert getattr(empty, name) == []
    assert (made.preset, empty.preset) == (["a", "b"], ["a", "b"])


@pytest.mark.feature("scalar lists: set, push")
async def test_set_and_push(db: Any, generated: ModuleType) -> None:
    row = await db.lists.create({})
    where = {"id": row.id}
    for name, items in lists(generated).items():
        updated = await db.lists.update({name: {"set": items[:1]}}, where)
        assert getattr(updated, name) == read(name, items[:1]), name
        updated = await db.lists.update({name: {"push": items[-1]}}, where)
        assert getattr(updated, name) == read(name, [items[0], items[-1]]), name
        updated = await db.lists.update({name: {"push": items}}, where)
        assert getattr(updated, name) == read(name, [items[0], items[-1], *items]), name
        updated = await db.lists.update({name: []}, where)
        assert getattr(updated, name) == []
    assert await db.lists.update_many({"texts": {"push": "x"}}, {}) == 1
    assert (await db.lists.find_unique_or_raise(where)).texts == ["x"]


@pytest.mark.feature("scalar lists: has, has_some, has_every, is_empty")
async def test_filters_of_lists(db: Any, generated: ModuleType) -> None:
    values = lists(generated)
    full, empty = await db.lists.create(values), await db.lists.create({name: [] for name in values})

    async def ids(where: dict[str, Any]) -> list[int]:
        return [row.id for row in await db.lists.find_many(where=where, order={"id": "asc"})]

    for name, items in values.items():
        if name != "documents":  # the client's own types have no such filters for them
            assert await ids({name: {"has": items[0]}}) == [full.id], name
            assert await ids({name: {"has_some": items[:1]}}) == [full.id], name
            assert await ids({name: {"has_every": items}}) == [full.id], name
            assert await ids({name: {"has_some": []}}) == [], name
            assert await ids({name: {"has_every": []}}) == [full.id, empty.id], name
            assert await ids({name: {"equals": items}}) == [full.id], name
        assert await ids({name: {"is_empty": True}}) == [empty.id], name
        assert await ids({name: {"is_empty": False}}) == [full.id], name
    assert await ids({"texts": {"has": "nothing"}}) == []
    assert await ids({"NOT": [{"wholes": {"has": 0}}]}) == [empty.id]


NATIVE: dict[str, tuple[Any, Any]] = {
    "uuid": (UUIDS[0], UUIDS[0]),
    "varchar": ("0123456789", "0123456789"),
    "char": ("ab", "ab   "),
    "text": ("ü" * 1000, "ü" * 1000),
    "bit": ("1010", "1010"),
    "varbit": ("101", "101"),
    "inet": ("10.1.2.3", "10.1.2.3"),
    "xml": ("<a>1</a>", "<a>1</a>"),
    "citext": ("MiXed", "MiXed"),
    "small": (-(2**15), -(2**15)),
    "oid": (2**31 - 1, 2**31 - 1),
    "single": (0.1, 0.1),
    "double": (0.1, 0.1),
    "precise": (Decimal("12345678901234567890.0123456789"), Decimal("12345678901234567890.0123456789")),
    "money": (Decimal("-1234567.89"), Decimal("-1234567.89")),
    "timestamp": (dt.datetime(2024, 2, 29, 1, 2, 3, 4000, tzinfo=UTC), dt.datetime(2024, 2, 29, 1, 2, 3, 4000, UTC)),
    "zoned": (
        dt.datetime(2024, 6, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))),
        dt.datetime(2024, 6, 1, 6, 30, tzinfo=UTC),
    ),
    "date": (dt.datetime(2024, 2, 29, tzinfo=UTC), dt.datetime(2024, 2, 29, tzinfo=UTC)),
    "time": (dt.datetime(1970, 1, 1, 23, 59, 59, tzinfo=UTC), dt.datetime(1970, 1, 1, 23, 59, 59, tzinfo=UTC)),
    "timetz": (dt.datetime(1970, 1, 1, 23, 59, 59, tzinfo=UTC), dt.datetime(1970, 1, 1, 23, 59, 59, tzinfo=UTC)),
}


@pytest.mark.feature("native types (@db.…)")
@pytest.mark.parametrize("name", NATIVE)
async def test_native_types(db: Any, name: str) -> None:
    value, expected = NATIVE[name]
    made = await db.native.create({name: value})
    assert getattr(made, name) == (pytest.approx(expected) if name == "single" else expected)
    UUID(made.token)
    assert await db.native.find_unique({"id": made.id}) == made
    assert await db.native.create_many([{name: value}, {name: None}]) == 2
    equal = [] if name == "xml" else await db.native.find_many(where={name: value}, order={"id": "asc"})
    if name != "xml":  # xml has no equality
        assert [row.id for row in equal] == [made.id, made.id + 1]
        assert await db.native.count(where={name: {"in": [value]}}) == 2
    assert await db.native.count(where={name: None}) == 1
    updated = await db.native.update({name: value}, {"id": made.id + 2})
    assert getattr(updated, name) == getattr(made, name)


@pytest.mark.feature("native types (@db.…)")
async def test_documents(db: Any, generated: ModuleType) -> None:
    for document in ({"b": 1, "a": [None, "ü"]}, [], "text", 5, True):
        value = generated.Json(document)
        made = await db.native.create({"plain": value, "jsonb": value, "blob": generated.Base64.encode(b"\x00\xff")})
        assert (made.plain, made.jsonb, made.blob.decode()) == (document, document, b"\x00\xff")
        assert await db.native.find_unique({"id": made.id}) == made
        assert [row.id for row in await db.native.find_many(where={"jsonb": {"equals": value}})] == [made.id]


@pytest.mark.feature("errors: classes, codes, meta")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"varchar": "x" * 11}, "P2000"),
        ({"small": 2**15}, "P2020"),
        ({"precise": Decimal(10) ** 25}, "P2020"),
        ({"uuid": "no uuid"}, "P2007"),
        ({"inet": "999.1.1.1"}, "P2007"),
    ],
)
async def test_values_that_do_not_fit(db: Any, errors: ModuleType, data: dict[str, Any], code: str) -> None:
    with pytest.raises(errors.DataError) as caught:
        await db.native.create(data)
    assert caught.value.code == code
    assert await db.native.count() == 0


@pytest.mark.feature("Unsupported columns are skipped")
async def test_unsupported_columns(db: Any) -> None:
    made = await db.native.create({"text": "here"})
    await db.execute_raw("UPDATE \"Native\" SET spot = '(1,2)'")
    assert not hasattr(made, "spot")
    assert await db.native.find_many() == [made]


@pytest.mark.feature("@default: dbgenerated")
async def test_a_default_of_the_database(db: Any) -> None:
    await db.native.create_many([{"text": "a"}, {"text": "b"}])
    assert len({UUID(row.token) for row in await db.native.find_many()}) == 2


@pytest.mark.feature("several schemas (multi-schema)")
async def test_several_schemas(db: Any, errors: ModuleType) -> None:
    article = await db.article.create(
        {"title": "t", "body": "b", "colour": "GREEN", "remarks": {"create": [{"text": "x"}, {"text": "y"}]}},
        include={"remarks": True},
    )
    assert [each.text for each in article.remarks] == ["x", "y"]
    assert await db.article.count(where={"remarks": {"some": {"text": "x"}}}) == 1
    with pytest.raises(errors.ForeignKeyViolationError):
        await db.remark.create({"text": "z", "articleId": 99})
    assert await db.query_raw("SELECT COUNT(*) AS n FROM other.remarks") == [{"n": 2}]
    await db.article.delete({"id": article.id})
    assert await db.remark.count() == 0


@pytest.mark.feature("views")
async def test_views(db: Any) -> None:
    await db.article.create({"title": "a", "body": "", "remarks": {"create": [{"text": "x"}, {"text": "y"}]}})
    await db.article.create({"title": "b", "body": ""})
    rows = await db.tally.find_many(order={"title": "asc"})
    assert [(row.title, row.remarks) for row in rows] == [("a", 2), ("b", 0)]
    assert (await db.tally.find_unique_or_raise({"title": "a"})).remarks == 2
    assert await db.tally.count(where={"remarks": {"gt": 0}}) == 1


@pytest.mark.feature("full-text search")
async def test_full_text_search(db: Any) -> None:
    await db.article.create_many(
        [{"title": "cats", "body": "a cat sat on a mat"}, {"title": "dogs", "body": "the dog chased the cat"}]
    )

    async def titles(search: str) -> list[str]:
        found = await db.article.find_many(where={"body": {"search": search}}, order={"title": "asc"})
        return [article.title for article in found]

    assert await titles("cat") == ["cats", "dogs"]
    assert await titles("cat & dog") == ["dogs"]
    assert await titles("mat | dog") == ["cats", "dogs"]
    assert await titles("cat & !dog") == ["cats"]
    order = {"_relevance": {"fields": ["body"], "search": "mat", "sort": "desc"}}
    assert [article.title for article in await db.article.find_many(order=order)] == ["cats", "dogs"]


@pytest.mark.feature("mode: insensitive")
async def test_insensitive(db: Any) -> None:
    await db.article.create_many([{"title": title, "body": ""} for title in ("Äpfel", "äpfel", "Birne", "100%")])
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"equals": "ÄPFEL", "mode": "insensitive"}, ["Äpfel", "äpfel"]),
        ({"contains": "PFE", "mode": "insensitive"}, ["Äpfel", "äpfel"]),
        ({"startswith": "bir", "mode": "insensitive"}, ["Birne"]),
        ({"endswith": "NE", "mode": "insensitive"}, ["Birne"]),
        ({"in": ["BIRNE", "100%"], "mode": "insensitive"}, ["Birne", "100%"]),
        ({"not": "BIRNE", "mode": "insensitive"}, ["Äpfel", "äpfel", "100%"]),
        ({"contains": "PFE", "mode": "default"}, []),
    ]
    for where, expected in cases:
        found = await db.article.find_many(where={"title": where}, order={"id": "asc"})
        assert [article.title for article in found] == expected, where


@pytest.mark.feature("results by the database's types")
async def test_raw_results(db: Any, generated: ModuleType) -> None:
    await db.native.create(
        {
            "uuid": UUIDS[0],
            "precise": Decimal("1.50"),
            "money": Decimal("2.5"),
            "zoned": dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
            "date": dt.datetime(2024, 1, 2, tzinfo=UTC),
            "time": dt.datetime(1970, 1, 1, 3, 4, 5, tzinfo=UTC),
            "jsonb": generated.Json({"a": 1}),
            "blob": generated.Base64.encode(b"hi"),
        }
    )
    (row,) = await db.query_raw(
        "SELECT uuid, decimal, money, zoned, date, time, jsonb, blob, ARRAY[1, 2] AS list, "
        '2::bigint AS large, true AS b FROM "Native"'
    )
    assert row == {
        "uuid": UUIDS[0],
        "decimal": 1.5,
        "money": 2.5,
        "zoned": "2024-01-02T03:04:05+00:00",
        "date": "2024-01-02",
        "time": "03:04:05",
        "jsonb": {"a": 1},
        "blob": "aGk=",
        "list": [1, 2],
        "large": 2,
        "b": True,
    }


@pytest.mark.feature("query_raw, query_first, execute_raw with parameters")
async def test_raw_parameters_fit_the_types_the_server_inferred(db: Any, generated: ModuleType) -> None:
    moment = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    cases: list[tuple[str, Any, Any]] = [
        ("$1::text", 5, "5"),
        ("$1::text", True, "true"),
        ("$1::text", Decimal("1.50"), "1.50"),
        ("$1::int", 5, 5),
        ("$1::int", Decimal(5), 5),
        ("$1::bigint", 2**62, 2**62),
        ("$1::float8", 1, 1.0),
        ("$1::numeric", 1.5, 1.5),
        ("$1::numeric", 2, 2.0),
        ("$1::uuid", UUIDS[0], UUIDS[0]),
        ("$1::timestamptz", moment, "2024-01-02T03:04:05+00:00"),
        ("$1::date", "2024-01-02", "2024-01-02"),
        ("$1::jsonb", generated.Json({"a": 1}), {"a": 1}),
        ("$1::jsonb", {"a": [1]}, {"a": [1]}),
        ("$1::jsonb", [1, 2], [1, 2]),
        ("$1::int[]", [1, 2], [1, 2]),
        ("$1::text[]", ["a", "b"], ["a", "b"]),
        ("2 = ANY($1::int[])", [1, 2], True),
        ("$1::bytea", b"hi", "aGk="),
        ("$1::other.colours", "dark green", "dark green"),
        ("$1::int", None, None),
    ]
    for expression, value, expected in cases:
        assert await db.query_raw(f"SELECT {expression} AS v", value) == [{"v": expected}], (expression, value)
    await db.article.create_many([{"title": str(at), "body": ""} for at in range(3)])
    changed = 'UPDATE "Article" SET body = $1, colour = $2::other.colours WHERE title = ANY($3)'
    assert await db.execute_raw(changed, 5, "dark green", ["0", "2"]) == 2
    found = await db.article.find_many(where={"colour": "GREEN"}, order={"title": "asc"})
    assert [(article.title, article.body) for article in found] == [("0", "5"), ("2", "5")]
