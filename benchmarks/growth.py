"""The cost of growth: find_many of 10² … 10⁵ rows, per row; and how long an analytic query stalls other tasks.

python -m benchmarks.growth [--rows 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks import data as seed
from benchmarks.contestants.base import Target
from benchmarks.contestants.prismstack_client import Contestant
from benchmarks.process import rss_mb

_REPEATS = {100: 200, 1_000: 50, 10_000: 9, 100_000: 3}
_TICK = 0.001
# Counts pairs: quadratic, so that its size sets how long it runs.
_ANALYTIC = "SELECT COUNT(*) AS n FROM session a, session b WHERE a.amount_cents < b.amount_cents AND a.rowid <= {}"


def _fill(path: Path, rows: int) -> None:
    """More sessions, until there are ``rows``."""
    connection = sqlite3.connect(path)
    missing = rows - seed.N_SESSIONS
    connection.execute(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT ?) "
        "INSERT INTO session SELECT 'more-' || c.n, vehicle_id, spot_id, started_at, ended_at, status, amount_cents "
        "FROM c JOIN session s ON s.rowid = c.n % 10000 + 1",
        (missing,),
    )
    connection.commit()
    connection.close()


async def _per_row(client: Any, path: Path, largest: int) -> None:
    """Print the time of lists of growing size, beside raw sqlite3's."""
    raw = sqlite3.connect(path)
    print(f"{'rows':>8} {'find_many':>12} {'per row':>10} {'raw sqlite3':>12} {'ratio':>6} {'RSS':>8}")
    for size, repeats in _REPEATS.items():
        if size > largest:
            break
        ours: list[float] = []
        base: list[float] = []
        for _ in range(repeats):
            began = time.perf_counter()
            found = await client.session.find_many(order={"id": "asc"}, take=size)
            ours.append(time.perf_counter() - began)
            assert len(found) == size
            del found
            began = time.perf_counter()
            raw.execute("SELECT * FROM session ORDER BY id LIMIT ?", (size,)).fetchall()
            base.append(time.perf_counter() - began)
        middle, floor = statistics.median(ours), statistics.median(base)
        print(
            f"{size:>8,} {middle * 1e3:>9.2f} ms {middle / size * 1e6:>7.2f} µs {floor * 1e3:>9.2f} ms "
            f"{middle / floor:>5.1f}× {rss_mb():>5.0f} MB"
        )
    raw.close()


async def _stall(client: Any) -> None:
    """Print the worst delay of another task while a slow query runs, from its first run on."""
    statement = _ANALYTIC.format(20)
    for _ in range(8):  # find the size that takes about 300 ms
        began = time.perf_counter()
        await client.query_raw(statement)
        elapsed = time.perf_counter() - began
        if elapsed > 0.25:
            break
        pairs = int(statement.rsplit(" ", 1)[1])
        statement = _ANALYTIC.format(int(pairs * min(8, 0.3 / elapsed)) + 1)
    delays: list[float] = []
    ticking = asyncio.create_task(_tick(delays))
    await asyncio.sleep(0.05)
    for attempt in range(3):
        delays.clear()
        began = time.perf_counter()
        await client.query_raw(f"{statement} /* {attempt} */")
        took = time.perf_counter() - began
        await asyncio.sleep(0.01)
        print(f"query of {took * 1e3:.0f} ms: worst delay of another task {max(delays) * 1e3:.1f} ms")
    ticking.cancel()
    with suppress(asyncio.CancelledError):
        await ticking


async def _tick(delays: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_TICK)
        delays.append(time.perf_counter() - began - _TICK)


async def _main(largest: int) -> None:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder) / "growth.db"
        seed.write_sqlite(path, seed.generate(), "DATETIME")
        _fill(path, largest)
        contestant = Contestant(Target.parse("sqlite", str(path)))
        await contestant.connect()
        await _per_row(contestant.client, path, largest)
        await _stall(contestant.client)
        await contestant.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    asyncio.run(_main(parser.parse_args().rows))


if __name__ == "__main__":
    main()
