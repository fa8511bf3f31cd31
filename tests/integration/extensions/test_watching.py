"""What watches statements: the SQL log, comments, OpenTelemetry."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import logging
import sys
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from prismstack.client.extensions import SqlComments, SqlLog, Tracing, hide_parameters, traceparent
from prismstack.client.extensions._comments import sql_comment
from prismstack.errors import ConfigurationError

from .conftest import Open, OpenBlocking, Store

Log = pytest.LogCaptureFixture


@pytest.fixture(autouse=True)
def _at_debug(caplog: Log) -> None:
    caplog.set_level(logging.DEBUG, "prismstack.sql")


def records(caplog: Log) -> list[Any]:
    return [each for each in caplog.records if each.name == "prismstack.sql"]


@pytest.mark.feature("SQL log through logging")
async def test_the_log_tells_everything_of_a_statement(connect: Open, caplog: Log) -> None:
    client = await connect(extensions=[SqlLog()])
    await client.item.create({"name": "a"})
    caplog.clear()
    line = inspect.currentframe().f_lineno + 1  # type: ignore[union-attr]
    await client.item.find_first(where={"name": "a"})
    (record,) = records(caplog)
    assert record.levelno == logging.DEBUG
    assert "SELECT" in record.sql
    assert "a" in record.parameters
    assert record.duration_ms > 0
    assert (record.rows, record.model, record.action) == (1, "Item", "find_first")
    assert (record.call_site.file, record.call_site.line) == (__file__, line)
    assert record.call_site.function == "test_the_log_tells_everything_of_a_statement"
    assert record.getMessage().endswith(f"{__file__}:{line}")
    assert (record.slow, record.error) == (False, None)


@pytest.mark.feature("SQL log through logging")
def test_the_log_of_a_sync_client(connect_blocking: OpenBlocking, caplog: Log) -> None:
    client = connect_blocking(extensions=[SqlLog()])
    with client.tx() as tx:
        tx.item.create_many([{"name": "a"}, {"name": "b"}])
    with client.batch_() as batch:
        batch.item.create({"name": "c"})
    tried = client.tx()
    tried.start()
    tried.rollback()
    seen = records(caplog)
    assert {each.action for each in seen} >= {"begin", "create_many", "commit", "batch", "rollback"}
    assert {each.call_site.file for each in seen} == {__file__}
    (bulk,) = [each for each in seen if each.action == "create_many" and "INSERT" in each.sql]
    assert bulk.parameters == [("a", "main"), ("b", "main")]
    assert bulk.rows == 2


@pytest.mark.feature("SQL log through logging")
async def test_statements_of_other_threads_and_tasks_belong_to_their_call(
    connect: Open, caplog: Log, store: Store
) -> None:
    client = await connect(extensions=[SqlLog()])
    slow = {
        "sqlite": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) "
        "SELECT SUM(x) AS s FROM c",
        "postgresql": "SELECT SUM(x) AS s FROM generate_series(1, 300000) AS x",
        "mysql": "SELECT SUM(seq) AS s FROM seq_1_to_300000",
    }[store.provider]
    assert (await client.raw.scalar(slow)) == 45000150000
    (record,) = records(caplog)  # on SQLite a worker repeats what overran the event loop's budget, and only that counts
    assert record.action == "query_raw"
    assert record.call_site.function == "test_statements_of_other_threads_and_tasks_belong_to_their_call"
    caplog.clear()
    await asyncio.gather(client.item.count())
    assert [each.call_site for each in records(caplog)] == [None]  # a task of its own hides its caller


@pytest.mark.feature("SQL log through logging")
async def test_slow_and_failed_statements_are_warnings(connect: Open, caplog: Log, store: Store) -> None:
    caplog.set_level(logging.WARNING, "prismstack.sql")
    client = await connect(extensions=[SqlLog(slow=dt.timedelta(0))])
    await client.item.count()
    assert [each.slow for each in records(caplog)] == [True]
    assert records(caplog)[0].getMessage().startswith("slow: SELECT")
    assert records(caplog)[0].call_site.file == __file__
    caplog.clear()
    quiet = await connect(extensions=[SqlLog()])
    await quiet.item.create({"name": "a"})
    assert records(caplog) == []
    with pytest.raises(store.errors.UniqueViolationError):
        await quiet.item.create({"name": "a"})
    (record,) = records(caplog)
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("failed: INSERT")
    assert record.error is not None
    assert record.rows is None


@pytest.mark.feature("SQL log through logging")
async def test_parameters_can_be_hidden(connect: Open, caplog: Log) -> None:
    client = await connect(extensions=[SqlLog(redact=hide_parameters)])
    await client.item.create({"name": "secret"})
    await client.item.count()
    assert records(caplog)
    assert "secret" not in caplog.text
    assert "hidden>" in caplog.text


async def test_without_the_log_nothing_is_watched(db: Any, caplog: Log) -> None:
    await db.item.create({"name": "a"})
    assert records(caplog) == []
    assert type(db._internal_engine).__name__ == "AsyncQueryEngine"
    with pytest.raises(ConfigurationError, match="before connect"):
        db.use(SqlLog())


@pytest.mark.feature("tags in SQL (sqlcommenter)")
async def test_constant_tags_are_part_of_every_statement(connect: Open, caplog: Log) -> None:
    client = await connect(extensions=[SqlComments({"app": "shop", "route": "it's */ --"}), SqlLog()])
    await client.item.create_many([{"name": "a"}, {"name": "b"}])
    await client.item.update_many({"price": 2}, {"name": "a"})
    assert [item.name for item in await client.item.find_many(order={"name": "asc"})] == ["a", "b"]
    statements = [each.sql for each in records(caplog) if each.action not in ("begin", "commit")]
    tagged = [sql for sql in statements if sql.endswith(" /*app='shop',route='it%27s%20%2A%2F%20--'*/")]
    assert {sql.split()[0] for sql in tagged} >= {"INSERT", "UPDATE", "SELECT"}
    assert {sql.split()[0] for sql in statements if sql not in tagged} <= {"BEGIN", "COMMIT", "START"}


@pytest.mark.feature("tags in SQL (sqlcommenter)")
async def test_tags_of_the_call(connect: Open, caplog: Log) -> None:
    client = await connect(
        extensions=[
            SqlComments({"app": "shop"}, dynamic=lambda call: {"call": f"{call.model}.{call.action}"} if call else {}),
            SqlLog(),
        ]
    )
    await client.item.count()
    assert records(caplog)[0].sql.endswith(" /*app='shop',call='Item.count'*/")


def test_comments_of_nothing_and_order() -> None:
    assert sql_comment({}) == ""
    assert sql_comment({"b": "2", "a": "1"}) == " /*a='1',b='2'*/"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracers(exporter: InMemorySpanExporter) -> TracerProvider:
    made = TracerProvider()
    made.add_span_processor(SimpleSpanProcessor(exporter))
    return made


@pytest.mark.feature("OpenTelemetry spans")
async def test_spans_of_calls_and_statements(
    connect: Open, tracers: TracerProvider, exporter: InMemorySpanExporter, store: Store
) -> None:
    client = await connect(extensions=[Tracing(tracer_provider=tracers)])
    with tracers.get_tracer("app").start_as_current_span("request") as request:
        await client.item.create({"name": "a"})
        async with client.tx() as tx:
            await tx.query_raw("SELECT 1 AS one")
    with pytest.raises(store.errors.UniqueViolationError):
        await client.item.create({"name": "a"})
    spans = exporter.get_finished_spans()
    by_id = {span.context.span_id: span for span in spans}
    connecting = [span for span in spans if span.name == "prisma:client:connect"]
    operation = next(span for span in spans if span.attributes.get("name") == "Item.createOne")
    statement = next(span for span in spans if "INSERT" in span.attributes.get("db.query.text", ""))
    assert len(connecting) == 1
    assert operation.attributes == {"method": "createOne", "model": "Item", "name": "Item.createOne"}
    assert operation.parent.span_id == request.get_span_context().span_id
    assert statement.name == "prisma:client:db_query"
    assert statement.kind.name == "CLIENT"
    assert statement.attributes["db.system.name"] == store.provider
    assert by_id[statement.parent.span_id] is operation
    assert statement.attributes["db.namespace"]
    assert statement.end_time >= statement.start_time
    if store.provider != "sqlite":
        assert (statement.attributes["server.address"], statement.attributes["server.port"] > 0) == ("127.0.0.1", True)
    names = [span.name for span in spans]
    assert {"prisma:client:start_transaction", "prisma:client:commit_transaction"} <= set(names)
    assert next(span for span in spans if span.attributes.get("name") == "queryRaw")
    failed = [span for span in spans if span.status.status_code.name == "ERROR"]
    assert {"prisma:client:operation", "prisma:client:db_query"} <= {span.name for span in failed}
    assert all(span.attributes["error.type"] for span in failed if span.name == "prisma:client:db_query")


@pytest.mark.feature("OpenTelemetry spans")
def test_spans_of_a_sync_client(
    connect_blocking: OpenBlocking, tracers: TracerProvider, exporter: InMemorySpanExporter
) -> None:
    client = connect_blocking(extensions=[Tracing(tracer_provider=tracers)])
    client.item.count()
    spans = {span.name: span for span in exporter.get_finished_spans()}
    assert (
        spans["prisma:client:db_query"].parent.span_id == spans["prisma:client:operation"].context.span_id
    )  # though it ran in another thread


@pytest.mark.feature("tags in SQL (sqlcommenter)")
async def test_the_trace_context_as_a_tag(connect: Open, tracers: TracerProvider, caplog: Log) -> None:
    client = await connect(
        extensions=[Tracing(tracer_provider=tracers), SqlComments({}, dynamic=traceparent), SqlLog()]
    )
    with tracers.get_tracer("app").start_as_current_span("request") as request:
        await client.item.count()
    trace = format(request.get_span_context().trace_id, "032x")
    assert f"traceparent='00-{trace}-" in records(caplog)[0].sql


def test_tracing_without_opentelemetry_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)
    with pytest.raises(ConfigurationError, match=r"prismstack\[otel\]"):
        Tracing()
