"""Where the time of one operation goes: our contestant under cProfile, microseconds per call.

Profiling multiplies the price of Python calls, so read the shares, and the plain time
beside them.

    python -m benchmarks.hotspots [find_unique,find_many,…] [--top 16]
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import data as seed
from benchmarks.contestants.base import Target
from benchmarks.contestants.prismstack_client import Contestant
from benchmarks.plan import make_plan
from benchmarks.worker import Work, batches


class Operation(NamedTuple):
    """What to call, with what, and how often."""

    call: Callable[[Any], Awaitable[Any]]
    arguments: Iterator[Any]
    times: int


def operations(contestant: Contestant, plan: dict[str, Any]) -> dict[str, Operation]:
    """The benchmark's operations by name."""
    work = Work(contestant, plan, 1000)
    return {
        "find_unique": Operation(contestant.find_unique, work.plates, 20_000),
        "find_unique_x32": Operation(work.find_batch, batches(work.plates, 32), 500),
        "find_many": Operation(lambda x: contestant.find_many(*x), cycle(plan["listings"]), 2_000),
        "include": Operation(contestant.find_include, cycle(plan["after_ids"]), 600),
        "group_by": Operation(lambda _: contestant.group_by(), cycle([None]), 200),
        "create": Operation(contestant.create, work.vehicles(), 4_000),
        "update": Operation(lambda x: contestant.update(*x), work.updates, 8_000),
        "tx": Operation(work.checkout, work.checkouts(), 2_000),
        "tx_x16": Operation(work.checkout_batch, batches(work.checkouts(), 16), 100),
        "create_many": Operation(contestant.create_many, work.payment_lots(), 20),
    }


async def _profile(name: str, operation: Operation, top: int) -> None:
    call, times = operation.call, operation.times
    for argument in islice(operation.arguments, max(3, times // 10)):
        await call(argument)
    plain = list(islice(operation.arguments, times // 2))
    profiled = list(islice(operation.arguments, times // 2))
    began = time.perf_counter()
    for argument in plain:
        await call(argument)
    elapsed = time.perf_counter() - began
    with cProfile.Profile() as profile:
        for argument in profiled:
            await call(argument)
    _print(name, elapsed / len(plain) * 1e6, pstats.Stats(profile), len(profiled), top)


def _print(name: str, plain: float, stats: Any, calls: int, top: int) -> None:
    total = stats.total_tt
    print(f"\n{name}: {plain:.1f} µs plain, {total / calls * 1e6:.1f} µs profiled")
    print(f"{'self µs':>9} {'share':>6} {'cum µs':>9} {'calls':>7}  function")
    ranked = sorted(stats.stats.items(), key=lambda item: -item[1][2])
    for (file, line, function), (_, count, own, cumulative, _) in ranked[:top]:
        place = f"{'/'.join(Path(file).parts[-3:])}:{line} " if line else ""
        print(
            f"{own / calls * 1e6:>9.2f} {own / total:>6.1%} {cumulative / calls * 1e6:>9.2f} {count / calls:>7.1f}  "
            f"{place}{function[:80]}"
        )


async def _main(names: list[str], top: int) -> None:
    rows = seed.generate()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder) / "hotspots.db"
        seed.write_sqlite(path, rows, "DATETIME")
        contestant = Contestant(Target.parse("sqlite", str(path)))
        await contestant.connect()
        known = operations(contestant, make_plan(rows))
        for name in names or list(known):
            await _profile(name, known[name], top)
        await contestant.close()


def main() -> None:
    """Profile and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("operations", nargs="?", default="", help="comma-separated; default: all")
    parser.add_argument("--top", type=int, default=16)
    options = parser.parse_args()
    asyncio.run(_main([name for name in options.operations.split(",") if name], options.top))


if __name__ == "__main__":
    main()
