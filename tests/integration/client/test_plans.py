"""Plans are made once per shape of call; the engine behind them survives its own crashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from types import ModuleType
from typing import Any

import pytest

from prismstack.errors import EngineCrashed


class Compilations:
    """How many plans were compiled since the last look."""

    def __init__(self, db: Any) -> None:
        self._compiler = db._engine.core.planner.compiler
        self._seen = self._compiler.compilations

    def since(self) -> int:
        before, self._seen = self._seen, self._compiler.compilations
        return self._seen - before


Call = Callable[[Any, int], Any]
serial = count()

SHAPES: dict[str, Call] = {
    "find_unique": lambda db, n: db.user.find_unique({"email": f"e{n}"}),
    "find_first": lambda db, n: db.scalars.find_first(where={"whole": {"gt": n}, "text": {"contains": str(n)}}),
    "find_many": lambda db, n: db.user.find_many(
        where={"OR": [{"email": str(n)}, {"age": {"in": list(range(n + 1))}}], "role": ("USER", "ADMIN")[n % 2]},
        include={"posts": {"where": {"views": {"gte": n}}, "order_by": {"id": "asc"}}},
    ),
    "moments": lambda db, n: db.scalars.find_many(where={"moment": {"lt": dt.datetime(2000 + n, 1, 1, tzinfo=dt.UTC)}}),
    "decimals": lambda db, n: db.scalars.find_many(where={"money": {"gt": Decimal(n) / 8}, "real": {"lt": n / 8}}),
    "create": lambda db, n: db.post.create({"title": f"t{n}", "views": n, "published": n % 2 == 0}),
    "nested create": lambda db, n: db.post.create({"title": "t", "comments": {"create": [{"text": str(n)}]}}),
    "create_many": lambda db, n: db.post.create_many([{"title": str(at)} for at in range(n + 1)]),
    "update": lambda db, n: db.post.update({"views": {"increment": n}}, {"id": n}),
    "update_many": lambda db, n: db.post.update_many({"title": str(n)}, {"views": n}),
    "upsert, unequal": lambda db, n: db.user.upsert(
        {"email": f"a{n}"}, {"create": {"email": f"b{next(serial)}"}, "update": {"age": n}}
    ),
    "upsert, equal": lambda db, n: db.user.upsert(
        {"email": f"c{n}"}, {"create": {"email": f"c{n}"}, "update": {"age": n + 1000}}
    ),
    "delete": lambda db, n: db.tag.delete({"name": str(n)}),
    "delete_many": lambda db, n: db.tag.delete_many(where={"name": str(n)}),
    "count": lambda db, n: db.post.count(where={"views": {"gt": n}}),
    "group_by": lambda db, n: db.post.group_by(["title"], count=True, having={"views": {"_sum": {"gt": n}}}),
}


@pytest.mark.parametrize("name", SHAPES)
async def test_the_second_call_of_a_shape_compiles_nothing(db: Any, name: str) -> None:
    call = SHAPES[name]
    await call(db, 1)
    compilations = Compilations(db)
    for number in (1, 2, 3, 50):
        await call(db, number)
    assert compilations.since() == 0


async def test_plans_are_shared_by_clients_and_transactions(connect: Any) -> None:
    first, second = await connect(), await connect()
    await first.user.find_many(where={"age": {"gt": 5}})
    compilations = Compilations(first)
    await second.user.find_many(where={"age": {"gt": 6}})
    async with first.tx() as tx:
        await tx.user.find_many(where={"age": {"gt": 7}})
    assert compilations.since() == 0


async def test_a_cached_plan_uses_the_values_of_each_call(db: Any) -> None:
    await db.post.create_many([{"title": f"t{at}", "views": at} for at in range(10)])
    for number in (3, 7, 0):
        assert [post.title for post in await db.post.find_many(where={"views": number})] == [f"t{number}"]
        assert len(await db.post.find_many(take=number)) == number
        assert len(await db.post.find_many(where={"views": {"in": list(range(number))}})) == number


async def test_shapes_that_look_alike(db: Any) -> None:
    """Types, None and the order of keys are part of a shape; values of one never reach another."""
    await db.scalars.create_many([{"id": 1, "whole": 1, "text": "1", "flag": True}, {"id": 2}])
    for where, expected in [
        ({"whole": 1}, [1]),
        ({"whole": None}, [2]),
        ({"whole": {"equals": 1}}, [1]),
        ({"whole": {"in": [1]}}, [1]),
        ({"whole": {"in": []}}, []),
        ({"text": "1"}, [1]),
        ({"flag": True}, [1]),
        ({"flag": False}, []),
        ({"whole": 1.0}, [1]),
        ({"whole": 1}, [1]),
        ({"text": None, "whole": None}, [2]),
        ({"whole": 1, "text": "1"}, [1]),
        ({"text": "1", "whole": 1}, [1]),
        ({"whole": 2, "text": "1"}, []),
    ] * 2:
        rows = await db.scalars.find_many(where=where, order={"id": "asc"})
        assert [row.id for row in rows] == expected, where


async def test_a_value_that_does_not_fit_gets_the_compilers_own_error(db: Any, errors: ModuleType) -> None:
    compilations = Compilations(db)
    await db.scalars.find_many(where={"moment": "2024-01-01T00:00:00Z", "whole": 1})
    compilations.since()
    with pytest.raises(errors.DataError, match=r"where\.moment"):
        await db.scalars.find_many(where={"moment": "tomorrow", "whole": 1})
    assert compilations.since() == 1
    await db.scalars.find_many(where={"moment": "2025-01-01T00:00:00Z", "whole": 2})
    assert compilations.since() == 0  # the good plan is still there
    await db.scalars.find_many(where={"moment": "2025-01-01T00:00:00Z", "whole": 2**40})  # fits SQLite, not the plan
    await db.scalars.find_many(where={"moment": "2025-01-01T00:00:00Z", "whole": 2})
    assert compilations.since() == 1


async def test_a_bad_first_call_leaves_no_bad_plan(db: Any, errors: ModuleType) -> None:
    where = {"moment": "soon", "real": 0.5, "text": "x"}
    with pytest.raises(errors.DataError):
        await db.scalars.find_many(where=where)
    assert await db.scalars.find_many(where={**where, "moment": "2024-01-01T00:00:00Z"}) == []


async def test_upserts_of_equal_and_unequal_values_have_plans_of_their_own(db: Any) -> None:
    def data(email: str) -> dict[str, Any]:
        return {"create": {"email": email, "name": "made"}, "update": {"name": "changed"}}

    for _ in range(2):
        for number in range(3):
            await db.user.upsert({"email": f"same{number}"}, data(f"same{number}"))
            await db.user.upsert({"email": f"key{number}"}, data(f"other{number}"))
            await db.user.delete({"email": f"other{number}"})
    names = {user.email: user.name for user in await db.user.find_many()}
    assert names == {f"same{number}": "changed" for number in range(3)}


async def test_the_cache_is_bounded(db: Any) -> None:
    planner = db._engine.core.planner
    for number in range(260):
        await db.tag.find_many(take=number)
    assert max(len(entry.plans) for entry in planner._entries.values()) <= 200
    assert await db.tag.find_many(take=259) == []


async def test_a_crash_of_the_compiler_is_counted_and_survived(db: Any) -> None:
    compiler = db._engine.core.planner.compiler
    await db.user.find_many(where={"email": {"startswith": "warm"}})
    broken, crashes = compiler._instance, compiler.crashes
    assert broken is not None
    broken.heap.put_text = lambda text: (0xFFFF_FFF0, len(text))  # outside of the instance's memory
    with pytest.raises(EngineCrashed):
        await db.user.find_many(where={"email": {"endswith": "first"}, "age": 1})
    assert compiler.crashes == crashes + 1
    assert await db.user.find_many(where={"email": {"endswith": "second"}, "age": 1}) == []
    assert compiler._instance is not broken
    assert compiler.crashes == crashes + 1


async def test_explain_shows_the_compilers_plan(db: Any) -> None:
    from prismstack.query import Call

    call = Call("find_unique", "User", type(await db.user.create({"email": "x"})), {"where": {"email": "x"}})
    plan = db._engine.core.planner.explain(call)
    assert plan["type"] == "dataMap"
