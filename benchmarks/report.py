"""Renders the outcome of a run as Markdown."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
from pathlib import Path

from benchmarks.figures import ROWS, Figures, Row
from benchmarks.paths import NODE
from benchmarks.registry import BASELINE, BY_NAME, OURS
from benchmarks.runner import Outcome
from benchmarks.targets import targets_table

__all__ = ["configuration", "report", "versions"]


def report(database: str, outcome: Outcome, pinned: int | None) -> str:
    """The table, the targets and how noisy the run was."""
    figures = Figures(outcome.rounds)
    rounds = max(len(results) for results in outcome.rounds.values())
    base = BASELINE[database]
    parts = [
        f"### {database}\n",
        _table(figures, base),
        f"\nMedian of {rounds} interleaved rounds; (n×) = relative to {base} in the same round "
        "(for ops/s rows above 1 is faster, elsewhere above 1 is slower or bigger).",
    ]
    if pinned is not None:
        parts.append(f"Contestants pinned to one CPU (--pin {pinned}).")
    bare = [f"{name} {statistics.median(times):.0f} ms" for name, times in outcome.bare_ms.items() if times]
    parts.append(f"Noise: {figures.noise()}.\nBare interpreters, start to exit: {', '.join(bare)}.")
    if database == "sqlite" and OURS in figures.names:
        parts.append(f"\nTargets:\n\n{targets_table(figures)}")
    return "\n".join(parts)


def configuration(outcome: Outcome) -> str:
    """What each contestant says about its set-up, or why it did not run."""
    figures = Figures(outcome.rounds)
    lines = ["Configuration:\n"]
    for name in figures.names:
        config = figures.config(name)
        lines.append(f"- {name}: " + (config or f"NOT RUN: {outcome.problems.get(name, '?')}"))
        if config and name in outcome.problems:
            lines.append(f"  - some rounds failed: {outcome.problems[name]}")
    return "\n".join(lines)


def versions(names: list[str], host: str) -> str:
    """The versions that matter, and the machine."""
    found = {"Python": platform.python_version()}
    for name in names:
        entry = BY_NAME[name]
        for package in entry.packages:
            version = _node_version(package) if entry.runner == "node" else _python_version(package)
            if version:
                found[package] = version
    if any(BY_NAME[name].runner == "node" for name in names) and shutil.which("node"):
        found["Node"] = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    listed = ", ".join(f"{package} {version}" for package, version in found.items())
    return f"Versions: {listed}; {host}. Machine: {os.cpu_count()} cores, {_processor()}."


def _table(figures: Figures, base: str) -> str:
    head = [name + (f" ({BY_NAME[name].note})" if BY_NAME[name].note else "") for name in figures.names]
    lines = ["| " + " | ".join(["operation", *head]) + " |", "|" + "---|" * (len(head) + 1)]
    lines += [
        "| " + " | ".join([row.label, *(_cell(figures, name, base, row) for name in figures.names)]) + " |"
        for row in ROWS
    ]
    return "\n".join(lines)


def _cell(figures: Figures, name: str, base: str, row: Row) -> str:
    value = figures.median(name, row)
    if value is None:
        return "not run"
    ratio = None if name == base else figures.ratio(name, base, row)
    if ratio is None:
        return _formatted(value, row.unit)
    digits = 3 if ratio < 0.1 else 2 if ratio < 10 else 0
    return f"{_formatted(value, row.unit)} ({ratio:.{digits}f}×)"


def _formatted(value: float, unit: str) -> str:
    if unit == "us" and value >= 1000:
        return f"{value / 1000:.2f} ms"
    if unit == "us":
        return f"{value:.0f} µs" if value >= 100 else f"{value:.1f} µs"
    return f"{value:,.0f}/s" if unit == "ops/s" else f"{value:.0f} {unit}"


def _python_version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _node_version(package: str) -> str | None:
    file = NODE / "node_modules" / package / "package.json"
    return json.loads(file.read_text())["version"] if file.exists() else None


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1) if found else platform.processor()
