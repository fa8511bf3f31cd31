"""A drop-in rehearsal: 64 models, and calls as a gateway's code makes them, on every database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import Databases, Suite, Suites

UTC = dt.UTC
SOURCE = Path(__file__).with_name("gateway.prisma")


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The schema by provider: PostgreSQL has lists where the others have text."""
    folder = tmp_path_factory.mktemp("gateway-schemas")
    lists = folder / "gateway_lists.prisma"
    text = SOURCE.read_text(encoding="utf-8").replace('provider = "sqlite"', 'provider = "postgresql"')
    lists.write_text(re.sub(r'String +@default\(""\) // list', "String[]", text), encoding="utf-8")
    return {"sqlite": SOURCE, "mysql": SOURCE, "postgresql": lists}


@pytest.fixture
def suite(suites: Suites, schemas: dict[str, Path], provider: str) -> Suite:
    return suites.get(schemas[provider])[0]


@pytest.fixture
def databases(suites: Suites, schemas: dict[str, Path], provider: str) -> Databases:
    return suites.get(schemas[provider])[1]


@pytest.fixture
def listed(provider: str) -> Callable[..., Any]:
    """Several texts as the provider's schema stores them."""
    return lambda *items: list(items) if provider == "postgresql" else ",".join(items)


@pytest.mark.slow
@pytest.mark.feature("a schema of 64 models, used as with upstream's client")
async def test_every_model_answers(db: Any, generated: ModuleType) -> None:
    models = [value for value in vars(generated.models).values() if hasattr(value, "__prisma_model__")]
    names = {model.__prisma_model__ for model in models} - {None}
    assert len(names) == 64
    for name in names:
        actions = getattr(db, name.lower())
        assert await actions.count() == 0
        assert await actions.find_first() is None


@pytest.mark.slow
@pytest.mark.feature("a schema of 64 models, used as with upstream's client")
async def test_a_gateways_day(
    db: Any, generated: ModuleType, errors: ModuleType, sql: Callable[[str], str], listed: Callable[..., Any]
) -> None:
    Json = generated.Json
    budget = await db.budget.create(data={"max_budget": 10.5, "tpm_limit": 2**40, "created_by": "admin"})
    organization = await db.organization.create(
        data={
            "organization_alias": "acme",
            "created_by": "admin",
            "models": listed("a", "b"),
            "metadata": Json({"tier": 1}),
            "budget": {"connect": {"budget_id": budget.budget_id}},
        },
        include={"budget": True},
    )
    assert organization.budget.tpm_limit == 2**40
    assert organization.models == listed("a", "b")
    team = await db.team.create(
        data={
            "team_alias": "core",
            "organization": {"connect": {"organization_id": organization.organization_id}},
            "model_table": {"create": {"created_by": "admin", "aliases": Json({"fast": "small"})}},
            "memberships": {"create": [{"user_id": f"u{at}"} for at in range(3)]},
        },
        include={"memberships": True, "model_table": True},
    )
    assert (team.status, len(team.memberships), team.model_table.aliases) == ("ACTIVE", 3, {"fast": "small"})

    data = {"create": {"token": "sk-1", "user_id": "u1", "budget_id": budget.budget_id}, "update": {"key_alias": "k"}}
    for alias in (None, "k"):
        key = await db.virtualkey.upsert(where={"token": "sk-1"}, data=data)
        assert key.key_alias == alias
    async with db.batch_() as batch:
        for _ in range(20):
            batch.virtualkey.update_many(where={"token": "sk-1"}, data={"spend": {"increment": 0.5}})
            batch.teammembership.update_many(where={"team_id": team.team_id}, data={"spend": {"increment": 0.25}})
    assert (await db.virtualkey.find_unique_or_raise(where={"token": "sk-1"}, include={"budget": True})).spend == 10.0
    member = {"user_id_team_id": {"user_id": "u1", "team_id": team.team_id}}
    assert (await db.teammembership.find_unique_or_raise(where=member)).spend == 5.0

    began = dt.datetime(2024, 5, 1, tzinfo=UTC)
    logs = [
        {
            "request_id": f"r{at}",
            "call_type": "completion",
            "api_key": f"sk-{at % 2}",
            "spend": 0.5,
            "total_tokens": at,
            "startTime": began + dt.timedelta(hours=at),
            "endTime": began + dt.timedelta(hours=at, minutes=1),
            "metadata": Json({"n": at}),
        }
        for at in range(48)
    ]
    assert await db.spendlog.create_many(data=logs) == 48
    day = {"startTime": {"gte": began, "lt": began + dt.timedelta(days=1)}}
    assert await db.spendlog.count(where=day) == 24
    groups = await db.spendlog.group_by(by=["api_key"], sum={"spend": True}, count=True, order={"api_key": "asc"})
    assert [(each["api_key"], each["_sum"]["spend"]) for each in groups] == [("sk-0", 12.0), ("sk-1", 12.0)]
    rows = await db.query_raw(
        sql('SELECT api_key, SUM(spend) AS total FROM "SpendLogs" WHERE "startTime" >= ? GROUP BY api_key ORDER BY 1'),
        began + dt.timedelta(days=1),
    )
    assert rows == [{"api_key": "sk-0", "total": 6.0}, {"api_key": "sk-1", "total": 6.0}]
    page = await db.spendlog.find_many(where=day, order={"startTime": "desc"}, take=5, skip=5)
    assert [log.request_id for log in page] == ["r18", "r17", "r16", "r15", "r14"]

    guard = await db.guardrail.create(
        data={
            "name": "pii",
            "versions": {"create": [{"number": 1}, {"number": 2}]},
            "alerts": {"create": {"text": "!"}},
        }
    )
    with pytest.raises(errors.UniqueViolationError):
        await db.guardrail.create(data={"name": "pii"})
    usage = await db.guardrailusage.create(data={"guardrail": {"connect": {"id": guard.id}}, "tokens": 2**40})
    await db.guardrail.delete(where={"id": guard.id})
    assert [await db.guardrailversion.count(), await db.guardrailalert.count()] == [0, 0]
    assert (await db.guardrailusage.find_unique_or_raise(where={"id": usage.id})).guardrail_id is None
    with pytest.raises(ZeroDivisionError):
        async with db.tx() as tx:
            await tx.team.delete(where={"team_id": team.team_id})
            raise ZeroDivisionError
    assert await db.teammembership.count() == 3
