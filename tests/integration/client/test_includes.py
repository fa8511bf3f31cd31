"""Relations that are loaded with a record, with arguments of their own at every level."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
async def club(db: Any) -> Any:
    """Ann manages Bob and Cid; posts, comments, tags and a club hang off them."""
    await db.user.create(
        {
            "email": "ann",
            "profile": {"create": {"bio": "boss"}},
            "reports": {"create": [{"email": "bob"}, {"email": "cid"}]},
            "posts": {
                "create": [
                    {
                        "title": f"p{at}",
                        "views": at,
                        "comments": {"create": [{"text": f"c{at}{n}"} for n in range(at)]},
                        "tags": {
                            "connect_or_create": [
                                {"where": {"name": f"t{n}"}, "create": {"name": f"t{n}"}} for n in range(at)
                            ]
                        },
                    }
                    for at in range(4)
                ]
            },
        }
    )
    return db


@pytest.mark.feature("include, with arguments at every level")
async def test_every_kind_of_relation(club: Any) -> None:
    ann = await club.user.find_unique_or_raise(
        {"email": "ann"},
        include={
            "profile": True,
            "manager": True,
            "reports": {"order_by": {"email": "desc"}, "include": {"manager": {"include": {"profile": True}}}},
            "posts": {"include": {"tags": {"include": {"posts": True}}, "author": True}},
            "friends": True,
            "memberships": {"include": {"club": True}},
        },
    )
    assert (ann.profile.bio, ann.manager, ann.friends, ann.memberships) == ("boss", None, [], [])
    assert ann.friendOf is None  # not asked for
    assert [user.email for user in ann.reports] == ["cid", "bob"]
    assert {user.manager.profile.bio for user in ann.reports} == {"boss"}
    assert {post.author.id for post in ann.posts} == {ann.id}
    assert [len(tag.posts) for tag in ann.posts[3].tags] == [3, 2, 1]
    bob = await club.user.find_unique_or_raise(
        {"email": "bob"}, include={"profile": True, "posts": True, "manager": True}
    )
    assert (bob.profile, bob.posts, bob.manager.email) == (None, [], "ann")


@pytest.mark.feature("include, with arguments at every level")
async def test_filters_and_orders_inside(club: Any) -> None:
    ann = await club.user.find_first_or_raise(
        where={"email": "ann"},
        include={
            "posts": {
                "where": {"OR": [{"views": 3}, {"tags": {"some": {"name": "t0"}}}], "title": {"not": "p2"}},
                "order_by": {"id": "desc"},
                "include": {
                    "comments": {"where": {"text": {"endswith": "1"}}},
                    "tags": {"order_by": {"name": "desc"}, "take": 2},
                },
            }
        },
    )
    assert [post.title for post in ann.posts] == ["p3", "p1"]
    assert [[comment.text for comment in post.comments] for post in ann.posts] == [["c31"], []]
    assert [[tag.name for tag in post.tags] for post in ann.posts] == [["t2", "t1"], ["t0"]]


async def test_switches(club: Any, errors: ModuleType) -> None:
    """True, False and a dict are different plans; False is as if it had not been asked for."""
    for _ in range(2):
        for wanted, loaded in ((True, True), (False, False), ({}, True), (True, True), (None, False)):
            post = await club.post.find_first_or_raise(order={"id": "asc"}, include={"author": wanted})
            assert (post.author is not None) is loaded, wanted
    with pytest.raises(errors.UnknownRelationalFieldError):
        await club.post.find_many(include={"authors": True})
    with pytest.raises(TypeError, match="include value"):
        await club.post.find_many(include={"author": 5})


async def test_writes_load_relations_too(club: Any) -> None:
    include = {"author": {"include": {"profile": True}}, "tags": {"order_by": {"name": "asc"}}}
    connect = {"author": {"connect": {"email": "ann"}}}
    made = await club.post.create({"title": "new", **connect}, include=include)
    changed = await club.post.update({"tags": {"connect": [{"name": "t0"}]}}, {"id": made.id}, include=include)
    upserted = await club.post.upsert({"id": made.id}, {"create": {"title": "x"}, "update": {}}, include=include)
    created = await club.post.upsert({"id": 0}, {"create": {"title": "x", **connect}, "update": {}}, include=include)
    deleted = await club.post.delete({"id": made.id}, include=include)
    for post in (made, changed, upserted, created, deleted):
        assert post.author.profile.bio == "boss"
    assert [len(post.tags) for post in (made, changed, upserted, created, deleted)] == [0, 1, 1, 0, 1]


async def test_many_parents(db: Any) -> None:
    """More parents than one statement may bind values: the children come in several statements."""
    count = 33_000
    await db.post.create_many([{"title": str(at)} for at in range(count)])
    await db.comment.create_many([{"text": str(at), "postId": at + 1} for at in range(0, count, 2)])
    posts = await db.post.find_many(include={"comments": True}, order={"id": "asc"})
    assert [len(post.comments) for post in posts] == [1, 0] * (count // 2)
    assert all(post.comments[0].text == post.title for post in posts[::2])
