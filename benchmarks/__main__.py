"""Run the benchmark on one database and print Markdown tables.

python -m benchmarks                                    SQLite, five rounds, pinned
python -m benchmarks --quick                            under two minutes, fewer contestants
python -m benchmarks --only sqlite3,prismstack
python -m benchmarks --db postgresql --dsn "$(bash benchmarks/postgres.sh start)"

Each contestant runs in a process of its own on a freshly seeded database, once per round;
the order of the contestants rotates from round to round. A cell is the median over rounds.
A ratio is the median over rounds of (contestant / raw driver in the same round).
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import environment
from benchmarks.paths import HERE, OUT
from benchmarks.registry import BY_NAME, ENTRIES, Entry

_QUICK_ROUNDS, _QUICK_SCALE = 3, 0.3


def _arguments() -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_argument
    add("--db", choices=("sqlite", "postgresql"), default="sqlite")
    add("--quick", action="store_true", help="fewer contestants, rounds and repetitions")
    add("--only", help="comma-separated contestants (the raw baseline is worth naming)")
    add("--rounds", type=int)
    add("--scale", type=float, help="multiplies the time budgets")
    add("--pin", default="auto", help="keep the contestants on this CPU: a number, auto (the last one) or none")
    add("--dsn", default=os.environ.get("BENCH_PG_DSN"), help="PostgreSQL server (or BENCH_PG_DSN)")
    add("--json", help="write every round's figures here (default: benchmarks/out/<database>.json)")
    add("--prisma-js", action="store_true", help="set up Prisma JS and let it take part")
    return parser, parser.parse_args()


def _chosen(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Entry]:
    able = [entry for entry in ENTRIES if options.db in entry.databases]
    if options.only:
        wanted = options.only.split(",")
        unknown = set(wanted) - {entry.name for entry in able}
        if unknown:
            names = ", ".join(entry.name for entry in able)
            parser.error(f"no such contestant for {options.db}: {', '.join(sorted(unknown))}; there are {names}")
        return [entry for entry in able if entry.name in wanted]
    if options.quick:
        return [entry for entry in able if entry.quick]
    return [entry for entry in able if entry.default or (entry is BY_NAME["prisma-js"] and options.prisma_js)]


def _pin(choice: str) -> int | None:
    """Keep this process, and so the contestants, on one CPU; a server stays where it is."""
    if choice == "none":
        return None
    number = max(os.sched_getaffinity(0)) if choice == "auto" else int(choice)
    os.sched_setaffinity(0, {number})
    return number


def _workload(scale: float) -> dict[str, Any]:
    work = json.loads((HERE / "workload.json").read_text())
    work["warm_s"] *= scale
    work["run_s"] *= scale
    return work


def main() -> None:
    """Prepare, run, print."""
    parser, options = _arguments()
    if options.db == "postgresql" and not options.dsn:
        parser.error("--dsn (or BENCH_PG_DSN) is needed; bash benchmarks/postgres.sh start prints one")
    entries = _chosen(parser, options)
    environment.enter()
    environment.set_up(prisma_js=options.prisma_js)

    # What follows needs packages that only the benchmark's own interpreter has.
    from benchmarks import data as seed
    from benchmarks.hosts import PostgresHost, SqliteHost
    from benchmarks.plan import make_plan
    from benchmarks.report import configuration, report, versions
    from benchmarks.runner import Runner, Settings

    began = time.time()
    pinned = _pin(options.pin)
    rounds = options.rounds or (_QUICK_ROUNDS if options.quick else 5)
    scale = options.scale or (_QUICK_SCALE if options.quick else 1.0)
    rows = seed.generate()
    plan = make_plan(rows)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan_file, work_file = Path(folder) / "plan.json", Path(folder) / "workload.json"
        plan_file.write_text(json.dumps(plan))
        work_file.write_text(json.dumps(_workload(scale)))
        sqlite = options.db == "sqlite"
        host = SqliteHost(Path(folder), rows) if sqlite else PostgresHost(options.dsn, rows)
        host.prepare(entries)
        settings = Settings(options.db, plan_file, work_file, plan["plates"][1])
        outcome = Runner(entries, host, settings).run(rounds)
        machine = versions([entry.name for entry in entries], host.version())
        host.finish()

    took = f"{machine} Run took {time.time() - began:.0f} s."
    print("\n\n".join((report(options.db, outcome, pinned), configuration(outcome), took)))
    figures = {"db": options.db, "rounds": outcome.rounds, "problems": outcome.problems, "machine": took}
    Path(options.json or OUT / f"{options.db}.json").write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
