"""Plans: for every action the statements that it would send, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prismstack.client.extensions import FromResult, Hook, Operation

from .conftest import Open, Store

pytestmark = pytest.mark.feature("explain")

ACTIONS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "find_unique": (lambda db: db.item.find_unique({"name": "a"}), "SELECT"),
    "find_unique_or_raise": (lambda db: db.item.find_unique_or_raise({"name": "a"}), "SELECT"),
    "find_first": (lambda db: db.item.find_first(where={"price": {"gt": 1}}), "SELECT"),
    "find_first_or_raise": (lambda db: db.item.find_first_or_raise(), "SELECT"),
    "find_many": (lambda db: db.item.find_many(where={"name": {"in": ["a", "b"]}}, include={"owner": True}), "SELECT"),
    "count": (lambda db: db.item.count(), "SELECT"),
    "group_by": (lambda db: db.item.group_by(by=["tenant"], count=True), "SELECT"),
    "create": (lambda db: db.item.create({"name": "a", "owner": {"create": {"email": "x"}}}), "INSERT"),
    "create_many": (lambda db: db.item.create_many([{"name": "a"}, {"name": "b"}]), "INSERT"),
    "update": (lambda db: db.item.update({"price": 1}, {"name": "a"}), "UPDATE"),
    "update_many": (lambda db: db.item.update_many({"price": 1}, {"name": "a"}), "UPDATE"),
    "upsert": (
        lambda db: db.item.upsert({"name": "a"}, {"create": {"name": "a"}, "update": {"price": 1}}),
        "INSERT",
    ),
    "delete": (lambda db: db.item.delete({"name": "a"}), "DELETE"),
    "delete_many": (lambda db: db.item.delete_many({"name": "a"}), "DELETE"),
    "create_many_and_return": (lambda db: db.item.create_many_and_return([{"name": "a"}, {"name": "b"}]), "INSERT"),
    "update_many_and_return": (lambda db: db.item.update_many_and_return({"price": 1}, {"name": "a"}), "UPDATE"),
    "query_raw": (lambda db: db.query_raw("SELECT 5 AS five"), "SELECT"),
    "execute_raw": (lambda db: db.execute_raw("DELETE FROM Doctor"), "DELETE"),
}


@pytest.mark.parametrize("action", ACTIONS)
async def test_every_action(db: Any, blocking: Any, store: Store, action: str) -> None:
    call, verb = ACTIONS[action]
    if action.endswith("and_return") and store.provider == "mysql":
        pytest.skip("MySQL does not return what it writes")
    (explanation,) = await db.explain(call)
    assert explanation.action == action
    assert explanation.model == ("" if action.endswith("raw") else "Item")
    assert (explanation.plan is None) == action.endswith("raw")
    assert any(verb in each.sql for each in explanation.statements)
    assert all(each.database_plan is None for each in explanation.statements)
    assert [each.sql for each in blocking.explain(call)[0].statements] == [each.sql for each in explanation.statements]
    assert await db.item.count() == await db.owner.count() == 0


async def test_parameters(db: Any) -> None:
    (explanation,) = await db.explain(lambda db: db.owner.find_many(where={"email": "x"}, include={"items": True}))
    owners, items = explanation.statements
    assert "x" in owners.parameters
    assert [value for value in items.parameters if isinstance(value, FromResult)] == [FromResult("@parent$id")]
    (many,) = await db.explain(lambda db: db.item.create_many([{"name": "a"}, {"name": "b"}]))
    assert [each.parameters for each in many.statements] == [("a", "main"), ("b", "main")]


@pytest.mark.parametrize("action", ["find_unique", "create_many", "update_many", "delete_many", "query_raw"])
async def test_the_databases_own_plan(db: Any, blocking: Any, store: Store, action: str) -> None:
    call = ACTIONS[action][0]
    (explanation,) = await db.explain(call, database=True)
    plans = [each.database_plan for each in explanation.statements]
    assert None not in plans
    (again,) = blocking.explain(call, database=True)
    assert [each.database_plan for each in again.statements] == plans
    assert all(plans) or (store.provider, action) == ("sqlite", "create_many")  # whose plan has no step
    assert await db.item.count() == 0
    async with db.tx() as tx:
        (inside,) = await tx.explain(call, database=True)
        assert inside.statements[0].database_plan is not None
    with blocking.tx() as blocking_tx:
        assert blocking_tx.explain(call, database=True)[0].statements[0].database_plan is not None


async def test_what_depends_on_a_result_is_not_asked_for(db: Any) -> None:
    call = ACTIONS["find_many"][0]
    (explanation,) = await db.explain(call, database=True)
    first, second = explanation.statements
    assert first.database_plan
    assert second.database_plan is None


async def test_batches_hooks_and_calls_that_are_none(connect: Open, blocking: Any) -> None:
    class Only(Hook):
        def before(self, operation: Operation) -> Operation:
            return operation.where({"tenant": "t"})

    client = await connect(extensions=[Only()])

    async def batch(db: Any) -> None:
        async with db.batch_() as batch:
            batch.item.delete_many()
            batch.owner.delete_many({"email": "x"})

    (items, owners) = await (await connect()).explain(batch)
    assert (items.model, owners.model) == ("Item", "Owner")
    (filtered,) = await client.explain(lambda db: db.item.find_many())
    assert "t" in filtered.statements[0].parameters

    async def nothing(_db: Any) -> None:
        return None

    assert await client.explain(nothing) == []
    assert blocking.explain(lambda _: None) == []

    def batch_blocking(db: Any) -> None:
        with db.batch_() as batch:
            batch.item.delete_many()

    assert len(blocking.explain(batch_blocking)) == 1


async def test_a_call_that_the_compiler_rejects(db: Any, store: Store) -> None:
    with pytest.raises(store.errors.FieldNotFoundError):
        await db.explain(lambda db: db.item.find_many(where={"nothing": 1}))
    (explanation,) = await db.explain(lambda db: db.item.find_many())
    assert explanation.statements
