"""What is loaded: ``select``, ``omit``, counts of relations; and writes that return what they wrote."""

from __future__ import annotations

import pickle
from types import ModuleType
from typing import Any

import pytest

from prismstack.client import relation_counts
from prismstack.errors import ConfigurationError


async def ann(db: Any) -> Any:
    """A user with three posts, one of them published, and two comments."""
    posts = [
        {"title": "a", "comments": {"create": [{"text": "x"}, {"text": "y"}]}},
        {"title": "b", "published": True},
        {"title": "c"},
    ]
    return await db.user.create({"email": "ann", "name": "Ann", "age": 40, "posts": {"create": posts}})


def loaded(record: Any) -> dict[str, Any]:
    """The fields that a record has, relations that are not loaded aside."""
    return record.model_dump(exclude_unset=True)


@pytest.mark.feature("select, omit")
async def test_select_loads_what_it_names(db: Any) -> None:
    user = await ann(db)
    (found,) = await db.user.find_many(select={"email": True, "name": False, "age": None})
    assert loaded(found) == {"email": "ann"}
    with pytest.raises(AttributeError, match="name"):
        _ = found.name
    with pytest.raises(AttributeError, match="age"):  # which may be None, but was not asked for
        _ = found.age
    assert found == pickle.loads(pickle.dumps(found)) == found.model_copy(deep=True)
    one = await db.user.find_unique({"email": "ann"}, select={"id": True, "role": True, "createdAt": True})
    assert loaded(one) == {"id": user.id, "role": "USER", "createdAt": user.createdAt}


@pytest.mark.feature("select, omit")
async def test_omit_loads_the_rest(db: Any) -> None:
    user = await ann(db)
    (found,) = await db.user.find_many(omit={"name": True, "age": True, "email": False})
    assert loaded(found) == {key: value for key, value in loaded(user).items() if key not in ("name", "age")}
    with pytest.raises(AttributeError, match="name"):
        _ = found.name
    assert await db.user.find_first(omit={"name": False}) == user


@pytest.mark.feature("select, omit")
async def test_related_records(db: Any) -> None:
    await ann(db)
    posts = {"select": {"title": True, "comments": {"omit": {"id": True}}}, "order_by": {"title": "asc"}, "take": 2}
    found = await db.user.find_first_or_raise(select={"name": True, "posts": posts, "profile": True})
    assert found.profile is None
    assert [post.title for post in found.posts] == ["a", "b"]
    assert sorted(comment.text for comment in found.posts[0].comments) == ["x", "y"]
    assert loaded(found.posts[1]) == {"title": "b", "comments": []}
    with pytest.raises(AttributeError, match="id"):
        _ = found.posts[0].comments[0].id
    whole = await db.user.find_first_or_raise(include={"posts": {"select": {"views": True}}}, omit={"age": True})
    assert [loaded(post) for post in whole.posts] == [{"views": 0}] * 3
    post = await db.post.find_first_or_raise(where={"title": "a"}, select={"author": {"select": {"email": True}}})
    assert loaded(post) == {"author": {"email": "ann"}}


@pytest.mark.feature("select, omit")
async def test_every_action_that_returns_records(db: Any) -> None:
    chosen = {"title": True}
    made = await db.post.create({"title": "a"}, select={"id": True})
    where = {"id": made.id}
    assert loaded(await db.post.update({"title": "b"}, where, select=chosen)) == {"title": "b"}
    upserted = await db.post.upsert(where, {"create": {"title": "x"}, "update": {"title": "c"}}, select=chosen)
    assert loaded(upserted) == {"title": "c"}
    for find in (db.post.find_unique, db.post.find_unique_or_raise, db.post.find_first, db.post.find_first_or_raise):
        assert loaded(await find(where=where, select=chosen)) == {"title": "c"}
    async with db.tx() as tx:
        assert loaded(await tx.post.delete(where, omit={"id": True})).keys() == {
            "title",
            "views",
            "published",
            "authorId",
        }
    assert await db.post.find_first(select=chosen) is None


@pytest.mark.feature("select, omit")
async def test_what_cannot_be_chosen(db: Any, errors: ModuleType) -> None:
    for wrong in ({"omit": {"id": True}}, {"include": {"tags": True}}):
        with pytest.raises(errors.FieldNotFoundError, match="put it into select"):
            await db.post.find_many(select={"title": True}, **wrong)
    with pytest.raises(errors.FieldNotFoundError, match="minimum of 1 field"):
        await db.post.find_many(select={})
    with pytest.raises(errors.UnknownRelationalFieldError, match="nothing"):
        await db.post.find_many(select={"nothing": True})
    with pytest.raises(errors.FieldNotFoundError, match="'tags' cannot be omitted"):
        await db.post.find_many(omit={"tags": True})
    with pytest.raises(TypeError, match="select value"):
        await db.post.find_many(select={"title": "yes"})


