"""Json fields: documents by path, and the three kinds of null."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from prismstack.client import AnyNull, DbNull, JsonNull


async def ids(db: Any, document: Any) -> list[int]:
    return [row.id for row in await db.scalars.find_many(where={"document": document}, order={"id": "asc"})]


@pytest.fixture
def path(provider: str) -> Callable[..., Any]:
    """A path as the provider's filters want it."""
    if provider == "postgresql":
        return lambda *keys: list(keys)
    return lambda *keys: "$" + "".join(f"[{key}]" if key.isdigit() else f".{key}" for key in keys)


@pytest.mark.feature("Json by path")
async def test_by_path(db: Any, generated: ModuleType, path: Callable[..., Any]) -> None:
    Json = generated.Json
    documents: list[Any] = [
        {"a": {"b": 1}, "t": "one two", "l": [1, 2, 3]},
        {"a": {"b": 2}, "t": "two three", "l": [3]},
        {"a": None, "l": []},
        {"a": {"b": "1"}},
    ]
    await db.scalars.create_many([{"id": at, "document": Json(each)} for at, each in enumerate(documents, 1)])
    assert await ids(db, {"path": path("a", "b"), "equals": Json(1)}) == [1]
    assert await ids(db, {"path": path("a", "b"), "equals": Json("1")}) == [4]
    assert await ids(db, {"path": path("a", "b"), "not": Json(1)}) == [2, 4]
    assert await ids(db, {"path": path("l", "0"), "equals": Json(3)}) == [2]
    assert await ids(db, {"path": path("t"), "string_contains": "two"}) == [1, 2]
    assert await ids(db, {"path": path("t"), "string_starts_with": "one"}) == [1]
    assert await ids(db, {"path": path("t"), "string_ends_with": "three"}) == [2]


@pytest.mark.feature("Json by path")
@pytest.mark.providers("postgresql", "mysql")  # Prisma has neither arrays nor order in documents on SQLite
async def test_arrays_by_path(db: Any, generated: ModuleType, path: Callable[..., Any]) -> None:
    Json = generated.Json
    for at, each in enumerate([{"l": [1, 2, 3]}, {"l": [3]}, {"l": []}], 1):
        await db.scalars.create({"id": at, "document": Json(each)})
    await db.scalars.create({"id": 4, "document": Json({"n": 5})})
    for bound in (4, 5, 6):  # a document's type decides the SQL, so that these never share a plan
        assert await ids(db, {"path": path("n"), "gt": Json(bound)}) == ([4] if bound < 5 else [])
        assert await ids(db, {"path": path("n"), "lte": Json(bound)}) == ([4] if bound >= 5 else [])
    assert await ids(db, {"path": path("l"), "array_contains": Json([3])}) == [1, 2]
    assert await ids(db, {"path": path("l"), "array_starts_with": Json(3)}) == [2]
    assert await ids(db, {"path": path("l"), "array_ends_with": Json(3)}) == [1, 2]


@pytest.mark.feature("DbNull, JsonNull, AnyNull")
async def test_nulls(db: Any, generated: ModuleType) -> None:
    await db.scalars.create({"id": 1, "document": DbNull})
    await db.scalars.create({"id": 2, "document": JsonNull})
    await db.scalars.create({"id": 3, "document": generated.Json({"a": 1})})
    await db.scalars.create({"id": 4})
    assert await ids(db, {"equals": DbNull}) == [1, 4]
    assert await ids(db, {"equals": JsonNull}) == [2]
    assert await ids(db, {"equals": AnyNull}) == [1, 2, 4]
    assert await ids(db, {"not": DbNull}) == [2, 3]
    assert await ids(db, {"equals": generated.Json(None)}) == [2]
    assert [row.document for row in await db.scalars.find_many(order={"id": "asc"})] == [None, None, {"a": 1}, None]
    await db.scalars.update({"document": DbNull}, {"id": 3})
    await db.scalars.update_many({"document": JsonNull}, {"id": {"in": [1, 4]}})
    assert await db.scalars.create_many([{"id": 5, "document": JsonNull}, {"id": 6, "document": DbNull}]) == 2
    assert await ids(db, {"equals": JsonNull}) == [1, 2, 4, 5]
    assert await ids(db, {"equals": DbNull}) == [3, 6]
