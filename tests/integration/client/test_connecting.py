"""From a URL to a connected client: options, files, wrong URLs, stale clients, logs and metrics."""

from __future__ import annotations

import inspect
import json
import os
import shutil
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from prismstack.drivers import DriverError
from prismstack.errors import ConfigurationError, SchemaInvalid


async def refused(client: Any, kind: type[BaseException], message: str) -> None:
    """Connecting fails with a message, and the client can be dropped afterwards."""
    with pytest.raises(kind, match=message):
        await client.connect()


async def test_a_missing_variable(generated: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    await refused(generated.Prisma(), ConfigurationError, "DATABASE_URL")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("oracle://x", "unknown scheme 'oracle'"),
        ("nonsense", "unknown scheme"),
        ("", "unknown scheme|not set"),
        ("file:", "names no file"),
        ("file:x.db?speed=11", "unknown option 'speed'"),
        ("file:x.db?journal_mode=WAL;DROP", "journal_mode"),
        ("file:x.db?busy_timeout=soon", "not a whole number"),
        ("file:x.db?timestamp_format=stardate", "timestamp_format"),
    ],
)
async def test_wrong_urls(
    generated: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    await refused(generated.Prisma(datasource={"url": url}), ConfigurationError, message)
    assert list(tmp_path.iterdir()) == []


async def test_files_that_are_no_database(generated: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is not a database, it is only text " * 100)
    cases = {"missing/x.db": "does not exist", "text.db": "not a database", ".": "unable to open"}
    for name, message in cases.items():
        await refused(generated.Prisma(datasource={"url": f"file:{tmp_path / name}"}), DriverError, message)


async def test_a_file_that_cannot_be_opened(generated: ModuleType, tmp_path: Path) -> None:
    # A link to itself: permissions would not stop root.
    loop = tmp_path / "loop.db"
    loop.symlink_to(loop)
    await refused(generated.Prisma(datasource={"url": f"file:{loop}"}), DriverError, "open")


async def test_the_environment_and_relative_paths(
    generated: ModuleType, suite: Any, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"file:{database}")
    async with generated.Prisma() as client:
        await client.user.create({"email": "ann"})
    beside = suite.folder / "beside.db"
    shutil.copy(database, beside)
    monkeypatch.setenv("DATABASE_URL", "file:./beside.db?connection_limit=2")  # relative to the schema's folder
    async with generated.Prisma() as client:
        assert await client.user.count() == 1


@pytest.mark.providers("sqlite")
async def test_settings_of_the_url_reach_the_database(connect: Any) -> None:
    db = await connect()
    assert await db.query_raw("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert await db.query_raw("PRAGMA synchronous") == [{"synchronous": 2}]
    assert await db.query_raw("PRAGMA foreign_keys") == [{"foreign_keys": 1}]
    db = await connect(synchronous="NORMAL", cache_size="-4000", foreign_keys="OFF")
    assert await db.query_raw("PRAGMA synchronous") == [{"synchronous": 1}]
    assert await db.query_raw("PRAGMA cache_size") == [{"cache_size": -4000}]
    assert (await db.post.create({"title": "p", "authorId": "nobody"})).authorId == "nobody"


@pytest.mark.providers("sqlite")
async def test_datetimes_as_milliseconds(connect: Any) -> None:
    text, number = await connect(), await connect(timestamp_format="unixepoch-ms")
    row = await number.scalars.create({"moment": "2024-01-02T03:04:05.678Z"})
    assert await text.query_raw("SELECT typeof(moment) AS t, CAST(moment AS TEXT) AS v FROM Scalars") == [
        {"t": "integer", "v": "1704164645678"}
    ]
    for client in (text, number):
        assert await client.scalars.find_unique({"id": row.id}) == row
    assert await number.scalars.count(where={"moment": {"lt": "2024-01-02T03:04:05.679Z"}}) == 1


async def test_memory(generated: ModuleType) -> None:
    async with generated.Prisma(datasource={"url": "file::memory:"}) as client:
        await client.execute_raw('CREATE TABLE Tag ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL)')
        await client.tag.create({"name": "x"})
        async with client.tx() as tx:
            await tx.tag.create({"name": "y"})
        assert await client.tag.count() == 2


async def test_a_client_from_another_schema(suite: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(suite.generated.__file__).parent
    packaged = folder / "schema.prisma"
    text = packaged.read_text()
    packaged.write_text(text.replace("model Tag", "model Label"))
    try:
        client = suite.generated.Prisma(datasource={"url": f"file:{tmp_path / 'x.db'}"})
        await refused(client, SchemaInvalid, r"generated from another schema .*run `prismstack generate`")
    finally:
        packaged.write_text(text)


async def test_connecting_twice_and_reconnecting(connect: Any, suite: Any, database: Path) -> None:
    db = await connect()
    await db.user.create({"email": "ann"})
    for _ in range(3):
        await db.disconnect()
        assert not db.is_connected()
        await db.connect()
        assert await db.user.count() == 1
    with pytest.raises(suite.generated.engine.errors.AlreadyConnectedError):
        await db.connect()
    assert await db.user.count() == 1
    await db.disconnect()
    open_files = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _exists(fd)]
    assert not [path for path in open_files if path.startswith(str(database))]


def _exists(fd: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{fd}")


@pytest.mark.feature("get_metrics as json and prometheus")
async def test_metrics(db: Any) -> None:
    for at in range(5):
        await db.user.create({"email": str(at)})
    metrics = await db.get_metrics(global_labels={"app": "tests"})
    counters = {each.key: each.value for each in metrics.counters}
    gauges = {each.key: each.value for each in metrics.gauges}
    assert counters["prisma_client_queries_total"] == 5
    assert gauges["prisma_pool_connections_open"] > 0
    assert gauges["prisma_client_queries_active"] == 0
    assert {each.labels["app"] for each in metrics.counters} == {"tests"}
    (duration,) = [each for each in metrics.histograms if each.key == "prisma_client_queries_duration_histogram_ms"]
    (wait,) = [each for each in metrics.histograms if each.key == "prisma_client_queries_wait_histogram_ms"]
    assert wait.value.count == duration.value.count
    assert duration.value.count == 5
    text = await db.get_metrics("prometheus", global_labels={"app": "tests"})
    assert 'prisma_client_queries_total{app="tests"} 5' in text
    assert 'le="+Inf"' in text


@pytest.mark.feature("the query builder's GraphQL text")
async def test_the_engines_graphql_text(db: Any) -> None:
    """What upstream's engine takes, ours takes: other packages talk to it directly."""
    await db.user.create({"email": "ann", "posts": {"create": [{"title": 'a "b"\n{c}'}, {"title": "d"}]}})
    include = {"posts": {"take": 1, "order_by": {"id": "asc"}}}
    query = db._make_query_builder(
        method="find_many",
        model=type(await db.user.find_first()),
        arguments={"where": {"email": {"startswith": "a"}}, "include": include},
        root_selection=None,
    ).build()

    async def ask(text: str) -> Any:
        answer = db._engine.query(text, tx_id=None)
        return await answer if inspect.isawaitable(answer) else answer

    answer = await ask(query)
    (user,) = answer["data"]["result"]
    assert (user["email"], [post["title"] for post in user["posts"]]) == ("ann", ['a "b"\n{c}'])
    partial = json.dumps({"query": "query { result: findManyPost(orderBy: {id: desc}) { title author { email } } }"})
    answer = await ask(partial)
    assert answer["data"]["result"][0] == {"title": "d", "author": {"email": "ann"}}


async def test_deprecated_numbers_of_seconds_still_connect(generated: ModuleType, database: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        client = generated.Prisma(datasource={"url": f"file:{database}"}, connect_timeout=10)
        await client.connect(timeout=10)
        await client.disconnect(timeout=5)
    assert not client.is_connected()