@pytest.mark.feature("count of relations in include")
async def test_counts(db: Any) -> None:
    user = await ann(db)
    assert relation_counts(await db.user.find_first(include={"_count": {"posts": True, "friends": False}})) == {
        "posts": 3
    }
    (found,) = await db.user.find_many(include={"_count": True})
    assert relation_counts(found) == {"posts": 3, "friends": 0, "friendOf": 0, "reports": 0, "memberships": 0}
    assert found == user, "counts are no fields"
    assert loaded(found) == loaded(user)
    published = {"posts": {"where": {"published": True}}}
    assert relation_counts(await db.user.find_first(select={"id": True, "_count": published})) == {"posts": 1}
    published["posts"]["where"]["published"] = False
    assert relation_counts(await db.user.find_first(select={"_count": published})) == {"posts": 2}
    nested = {"posts": {"include": {"_count": {"comments": True}}, "order_by": {"title": "asc"}}, "_count": True}
    deep = await db.user.find_unique_or_raise({"email": "ann"}, include=nested)
    assert [relation_counts(post) for post in deep.posts] == [{"comments": 2}, {"comments": 0}, {"comments": 0}]
    assert relation_counts(deep)["posts"] == 3
    assert relation_counts(pickle.loads(pickle.dumps(deep)))["posts"] == 3
    with pytest.raises(ConfigurationError, match="without counts"):
        relation_counts(user)


@pytest.mark.feature("count of relations in include")
async def test_relations_that_cannot_be_counted(db: Any, errors: ModuleType) -> None:
    for name in ("nothing", "profile"):
        with pytest.raises(errors.FieldNotFoundError, match=name):
            await db.user.find_many(include={"_count": {name: True}})


@pytest.mark.feature("create_many_and_return")
@pytest.mark.providers("sqlite", "postgresql")
async def test_create_many_and_return(db: Any, errors: ModuleType) -> None:
    user = await ann(db)
    rows = [{"title": "d", "authorId": user.id}, {"title": "e", "views": 7}]
    made = await db.post.create_many_and_return(rows, include={"author": True})
    assert [(post.title, post.views, post.published) for post in made] == [("d", 0, False), ("e", 7, False)]
    assert made[0].author == user
    assert made[1].author is None
    assert await db.post.find_many(where={"title": {"in": ["d", "e"]}}, include={"author": True}) == made
    many = await db.post.create_many_and_return([{"title": str(at)} for at in range(500)], select={"title": True})
    assert [post.title for post in many] == [str(at) for at in range(500)]
    with pytest.raises(errors.UniqueViolationError):
        await db.user.create_many_and_return([{"email": "new"}, {"email": "ann"}])
    async with db.tx() as tx:
        assert await tx.user.count() == 1, "all or nothing"
        (generated,) = await tx.generated.create_many_and_return([{"note": "n"}])
    assert generated == await db.generated.find_first()


@pytest.mark.feature("create_many_and_return")
@pytest.mark.providers("postgresql")
async def test_create_many_and_return_without_duplicates(db: Any) -> None:
    await ann(db)
    made = await db.user.create_many_and_return([{"email": "ann"}, {"email": "bob"}], skip_duplicates=True)
    assert [user.email for user in made] == ["bob"]


@pytest.mark.feature("create_many_and_return")
@pytest.mark.providers("sqlite")
async def test_duplicates_cannot_be_skipped_on_sqlite(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.UnsupportedDatabaseError, match="skip_duplicates is not supported by sqlite"):
        await db.user.create_many_and_return([{"email": "ann"}], skip_duplicates=True)


@pytest.mark.feature("update_many_and_return")
@pytest.mark.providers("sqlite", "postgresql")
async def test_update_many_and_return(db: Any) -> None:
    await ann(db)
    changed = await db.post.update_many_and_return({"views": {"increment": 2}}, {"published": False})
    assert sorted((post.title, post.views) for post in changed) == [("a", 2), ("c", 2)]
    assert await db.post.count(where={"views": 2}) == 2
    (chosen,) = await db.post.update_many_and_return({"views": 9}, {"title": "b"}, select={"views": True})
    assert loaded(chosen) == {"views": 9}
    assert await db.post.update_many_and_return({"views": 1}, {"title": "none"}) == []


@pytest.mark.parametrize("interface", ["asyncio", "sync"])
@pytest.mark.providers("mysql")
async def test_mysql_does_not_return_what_it_writes(db: Any, errors: ModuleType) -> None:
    with pytest.raises(errors.UnsupportedDatabaseError, match="create_many_and_return is not supported by mysql"):
        await db.user.create_many_and_return([{"email": "ann"}])
    with pytest.raises(errors.UnsupportedDatabaseError, match="update_many_and_return is not supported by mysql"):
        await db.user.update_many_and_return({"age": 1}, {})
    assert await db.user.count() == 0
