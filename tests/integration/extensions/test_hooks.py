"""Hooks: soft delete, tenancy, audit, and what else they may do, on both interfaces."""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from typing import Any

import pytest

from prismstack.client.extensions import Answer, Hook, Operation, Outcome
from prismstack.errors import ConfigurationError

from .conftest import Open, OpenBlocking, Store

pytestmark = pytest.mark.feature("hooks")

NOW = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
tenant: ContextVar[str] = ContextVar("tenant", default="main")


class SoftDelete(Hook):
    models = ("Item",)

    def before(self, operation: Operation) -> Operation | None:
        if operation.action in ("delete", "delete_many"):
            action = "update" if operation.action == "delete" else "update_many"
            return operation.replace(action=action, arguments={**operation.arguments, "data": {"deletedAt": NOW}})
        return operation.where({"deletedAt": None}) if operation.action.startswith(("find", "count")) else None


class Tenancy(Hook):
    models = ("Item",)

    def before(self, operation: Operation) -> Operation:
        if operation.action == "create":
            data = {**operation.arguments["data"], "tenant": tenant.get()}
            return operation.replace(arguments={**operation.arguments, "data": data})
        return operation.where({"tenant": tenant.get()})


class Audit(Hook):
    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def after(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    @property
    def actions_seen(self) -> list[str]:
        return [each.operation.action for each in self.outcomes]


async def test_soft_delete(connect: Open, db: Any) -> None:
    soft = await connect(extensions=[SoftDelete()])
    await db.item.create_many([{"name": "a"}, {"name": "b"}, {"name": "c"}])
    removed = await soft.item.delete({"name": "a"})
    assert removed is not None
    assert removed.name == "a"
    assert await soft.item.find_unique({"name": "a"}) is None
    assert [item.name for item in await soft.item.find_many(order={"name": "asc"})] == ["b", "c"]
    assert await soft.item.count() == 2
    assert await soft.item.delete_many({"name": "b"}) == 1
    async with soft.batch_() as batch:
        batch.item.delete({"name": "c"})
    assert await soft.item.count() == 0
    assert await db.item.count() == 3


def test_soft_delete_blocking(connect_blocking: OpenBlocking, blocking: Any) -> None:
    soft = connect_blocking(extensions=[SoftDelete()])
    blocking.item.create_many([{"name": "a"}, {"name": "b"}])
    assert soft.item.delete({"name": "a"}).name == "a"
    with soft.batch_() as batch:
        batch.item.delete_many()
    assert soft.item.count() == 0
    assert blocking.item.count() == 2


async def test_tenancy(connect: Open, db: Any) -> None:
    client = (await connect()).use(Tenancy())
    await client.item.create({"name": "mine"})
    token = tenant.set("other")
    try:
        await client.item.create({"name": "theirs"})
        async with client.tx() as tx:  # hooks of a client are those of its transactions
            assert [item.name for item in await tx.item.find_many()] == ["theirs"]
            assert await tx.item.update({"price": 1}, {"name": "mine"}) is None
            assert await tx.item.find_unique({"name": "mine"}) is None
        assert await client.item.delete_many() == 1
    finally:
        tenant.reset(token)
    assert [(item.name, item.tenant) for item in await db.item.find_many()] == [("mine", "main")]


async def test_conditions_are_added_to_those_of_the_caller(connect: Open) -> None:
    client = await connect(extensions=[SoftDelete(), Tenancy()])
    await client.item.create({"name": "a"})
    for where in ({"name": "a"}, {"AND": [{"name": "a"}]}, {"AND": {"name": "a"}}, {}, None):
        assert await client.item.count(where=where) == 1
    assert await client.item.count(where={"AND": [{"name": "b"}]}) == 0


async def test_audit_sees_results_and_errors(connect: Open, store: Store) -> None:
    audit = Audit()
    client = await connect(extensions=[audit])
    await client.item.create({"name": "a"}, include={"owner": True})
    with pytest.raises(store.errors.UniqueViolationError):
        await client.item.create({"name": "a"})
    await client.item.find_many()
    await client.item.find_first(where={"name": "none"})
    await client.item.count()
    await client.query_raw("SELECT 1 AS one")
    async with client.tx() as tx, tx.batch_() as batch:
        batch.item.create({"name": "b"})
    created, failed, many, nothing, counted, raw, batched = audit.outcomes
    assert created.operation.model == "Item"
    assert isinstance(created.result, store.generated.models.Item)
    assert isinstance(failed.error, store.errors.UniqueViolationError)
    assert failed.result is None
    assert [type(item) for item in many.result] == [store.generated.models.Item]
    assert nothing.result is None
    assert counted.result
    assert raw.result["rows"] == [[1]]
    assert (raw.operation.model, raw.operation.action) == ("", "query_raw")
    assert batched.operation.action == "batch"
    assert batched.operation.in_transaction
    assert [each.action for each in batched.operation.arguments["operations"]] == ["create"]
    assert all(each.duration > 0 for each in audit.outcomes)


def test_audit_sees_results_and_errors_blocking(connect_blocking: OpenBlocking, store: Store) -> None:
    audit = Audit()
    client = connect_blocking(extensions=[audit])
    client.item.create({"name": "a"})
    with pytest.raises(store.generated_sync.errors.UniqueViolationError):
        client.item.create({"name": "a"})
    assert [type(each.error).__name__ for each in audit.outcomes] == ["NoneType", "UniqueViolationError"]


class Wrap(Hook):
    """Notes when it is entered and left; answers or repeats on request."""

    def __init__(self, name: str, log: list[str]) -> None:
        self._name, self._log = name, log

    def before(self, operation: Operation) -> Operation | Answer | None:
        self._log.append(f"{self._name} before")
        wanted = (operation.arguments.get("where") or {}).get("name")
        return operation.answer(None) if wanted == f"answered by {self._name}" else None

    async def around(self, operation: Operation, proceed: Any) -> Any:
        self._log.append(f"{self._name} in")
        await proceed(operation)
        result = await proceed(operation)
        self._log.append(f"{self._name} out")
        return result

    def around_blocking(self, operation: Operation, proceed: Any) -> Any:
        self._log.append(f"{self._name} in")
        result = proceed(operation)
        self._log.append(f"{self._name} out")
        return result

    def after(self, outcome: Outcome) -> None:
        self._log.append(f"{self._name} after")


async def test_order_repetition_and_answers(connect: Open) -> None:
    log: list[str] = []
    audit = Audit()
    client = await connect(extensions=[Wrap("outer", log), audit])
    await client.item.find_first(where={"name": "x"})
    assert log == ["outer before", "outer in", "outer out", "outer after"]
    assert audit.actions_seen == ["find_first", "find_first"]
    assert await client.item.find_first(where={"name": "answered by outer"}) is None
    assert log[4:] == ["outer before", "outer after"]
    assert len(audit.outcomes) == 2


def test_order_and_answers_blocking(connect_blocking: OpenBlocking) -> None:
    log: list[str] = []
    client = connect_blocking(extensions=[Wrap("outer", log)]).use(Wrap("inner", log))
    assert client.item.find_first(where={"name": "answered by inner"}) is None
    assert log == ["outer before", "outer in", "inner before", "inner after", "outer out", "outer after"]


async def test_a_hook_may_refuse(connect: Open, db: Any) -> None:
    class ReadOnly(Hook):
        actions = ("create", "create_many", "execute_raw")

        def before(self, operation: Operation) -> None:
            raise PermissionError(operation.action)

    client = await connect(extensions=[ReadOnly()])
    with pytest.raises(PermissionError):
        await client.item.create({"name": "a"})
    with pytest.raises(PermissionError):
        async with client.batch_() as batch:
            batch.item.create_many([{"name": "a"}])
    assert await client.item.count() == await db.item.count() == 0


async def test_a_member_of_a_batch_cannot_be_answered(connect: Open, connect_blocking: OpenBlocking) -> None:
    class Mock(Hook):
        def before(self, operation: Operation) -> Answer:
            return operation.answer(None)

    client = await connect(extensions=[Mock()])
    with pytest.raises(ConfigurationError, match="Mock answers create itself"):
        async with client.batch_() as batch:
            batch.item.create({"name": "a"})


async def test_hooks_added_later_are_those_of_that_client_alone(connect: Open) -> None:
    early, late = Audit(), Audit()
    client = await connect(extensions=[early])
    async with client.tx() as tx:
        tx.use(late)
        await tx.item.count()
    await client.item.count()
    assert (len(early.outcomes), len(late.outcomes)) == (2, 1)


def test_only_extensions_are_taken(store: Store) -> None:
    with pytest.raises(ConfigurationError, match="no extension"):
        store.generated.Prisma(extensions=["hook"])
    with pytest.raises(ConfigurationError, match="list of URLs"):
        store.generated.Prisma(replicas="file:a.db")
