"""A million queries: do memory, tasks, threads and descriptors stay flat?

    python -m benchmarks.endurance [--queries 1000000]
    python -m benchmarks.endurance --dsn postgresql://postgres@127.0.0.1:5432/postgres --queries 100000

A round is a hundred queries: fifty shapes of list reads, point reads (alone and eight at once), an
interactive transaction, a batch, a violated constraint, two cancelled reads. Every round leaves
the tables as it found them. With ``--dsn`` the database is a new one on that server, dropped at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import threading
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import data as seed
from benchmarks.contestants.base import Target
from benchmarks.contestants.prismstack_client import Contestant
from benchmarks.paths import CLIENT_PACKAGE
from benchmarks.process import rss_mb

_PER_ROUND = 100
_SAMPLES = 20
#: What a process may still grow by after the first fifth of the queries, in MB.
_TOLERANCE = 2.0


class Sample(NamedTuple):
    """What the process holds between two rounds; memory in MB."""

    queries: int
    rss: float
    tasks: int
    threads: int
    descriptors: int


def _sample(queries: int) -> Sample:
    gc.collect()
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    return Sample(queries, rss_mb(), len(asyncio.all_tasks()), threading.active_count(), descriptors)


def _shapes(session: dict[str, Any]) -> list[dict[str, Any]]:
    """Fifty lists that share no plan: they differ in operator, column, and what is included; all are cheap."""
    operators = ("equals", "not", "lte", "gte", "in")
    columns = ("status", "started_at", "amount_cents", "vehicle_id", "spot_id")
    includes: tuple[dict[str, Any], ...] = ({}, {"include": {"vehicle": True}})
    return [
        {
            "where": {column: {operator: [session[column]] if operator == "in" else session[column]}},
            "order": {"id": "asc"},
            "take": 1,
            **include,
        }
        for operator, column, include in product(operators, columns, includes)
    ]


class _Rounds:
    """A hundred queries at a time."""

    def __init__(self, client: Any, rows: seed.Rows, violation: type[Exception]) -> None:
        self._client = client
        self._violation = violation
        first = min(rows["session"])
        self._shapes = _shapes(dict(zip(seed.COLUMNS["session"], first, strict=True)))
        self._vehicles = rows["vehicle"]
        self._sessions = rows["session"]

    async def run(self, number: int) -> None:
        client = self._client
        for shape in self._shapes:
            await client.session.find_many(**shape)
        for at in range(29):
            await self._read(number + at)
        await asyncio.gather(*(self._read(number + at) for at in range(8)))
        await self._transaction(number)
        await self._batch(number)
        vehicle = dict(zip(seed.COLUMNS["vehicle"], self._vehicles[0], strict=True))
        with suppress(self._violation):
            await client.vehicle.create(data=vehicle)
            raise AssertionError("a second vehicle with the same key was created")
        for at in range(2):
            await self._cancelled(number + at)

    async def _read(self, number: int) -> None:
        plate = self._vehicles[number % len(self._vehicles)][1]
        assert (await self._client.vehicle.find_unique(where={"plate": plate})).plate == plate

    async def _transaction(self, number: int) -> None:
        session = self._sessions[number % len(self._sessions)]
        key = f"endurance-{number}"
        payment = {"id": key, "session_id": session[0], "amount_cents": 1, "method": "CARD", "status": "PAID"}
        async with self._client.tx() as tx:
            found = await tx.session.find_unique_or_raise(where={"id": session[0]})
            await tx.payment.create(data={**payment, "created_at": found.started_at})
            await tx.session.update(where={"id": session[0]}, data={"status": found.status})
            await tx.payment.update(where={"id": key}, data={"status": "REFUNDED"})
            await tx.payment.delete(where={"id": key})

    async def _batch(self, number: int) -> None:
        async with self._client.batch_() as batch:
            for at in range(5):
                key, _, kind, _ = self._vehicles[(number + at) % len(self._vehicles)]
                batch.vehicle.update(where={"id": key}, data={"type": kind})

    async def _cancelled(self, number: int) -> None:
        task = asyncio.create_task(self._client.session.find_many(take=2 + number % 2, order={"id": "asc"}))
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _database(dsn: str | None, rows: seed.Rows) -> AsyncIterator[Target]:
    if dsn is None:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            path = Path(folder) / "endurance.db"
            seed.write_sqlite(path, rows, "DATETIME")
            yield Target.parse("sqlite", str(path))
        return
    import asyncpg

    name = f"endurance_{uuid.uuid4().hex}"
    server = await asyncpg.connect(dsn)
    try:
        await server.execute(f"CREATE DATABASE {name}")
        own = f"{dsn.rpartition('/')[0]}/{name}"
        try:
            await seed.write_postgresql(own, rows)
            yield Target.parse("postgresql", own)
        finally:
            await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await server.close()


async def _measure(dsn: str | None, queries: int) -> list[Sample]:
    rows = seed.generate()
    samples: list[Sample] = []
    async with _database(dsn, rows) as target:
        client = _client(target)
        await client.connect()
        errors: Any = import_module(f"{CLIENT_PACKAGE}.errors")
        rounds = _Rounds(client, rows, errors.UniqueViolationError)
        total = max(_SAMPLES, queries // _PER_ROUND)
        print(f"| queries | RSS | tasks | threads | descriptors | seconds |\n|---{'|---' * 5}|")
        began = time.perf_counter()
        for number in range(1, total + 1):
            await rounds.run(number)
            if number % (total // _SAMPLES) == 0:
                sample = _sample(number * _PER_ROUND)
                samples.append(sample)
                print(
                    f"| {sample.queries:,} | {sample.rss:.1f} MB | {sample.tasks} | {sample.threads} | "
                    f"{sample.descriptors} | {time.perf_counter() - began:.0f} |",
                    flush=True,
                )
        await client.disconnect()
    return samples


def _client(target: Target) -> Any:
    """A client with one SQLite worker: each reader opened on demand would be 2 MB of page cache and two descriptors."""
    contestant = Contestant(target)
    if target.db != "sqlite":
        return contestant.client
    return type(contestant.client)(datasource={"url": f"file:{target.path}?synchronous=NORMAL&connection_limit=1"})


def _verdict(samples: list[Sample]) -> str:
    """What grew: memory since the first fifth of the queries, the rest (pools fill on demand) since the first half."""
    early, middle, late = samples[len(samples) // 5 - 1], samples[len(samples) // 2 - 1], samples[-1]
    grown = {
        "RSS": late.rss - early.rss > _TOLERANCE,
        "tasks": late.tasks > middle.tasks,
        "threads": late.threads > middle.threads,
        "descriptors": late.descriptors > middle.descriptors,
    }
    names = [name for name, value in grown.items() if value]
    change = f"RSS {late.rss - early.rss:+.1f} MB since {early.queries:,} queries"
    return f"NOT flat: {', '.join(names)} ({change})" if names else f"flat ({change})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=1_000_000)
    parser.add_argument("--dsn", help="a database of a PostgreSQL server; default: SQLite")
    options = parser.parse_args()
    print(_verdict(asyncio.run(_measure(options.dsn, options.queries))))


if __name__ == "__main__":
    main()
