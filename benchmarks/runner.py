"""Runs the contestants: a process for each, in every round, on a fresh copy of the seeded database."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import data as seed
from benchmarks.checks import check_writes
from benchmarks.hosts import Host
from benchmarks.paths import HERE, NODE, ROOT
from benchmarks.registry import Entry

__all__ = ["Outcome", "Runner", "Settings"]

_PEAK = "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"
_COLD_STARTS = 3


@dataclass(frozen=True)
class Settings:
    """What all rounds have in common: the database, the plan's file, the budgets' file, the plate of a cold start."""

    database: str
    plan: Path
    work: Path
    plate: str


@dataclass
class Outcome:
    """What the rounds gave: for each contestant a list with an entry for each round, None where it failed."""

    rounds: dict[str, list[Any]]
    problems: dict[str, str] = field(default_factory=dict[str, str])
    bare_ms: dict[str, list[float]] = field(default_factory=lambda: {"python": [], "node": []})


class Runner:
    """Interleaves the contestants; a contestant that fails a check is out, with the reason."""

    def __init__(self, entries: Sequence[Entry], host: Host, settings: Settings) -> None:
        self._entries = list(entries)
        self._host = host
        self._settings = settings
        self.outcome = Outcome({entry.name: [] for entry in entries})

    def run(self, rounds: int) -> Outcome:
        """All rounds; the order of the contestants rotates from one to the next."""
        for entry in self._entries:
            reason = _missing(entry)
            if reason:
                self.outcome.problems[entry.name] = reason
        for number in range(rounds):
            at = number % len(self._entries)
            for entry in self._entries[at:] + self._entries[:at]:
                self._one(entry, first=number == 0)
                state = self.outcome.problems.get(entry.name, "ok")
                print(f"round {number + 1}/{rounds} {entry.name}: {state}", file=sys.stderr)
            self._bare_interpreters()
        return self.outcome

    def _one(self, entry: Entry, *, first: bool) -> None:
        result: dict[str, Any] | None = None
        if entry.name not in self.outcome.problems:
            try:
                result = self._work(entry)
                result["cold"] = self._cold(entry, first=first)
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                self.outcome.problems[entry.name] = (str(error).splitlines() or ["?"])[-1][:400]
                result = None
        self.outcome.rounds[entry.name].append(result)

    def _work(self, entry: Entry) -> dict[str, Any]:
        settings = self._settings
        command = _command(entry, "work", settings.database, self._host.fresh(entry))
        command += [str(settings.plan), str(settings.work)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, env=_environment(entry))
        if done.returncode:
            raise RuntimeError(done.stderr.strip()[-1500:])
        result = json.loads(done.stdout.strip().splitlines()[-1])
        check_writes(self._host.count, result["wrote"], seed.N_VEHICLES, seed.N_PAYMENTS)
        return result

    def _cold(self, entry: Entry, *, first: bool) -> dict[str, float]:
        target = self._host.fresh(entry)
        command = [*_command(entry, "cold", self._settings.database, target), self._settings.plate]
        if first:  # compiles .pyc files and fills the page cache
            _start(command, entry)
        starts = [_start(command, entry) for _ in range(_COLD_STARTS)]
        return {key: statistics.median(start[key] for start in starts) for key in starts[0]}

    def _bare_interpreters(self) -> None:
        bare = self.outcome.bare_ms
        bare["python"].append(_start([sys.executable, "-c", _PEAK], None)["cold_total"])
        if any(entry.runner == "node" for entry in self._entries) and shutil.which("node"):
            bare["node"].append(_start(["node", "-e", "console.log(0)"], None)["cold_total"])


def _environment(entry: Entry | None) -> dict[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BENCH_NODE": str(NODE)}
    environment.update(entry.environment if entry else {})
    # Contestants start from compiled files, and node without reading an extra certificate file.
    for name in ("PYTHONDONTWRITEBYTECODE", "NODE_EXTRA_CA_CERTS"):
        environment.pop(name, None)
    return environment


def _command(entry: Entry, mode: str, database: str, target: str) -> list[str]:
    if entry.runner == "node":
        return ["node", "--expose-gc", str(HERE / "prisma_js" / "bench.cjs"), mode, database, target]
    script = {"work": "worker.py", "cold": "cold.py"}[mode]
    # -P: the script's folder does not go on the path, where its modules would shadow others.
    return [sys.executable, "-P", str(HERE / script), entry.module, database, target]


def _missing(entry: Entry) -> str | None:
    """Why a contestant cannot run, or None."""
    if entry.runner == "node":
        ready = (NODE / "generated").is_dir() and shutil.which("node")
        return None if ready else "not set up: python -m benchmarks.environment --prisma-js"
    command = [sys.executable, "-c", f"import benchmarks.contestants.{entry.module}"]
    probe = subprocess.run(command, capture_output=True, text=True, env=_environment(entry))
    return probe.stderr.strip().splitlines()[-1] if probe.returncode else None


def _start(command: list[str], entry: Entry | None) -> dict[str, float]:
    """Start a process that prints its peak memory (kB) when it has its first result."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment(entry)
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    first = time.perf_counter() - began
    _, errors = process.communicate(timeout=60)
    total = time.perf_counter() - began
    if process.returncode or not line:
        raise RuntimeError(errors.strip()[-1500:])
    return {"cold_first": first * 1e3, "cold_total": total * 1e3, "cold_rss": int(line) / 1024}
