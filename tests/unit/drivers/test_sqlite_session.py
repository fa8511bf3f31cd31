"""Sessions and transactions on a SQLite file, below any client."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prismstack.drivers import BulkStatement, DriverError, ErrorKind, RawStatement, Scope, Statement, Steps
from prismstack.drivers.sqlite import SqliteDatabase, parse_url
from prismstack.errors import ConfigurationError

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


class Statements:
    """A program of statements, one after the other; its value is the list of their results."""

    single = None

    def __init__(self, *statements: Any, writes: bool = True, transactional: bool = True) -> None:
        self.statements = statements
        self.writes = writes
        self.transactional = transactional
        self.slow = False

    def steps(self, scope: Scope) -> Steps:
        results: list[Any] = []
        for statement in self.statements:
            results.append((yield statement))
        return results


def do(sql: str, *arguments: Any) -> Statement:
    return Statement(sql, arguments, wants_rows=False)


def ask(sql: str, *arguments: Any) -> Statement:
    return Statement(sql, arguments, wants_rows=True)


def insert(*values: int) -> Statements:
    return Statements(*[do("INSERT INTO t VALUES (?)", value) for value in values])


ALL = Statements(ask("SELECT a FROM t ORDER BY a"), writes=False, transactional=False)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    opened = SqliteDatabase(f"file:{tmp_path / 'x.db'}?busy_timeout=100")
    opened.run_blocking(Statements(do("CREATE TABLE t (a INTEGER PRIMARY KEY)")), {"#run": {}})
    yield opened
    opened.close()


def values(database: SqliteDatabase) -> list[int]:
    return [row[0] for row in database.run_blocking(ALL, {"#run": {}})[0].rows]


async def test_a_program_is_all_or_nothing(database: SqliteDatabase) -> None:
    await database.run(insert(1, 2), {"#run": {}})
    with pytest.raises(DriverError) as caught:
        await database.run(insert(3, 1), {"#run": {}})
    assert caught.value.kind is ErrorKind.UNIQUE_VIOLATION
    assert caught.value.detail["constraint"] == {"fields": ["a"]}
    with pytest.raises(DriverError):
        database.run_blocking(insert(4, 1), {"#run": {}})
    assert values(database) == [1, 2]


async def test_counts_and_bulk(database: SqliteDatabase) -> None:
    program = Statements(
        BulkStatement("INSERT INTO t VALUES (?)", [(at,) for at in range(1000)]),
        do("UPDATE t SET a = a + 5000 WHERE a < ?", 10),
        do("UPDATE t SET a = a WHERE a < 0"),
        do("SELECT a FROM t"),
        do("DELETE FROM t WHERE a < 500 RETURNING a"),
    )
    assert await database.run(program, {"#run": {}}) == [1000, 10, 0, 0, 490]
    assert len(values(database)) == 510


async def test_raw_statements_tell_the_declared_types(database: SqliteDatabase) -> None:
    program = Statements(RawStatement("SELECT a, a + 1 AS b FROM t", ()), writes=False, transactional=False)
    (empty,) = await database.run(program, {"#run": {}})
    assert (empty.columns, empty.rows, empty.declared) == ((), [], ())
    await database.run(insert(1), {"#run": {}})
    (found,) = await database.run(program, {"#run": {}})
    assert (found.columns, found.rows, found.declared) == (("a", "b"), [(1, 2)], ("INTEGER", None))


async def test_readers_cannot_write(database: SqliteDatabase) -> None:
    lying = Statements(do("DELETE FROM t"), writes=False, transactional=False)
    with pytest.raises(DriverError) as caught:
        await database.run(lying, {"#run": {}})
    assert caught.value.kind is ErrorKind.DATABASE_ACCESS_DENIED


async def test_a_failed_program_in_a_transaction_undoes_only_itself(database: SqliteDatabase) -> None:
    transaction = await database.begin(1)
    assert transaction is not None
    await transaction.run(insert(1), {"#run": {}})
    with pytest.raises(DriverError):
        await transaction.run(insert(2, 1), {"#run": {}})
    await transaction.run(insert(3), {"#run": {}})
    assert values(database) == []
    await transaction.commit()
    assert values(database) == [1, 3]


async def test_an_ended_transaction_runs_nothing(database: SqliteDatabase) -> None:
    """The writer belongs to somebody else by then."""
    transaction = await database.begin(1)
    assert transaction is not None
    await transaction.rollback()
    blocking = asyncio.to_thread(transaction.run_blocking, insert(1), {"#run": {}})
    for run in (transaction.run(insert(1), {"#run": {}}), blocking):
        with pytest.raises(DriverError) as caught:
            await run
        assert caught.value.kind is ErrorKind.TRANSACTION_CLOSED
    assert values(database) == []


async def test_a_query_that_queued_behind_the_end_does_not_run(database: SqliteDatabase) -> None:
    transaction = await database.begin(1)
    assert transaction is not None
    slow = Statements(ask(ENDLESS), writes=False, transactional=False)
    slow.slow = True
    first = asyncio.ensure_future(transaction.run(slow, {"#run": {}}))
    await asyncio.sleep(0.02)
    end = asyncio.ensure_future(transaction.rollback())
    await asyncio.sleep(0)
    late = asyncio.ensure_future(transaction.run(insert(1), {"#run": {}}))
    await asyncio.sleep(0)
    transaction.interrupt()
    results = await asyncio.gather(first, end, late, return_exceptions=True)
    assert isinstance(results[2], DriverError)
    assert results[2].kind is ErrorKind.TRANSACTION_CLOSED
    assert values(database) == []


async def test_the_end_of_a_transaction_survives_cancellation(database: SqliteDatabase) -> None:
    for end in ("commit", "rollback"):
        transaction = await database.begin(1)
        assert transaction is not None
        await transaction.run(insert(1), {"#run": {}})
        slow = Statements(ask(ENDLESS + " LIMIT 1"), writes=False, transactional=False)
        slow.slow = True
        running = asyncio.ensure_future(transaction.run(slow, {"#run": {}}))
        await asyncio.sleep(0.02)
        ending = asyncio.ensure_future(getattr(transaction, end)())
        await asyncio.sleep(0)
        for _ in range(3):
            ending.cancel()
            await asyncio.sleep(0)
        transaction.interrupt()
        results = await asyncio.gather(running, ending, return_exceptions=True)
        assert isinstance(results[1], asyncio.CancelledError)
        assert values(database) == []
        again = await database.begin(1)
        assert again is not None
        await again.rollback()


async def test_a_program_that_overruns_its_budget_starts_on_a_worker_next_time(database: SqliteDatabase) -> None:
    counting = ENDLESS.replace("FROM n)", "FROM n LIMIT 500000)")
    program = Statements(ask(counting), writes=False, transactional=False)
    assert (await database.run(program, {"#run": {}}))[0].rows == [(500000,)]
    assert program.slow
    fast = Statements(ask("SELECT 1"), writes=False, transactional=False)
    fast.slow = True
    await database.run(fast, {"#run": {}})
    assert not fast.slow  # and back


async def test_closing_waits_for_workers_and_is_idempotent(database: SqliteDatabase) -> None:
    counting = ENDLESS.replace("FROM n)", "FROM n LIMIT 1000000)")
    program = Statements(ask(counting), writes=False, transactional=False)
    running = asyncio.ensure_future(database.run(program, {"#run": {}}))
    await asyncio.sleep(0.02)
    database.close()
    database.close()
    assert (await running)[0].rows == [(1000000,)]
    for late in (insert(1), ALL):
        with pytest.raises(DriverError) as caught:
            await database.run(late, {"#run": {}})
        assert caught.value.kind is ErrorKind.CONNECTION_CLOSED
    with pytest.raises(DriverError):
        await database.begin(0.1)


def test_a_blocking_reader_waits_for_a_free_session(database: SqliteDatabase) -> None:
    counting = ENDLESS.replace("FROM n)", "FROM n LIMIT 300000)")
    program = Statements(ask(counting), writes=False, transactional=False)
    threads = [threading.Thread(target=database.run_blocking, args=(program, {"#run": {}})) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert database.readers.open == database.readers.idle <= database.options.connection_limit + 1


def test_begin_blocking_gives_up_on_a_foreign_lock(database: SqliteDatabase) -> None:
    other = SqliteDatabase(f"file:{database.options.path}")
    holding = other.begin_blocking(1)
    assert holding is not None
    began = time.monotonic()
    assert database.begin_blocking(0.1) is None
    assert 0.05 < time.monotonic() - began < 2
    holding.rollback_blocking()
    ours = database.begin_blocking(0.1)
    assert ours is not None
    ours.commit_blocking()
    other.close()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("file:dev.db", {"path": "dev.db", "busy_timeout": 5.0, "connection_limit": 4}),
        ("file:/a/b%20c.db", {"path": "/a/b c.db"}),
        ("file:///a/b.db?socket_timeout=2", {"path": "/a/b.db", "busy_timeout": 2.0}),
        ("sqlite:x.db?busy_timeout=1500&connection_limit=9", {"busy_timeout": 1.5, "connection_limit": 9}),
        ("file::memory:", {"in_memory": True}),
        ("file:x.db?timestamp_format=unixepoch-ms", {"timestamp_format": "unixepoch-ms"}),
    ],
)
def test_urls(url: str, expected: dict[str, Any]) -> None:
    options = parse_url(url)
    assert {name: getattr(options, name) for name in expected} == expected
    assert options.pragmas["foreign_keys"] == "ON"


@pytest.mark.parametrize("url", ["file:", "file:x?a=1", "file:x?synchronous=a;b", "file:x?connection_limit=-1"])
def test_bad_urls(url: str) -> None:
    with pytest.raises(ConfigurationError):
        parse_url(url)


async def test_the_error_of_cancelled_work_is_not_reported_as_forgotten(database: SqliteDatabase) -> None:
    reported: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    began, go_on = threading.Event(), threading.Event()

    def fail() -> None:
        began.set()
        go_on.wait()
        raise ZeroDivisionError

    task = asyncio.create_task(database.on_worker(fail, go_on.set))
    while not began.is_set():
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    del task
    gc.collect()
    assert reported == []
