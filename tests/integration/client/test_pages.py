"""Order, cursor, take, skip and distinct, against the same page cut in Python."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest


def page(rows: list[Any], cursor: int | None, take: int | None, skip: int | None) -> list[Any]:
    """What Prisma documents: a negative take counts backwards from the cursor (or the end)."""
    backwards = take is not None and take < 0
    if backwards:
        rows = rows[::-1]
    if cursor is not None:
        at = next((at for at, row in enumerate(rows) if row.id == cursor), None)
        rows = [] if at is None else rows[at:]
    rows = rows[skip or 0 :]
    rows = rows if take is None else rows[: abs(take)]
    return rows[::-1] if backwards else rows


@pytest.fixture
async def posts(db: Any) -> list[Any]:
    author = await db.user.create({"email": "ann"})
    rows = [{"title": f"t{at % 4}", "views": at % 3, "authorId": author.id if at % 2 else None} for at in range(12)]
    await db.post.create_many(rows)
    return await db.post.find_many(order={"id": "asc"})


TAKES, SKIPS, CURSORS = [None, 0, 1, 3, 50, -1, -4, -50], [None, 0, 1, 5, 50], [None, 1, 4, 12, 99]


@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_pages_by_key(db: Any, posts: list[Any], direction: str) -> None:
    rows = posts if direction == "asc" else posts[::-1]
    for take, skip, cursor in product(TAKES, SKIPS, CURSORS):
        arguments = {"take": take, "skip": skip, "cursor": None if cursor is None else {"id": cursor}}
        found = await db.post.find_many(**arguments, order={"id": direction})
        assert found == page(rows, cursor, take, skip), arguments


@pytest.mark.feature("find_many: order, cursor, take, skip")
async def test_pages_by_a_field_with_ties(db: Any, posts: list[Any]) -> None:
    order = [{"views": "desc"}, {"title": "asc"}, {"id": "desc"}]
    rows = sorted(posts, key=lambda post: (-post.views, post.title, -post.id))
    for take, skip, cursor in product(TAKES, SKIPS, CURSORS):
        arguments = {"take": take, "skip": skip, "cursor": None if cursor is None else {"id": cursor}}
        found = await db.post.find_many(**arguments, order=order)
        assert found == page(rows, cursor, take, skip), arguments


async def test_pages_of_a_filtered_list(db: Any, posts: list[Any]) -> None:
    rows = [post for post in posts if post.views]
    for take, cursor in product(TAKES, [None, 2, 11]):
        found = await db.post.find_many(
            where={"views": {"gt": 0}}, take=take, cursor=cursor and {"id": cursor}, order={"id": "asc"}
        )
        assert found == page(rows, cursor, take, None), (take, cursor)


async def test_without_an_order_pages_follow_the_key(db: Any, posts: list[Any]) -> None:
    assert await db.post.find_many(take=3) == posts[:3]
    assert await db.post.find_many(take=-3) == posts[-3:]
    assert await db.post.find_many(cursor={"id": 5}, skip=1, take=2) == posts[5:7]
    assert await db.post.find_first(cursor={"id": 5}) == posts[4]


async def test_nulls_in_the_order(db: Any, posts: list[Any], provider: str) -> None:
    ascending = await db.post.find_many(order=[{"authorId": "asc"}, {"id": "asc"}])
    last = provider == "postgresql"
    assert [post.authorId is None for post in ascending] == [not last] * 6 + [last] * 6
    for cursor in (1, 2, 12):
        found = await db.post.find_many(order=[{"authorId": "asc"}, {"id": "asc"}], cursor={"id": cursor}, take=20)
        assert found == page(ascending, cursor, 20, None), cursor


@pytest.mark.parametrize("fields", [["views"], ["title"], ["views", "title"], ["authorId"], ["id"]])
@pytest.mark.feature("distinct")
async def test_distinct(db: Any, posts: list[Any], fields: list[str]) -> None:
    def firsts(rows: list[Any]) -> list[Any]:
        kept: dict[Any, Any] = {}
        for row in rows:
            kept.setdefault(tuple(getattr(row, field) for field in fields), row)
        return list(kept.values())

    for order in ("asc", "desc"):
        rows = posts if order == "asc" else posts[::-1]
        assert await db.post.find_many(distinct=fields, order={"id": order}) == firsts(rows)
        for take, skip in product([1, 2, 50], [None, 1]):
            found = await db.post.find_many(distinct=fields, order={"id": order}, take=take, skip=skip)
            assert found == firsts(rows)[skip or 0 :][:take], (take, skip)
    assert await db.post.find_first(distinct=fields, order={"id": "desc"}) == posts[-1]


@pytest.mark.feature("order by a relation's field or count")
async def test_order_by_relations_and_counts_is_taken(db: Any, posts: list[Any], provider: str) -> None:
    """More than the client's types promise: the compiler's own orders pass through."""
    found = await db.post.find_many(order=[{"author": {"email": "desc"}}, {"id": "asc"}])
    first = provider == "postgresql"
    assert [post.authorId is None for post in found] == [first] * 6 + [not first] * 6
    users = await db.user.find_many(order={"posts": {"_count": "desc"}})
    assert [user.email for user in users] == ["ann"]


async def test_pages_inside_includes_are_cut_for_each_parent(db: Any) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for name in "abc":
        posts = [{"title": f"{name}{chance.randrange(3)}", "views": chance.randrange(4)} for _ in range(8)]
        await db.user.create({"email": name, "posts": {"create": posts}})
    everything = await db.user.find_many(include={"posts": {"order_by": {"id": "asc"}}}, order={"email": "asc"})
    for take, skip in product([None, 0, 1, 3, -1, -3, 50], [None, 1, 7, 50]):
        nested = {key: value for key, value in {"take": take, "skip": skip}.items() if value is not None}
        users = await db.user.find_many(
            include={"posts": {**nested, "order_by": [{"views": "desc"}, {"id": "asc"}]}}, order={"email": "asc"}
        )
        for user, full in zip(users, everything, strict=True):
            rows = sorted(full.posts, key=lambda post: (-post.views, post.id))
            assert user.posts == page(rows, None, take, skip), (nested, user.email)
    cursor = everything[1].posts[3].id
    users = await db.user.find_many(
        include={"posts": {"cursor": {"id": cursor}, "take": 2, "order_by": {"id": "asc"}}}, order={"email": "asc"}
    )
    assert [user.posts for user in users] == [[], everything[1].posts[3:5], []]
    users = await db.user.find_many(
        include={"posts": {"distinct": ["views"], "order_by": {"id": "asc"}, "take": 2}}, order={"email": "asc"}
    )
    for user, full in zip(users, everything, strict=True):
        kept: dict[int, Any] = {}
        for post in full.posts:
            kept.setdefault(post.views, post)
        assert user.posts == list(kept.values())[:2]


@pytest.mark.feature("order with nulls first or last")
@pytest.mark.providers("sqlite", "postgresql")  # MySQL has no NULLS FIRST
async def test_nulls_first_or_last(db: Any, posts: list[Any]) -> None:
    for nulls, expected in (("first", [True] * 6 + [False] * 6), ("last", [False] * 6 + [True] * 6)):
        for sort in ("asc", "desc"):
            found = await db.post.find_many(order=[{"authorId": {"sort": sort, "nulls": nulls}}, {"id": "asc"}])
            assert [post.authorId is None for post in found] == expected, (nulls, sort)
