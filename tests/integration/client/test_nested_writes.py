"""Nested writes on every kind of relation: one-to-one, one-to-many from both ends, many-to-many, self relations."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


async def titles(db: Any, email: str = "ann") -> list[str]:
    user = await db.user.find_unique_or_raise({"email": email}, include={"posts": {"order_by": {"title": "asc"}}})
    return [post.title for post in user.posts]


async def tags(db: Any, post: int) -> list[str]:
    found = await db.post.find_unique_or_raise({"id": post}, include={"tags": {"order_by": {"name": "asc"}}})
    return [tag.name for tag in found.tags]


async def a_user(db: Any, *posts: str, email: str = "ann") -> dict[str, Any]:
    """Creates a user with posts; returns the filter that finds it."""
    await db.user.create({"email": email, "posts": {"create": [{"title": title} for title in posts]}})
    return {"email": email}


async def post_id(db: Any, title: str) -> int:
    return (await db.post.find_first_or_raise(where={"title": title})).id


@pytest.mark.feature("nested writes")
async def test_one_to_many_from_the_parent(db: Any) -> None:
    ann = await a_user(db, "a", "b")
    await db.post.create({"title": "loose"})
    loose, a, b = [await post_id(db, title) for title in ("loose", "a", "b")]
    steps: list[tuple[dict[str, Any], list[str]]] = [
        ({"create": {"title": "c"}}, ["a", "b", "c"]),
        ({"create": [{"title": "d"}, {"title": "e"}]}, ["a", "b", "c", "d", "e"]),
        ({"connect": {"id": loose}}, ["a", "b", "c", "d", "e", "loose"]),
        ({"connect": [{"id": loose}, {"id": a}]}, ["a", "b", "c", "d", "e", "loose"]),
        ({"disconnect": [{"id": loose}, {"id": b}]}, ["a", "c", "d", "e"]),
        ({"disconnect": [{"id": loose}]}, ["a", "c", "d", "e"]),
        ({"set": [{"id": b}, {"id": a}]}, ["a", "b"]),
        ({"update": [{"where": {"id": b}, "data": {"title": "b2"}}]}, ["a", "b2"]),
        ({"update": {"where": {"id": b}, "data": {"views": {"increment": 3}}}}, ["a", "b2"]),
        ({"updateMany": {"where": {"views": 3}, "data": {"title": "b3"}}}, ["a", "b3"]),
        (
            {"upsert": [{"where": {"id": b}, "create": {"title": "new"}, "update": {"title": "b4"}}]},
            ["a", "b4"],
        ),
        ({"upsert": [{"where": {"id": 999}, "create": {"title": "new"}, "update": {}}]}, ["a", "b4", "new"]),
        (
            {"connect_or_create": [{"where": {"id": loose}, "create": {"title": "never"}}]},
            ["a", "b4", "loose", "new"],
        ),
        (
            {"connect_or_create": {"where": {"id": 998}, "create": {"title": "made"}}},
            ["a", "b4", "loose", "made", "new"],
        ),
        ({"delete": [{"id": a}, {"id": b}]}, ["loose", "made", "new"]),
        ({"deleteMany": [{"title": {"startswith": "m"}}]}, ["loose", "new"]),
        ({"create": {"title": "x"}, "disconnect": {"id": loose}, "deleteMany": {"title": "new"}}, ["x"]),
        ({"set": []}, []),
    ]
    for change, expected in steps:
        await db.user.update({"posts": change}, ann)
        assert await titles(db) == expected, change
    assert await db.post.count(where={"title": "loose"}) == 1  # disconnected, not deleted
    assert await db.post.count(where={"title": {"in": ["a", "b4", "made"]}}) == 0


async def test_one_to_many_from_the_child(db: Any) -> None:
    await a_user(db)
    await a_user(db, email="bob")
    post = await db.post.create({"title": "p", "author": {"connect": {"email": "ann"}}}, include={"author": True})
    assert post.author.email == "ann"
    where = {"id": post.id}
    steps: list[tuple[dict[str, Any], str | None]] = [
        ({"connect": {"email": "bob"}}, "bob"),
        ({"disconnect": True}, None),
        ({"connect_or_create": {"where": {"email": "bob"}, "create": {"email": "no"}}}, "bob"),
        ({"connect_or_create": {"where": {"email": "cid"}, "create": {"email": "cid"}}}, "cid"),
        ({"create": {"email": "dan"}}, "dan"),
        ({"update": {"name": "Dan"}}, "dan"),
        ({"upsert": {"create": {"email": "no"}, "update": {"email": "dan2"}}}, "dan2"),
        ({"delete": False}, "dan2"),
        ({"delete": True}, None),
        ({"upsert": {"create": {"email": "eve"}, "update": {"email": "no"}}}, "eve"),
    ]
    for change, expected in steps:
        updated = await db.post.update({"author": change}, where, include={"author": True})
        assert (updated.author and updated.author.email) == expected, change
    assert await db.user.count(where={"email": {"startswith": "dan"}}) == 0
    assert (await db.post.update({"authorId": None}, where)).authorId is None


@pytest.mark.feature("nested writes")
async def test_one_to_one_from_both_ends(db: Any) -> None:
    await a_user(db)
    ann = {"email": "ann"}
    steps: list[tuple[dict[str, Any], str | None]] = [
        ({"create": {"bio": "1"}}, "1"),
        ({"update": {"bio": "2"}}, "2"),
        ({"upsert": {"create": {"bio": "no"}, "update": {"bio": "3"}}}, "3"),
        ({"delete": True}, None),
        ({"upsert": {"create": {"bio": "4"}, "update": {"bio": "no"}}}, "4"),
    ]
    for change, expected in steps:
        user = await db.user.update({"profile": change}, ann, include={"profile": True})
        assert (user.profile and user.profile.bio) == expected, change
    profile = user.profile
    moved = await db.user.create(
        {"email": "bob", "profile": {"connect": {"id": profile.id}}}, include={"profile": True}
    )
    assert moved.profile.bio == "4"
    assert (await db.user.find_unique_or_raise(ann, include={"profile": True})).profile is None
    back = await db.profile.update({"user": {"connect": ann}}, {"id": profile.id}, include={"user": True})
    assert back.user.email == "ann"
    renamed = await db.profile.update({"user": {"update": {"name": "Ann"}}}, {"id": profile.id}, include={"user": True})
    assert renamed.user.name == "Ann"
    made = await db.profile.create({"bio": "5", "user": {"create": {"email": "cid"}}}, include={"user": True})
    assert made.user.email == "cid"


@pytest.mark.feature("nested writes", "implicit many-to-many relations")
async def test_many_to_many(db: Any, sql: Callable[[str], str]) -> None:
    post = await db.post.create(
        {"title": "p", "tags": {"create": [{"name": "x"}, {"name": "y"}]}}, include={"tags": True}
    )
    assert sorted(tag.name for tag in post.tags) == ["x", "y"]
    await db.tag.create({"name": "z"})
    where = {"id": post.id}
    steps: list[tuple[dict[str, Any], list[str]]] = [
        ({"connect": [{"name": "z"}]}, ["x", "y", "z"]),
        ({"connect": [{"name": "z"}, {"name": "x"}]}, ["x", "y", "z"]),
        ({"disconnect": [{"name": "x"}]}, ["y", "z"]),
        ({"set": [{"name": "x"}, {"name": "z"}]}, ["x", "z"]),
        (
            {"connect_or_create": [{"where": {"name": name}, "create": {"name": name}} for name in ("x", "w")]},
            ["w", "x", "z"],
        ),
        ({"update": [{"where": {"name": "w"}, "data": {"name": "v"}}]}, ["v", "x", "z"]),
        ({"upsert": [{"where": {"name": "v"}, "create": {"name": "no"}, "update": {"name": "u"}}]}, ["u", "x", "z"]),
        ({"upsert": [{"where": {"name": "t"}, "create": {"name": "t"}, "update": {}}]}, ["t", "u", "x", "z"]),
        ({"updateMany": {"where": {"name": "t"}, "data": {"name": "s"}}}, ["s", "u", "x", "z"]),
        ({"delete": [{"name": "s"}, {"name": "u"}]}, ["x", "z"]),
        ({"deleteMany": {"name": "z"}}, ["x"]),
        ({"set": []}, []),
    ]
    for change, expected in steps:
        await db.post.update({"tags": change}, where)
        assert await tags(db, post.id) == expected, change
    tag = await db.tag.find_unique_or_raise({"name": "x"}, include={"posts": True})
    assert tag.posts == []
    linked = await db.tag.update({"posts": {"connect": [where]}}, {"name": "x"}, include={"posts": True})
    assert [each.id for each in linked.posts] == [post.id]
    await db.post.delete(where)
    assert await db.query_raw(sql('SELECT * FROM "_PostToTag"')) == []


@pytest.mark.feature("self relations")
async def test_self_relations(db: Any) -> None:
    boss = await db.user.create(
        {
            "email": "boss",
            "reports": {"create": [{"email": "w1"}, {"email": "w2", "reports": {"create": {"email": "w3"}}}]},
        },
        include={"reports": {"include": {"reports": True}, "order_by": {"email": "asc"}}},
    )
    assert [user.email for user in boss.reports] == ["w1", "w2"]
    assert [user.email for user in boss.reports[1].reports] == ["w3"]
    worker = await db.user.find_unique_or_raise({"email": "w3"}, include={"manager": {"include": {"manager": True}}})
    assert worker.manager.manager.email == "boss"
    self_managed = await db.user.update(
        {"manager": {"connect": {"email": "w1"}}}, {"email": "w1"}, include={"manager": True}
    )
    assert self_managed.manager.email == "w1"
    user = await db.user.update(
        {"friends": {"connect": [{"email": "w1"}, {"email": "w3"}]}},
        {"email": "w2"},
        include={"friends": True, "friendOf": True},
    )
    assert sorted(each.email for each in user.friends) == ["w1", "w3"]
    assert user.friendOf == []
    friend = await db.user.find_unique_or_raise({"email": "w1"}, include={"friends": True, "friendOf": True})
    assert (friend.friends, [each.email for each in friend.friendOf]) == ([], ["w2"])


async def test_three_levels_at_once(db: Any) -> None:
    user = await db.user.create(
        {
            "email": "ann",
            "profile": {"create": {"bio": "b"}},
            "posts": {
                "create": [
                    {
                        "title": f"p{at}",
                        "comments": {"create": [{"text": f"c{at}{n}"} for n in range(3)]},
                        "tags": {"connect_or_create": [{"where": {"name": "t"}, "create": {"name": "t"}}]},
                    }
                    for at in range(3)
                ]
            },
            "memberships": {"create": [{"seat": 1, "club": {"create": {"name": "chess"}}}]},
        },
        include={
            "posts": {"order_by": {"id": "asc"}, "include": {"comments": {"order_by": {"id": "asc"}}, "tags": True}},
            "profile": True,
            "memberships": True,
        },
    )
    assert [[comment.text for comment in post.comments] for post in user.posts] == [
        [f"c{at}{n}" for n in range(3)] for at in range(3)
    ]
    assert {tag.id for post in user.posts for tag in post.tags} == {user.posts[0].tags[0].id}
    assert user.memberships[0].clubName == "chess"


async def test_a_nested_failure_leaves_nothing(db: Any, errors: ModuleType) -> None:
    await db.tag.create({"name": "taken"})
    for nested in (
        {"create": [{"name": "new"}, {"name": "taken"}]},
        {"create": {"name": "new"}, "connect": [{"name": "gone"}]},
    ):
        with pytest.raises(errors.DataError):
            await db.post.create({"title": "p", "comments": {"create": [{"text": "c"}]}, "tags": nested})
        assert [await db.post.count(), await db.comment.count(), await db.tag.count()] == [0, 0, 1]


async def test_records_that_are_not_connected(db: Any, errors: ModuleType) -> None:
    ann = await a_user(db, "a")
    loose = {"id": (await db.post.create({"title": "loose"})).id}
    # The client turns P2025 of an update into None; nothing was written all the same.
    assert (
        await db.user.update({"posts": {"update": [{"where": loose, "data": {"views": 1}}]}, "name": "x"}, ann) is None
    )
    with pytest.raises(errors.DataError) as caught:
        await db.user.update({"posts": {"delete": [loose]}, "name": "x"}, ann)
    assert caught.value.code == "P2017"
    assert (await db.user.find_unique_or_raise(ann)).name is None
    assert [post.views for post in await db.post.find_many()] == [0, 0]


async def test_connecting_to_nothing(db: Any, errors: ModuleType) -> None:
    nobody, nothing = {"connect": {"email": "nobody"}}, {"connect": [{"name": "nothing"}]}
    with pytest.raises(errors.RecordNotFoundError, match="required but not found") as caught:
        await db.post.create({"title": "p", "author": nobody})
    assert caught.value.code == "P2025"
    assert caught.value.meta["model"] == "User"
    with pytest.raises(errors.RecordNotFoundError, match="Expected 1 records to be connected, found only 0"):
        await db.post.create({"title": "p", "tags": nothing})
    assert await db.post.count() == 0
