"""Options of ``Prisma(…)`` and access through models, on every database with both interfaces."""

from __future__ import annotations

import datetime as dt
import inspect
from types import ModuleType
from typing import Any

import pytest


async def done(value: Any) -> Any:
    """The result of a call of either interface."""
    return await value if inspect.isawaitable(value) else value


@pytest.mark.feature("register, auto_register, access through models")
async def test_a_registered_client(generated: ModuleType, url: str) -> None:
    client = generated.Prisma(auto_register=True, datasource={"url": url})
    try:
        await done(client.connect())
        assert generated.get_client() is client
        ann = await done(generated.models.User.prisma().create({"email": "ann"}))
        assert await done(generated.models.User.prisma().find_many()) == [ann]
        with pytest.raises(generated.errors.ClientAlreadyRegisteredError):
            generated.register(client)
    finally:
        await done(client.disconnect())
        generated._registry._registered_client = None
    generated.register(client)
    assert generated.get_client() is client
    generated._registry._registered_client = None


@pytest.mark.feature("log_queries")
async def test_logged_queries(generated: ModuleType, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    client = generated.Prisma(
        log_queries=True,
        use_dotenv=False,
        connect_timeout=dt.timedelta(seconds=10),
        http={"timeout": 5},
        datasource={"url": url},
    )
    await done(client.connect())
    await done(client.user.find_many(where={"email": "x"}))
    await done(client.user.create({"email": "x"}))
    await done(client.disconnect())
    output = capsys.readouterr().out
    assert "SELECT" in output
    assert "INSERT INTO" in output
