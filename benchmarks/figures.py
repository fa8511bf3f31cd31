"""The figures of a run: medians over rounds, and ratios between contestants in the same round."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

__all__ = ["ROWS", "Figures", "Row"]


@dataclass(frozen=True)
class Row:
    """A row of the table; ``ops/s`` is better when higher, everything else when lower."""

    key: str
    label: str
    metric: str
    unit: str

    @property
    def higher_is_better(self) -> bool:
        return self.unit == "ops/s"


ROWS = (
    Row("find_unique", "1 find by unique key, p50", "p50_us", "us"),
    Row("find_unique", "1 find by unique key, p95", "p95_us", "us"),
    Row("find_unique", "1 find by unique key, sequential", "ops_s", "ops/s"),
    Row("find_unique_x32", "2 the same, 32 at once", "ops_s", "ops/s"),
    Row("find_many", "3 find_many, 100 rows", "p50_us", "us"),
    Row("include", "4 find_many, 50 + vehicle + payments", "p50_us", "us"),
    Row("create", "5 create one", "p50_us", "us"),
    Row("create_many", "6 create_many, 1,000 rows", "p50_us", "us"),
    Row("update", "7 update one by id", "p50_us", "us"),
    Row("tx", "8 checkout transaction", "p50_us", "us"),
    Row("tx_x16", "9 the same, 16 at once", "ops_s", "ops/s"),
    Row("group_by", "10 group-by sum", "p50_us", "us"),
    Row("cold_first", "11 cold start: first result", "ms", "ms"),
    Row("cold_total", "11 cold start: whole process", "ms", "ms"),
    Row("cold_rss", "11 cold start: peak RSS", "mb", "MB"),
    Row("work_rss", "— peak RSS after the whole workload", "mb", "MB"),
)


class Figures:
    """Reads the rounds of an outcome."""

    def __init__(self, rounds: dict[str, list[Any]]) -> None:
        self._rounds = rounds
        self.names = list(rounds)

    def series(self, name: str, row: Row) -> list[float | None]:
        """A contestant's value in each round; None where it did not run."""
        return [None if result is None else _value(result, row) for result in self._rounds.get(name, [])]

    def median(self, name: str, row: Row) -> float | None:
        """The median over the rounds."""
        values = [value for value in self.series(name, row) if value is not None]
        return statistics.median(values) if values else None

    def ratio(self, name: str, other: str, row: Row) -> float | None:
        """The median over the rounds of (contestant / other in the same round)."""
        pairs = zip(self.series(name, row), self.series(other, row), strict=False)
        ratios = [value / base for value, base in pairs if value is not None and base is not None]
        return statistics.median(ratios) if ratios else None

    def config(self, name: str) -> str | None:
        """What the contestant said about its set-up."""
        return next((result["config"] for result in self._rounds[name] if result), None)

    def noise(self) -> str:
        """How much the rounds differ: the median and the worst (max - min) / median of the timings."""
        spreads: list[tuple[float, str, str]] = []
        for row in ROWS:
            if row.unit == "MB" or row.metric == "p95_us":
                continue
            for name in self.names:
                values = [value for value in self.series(name, row) if value is not None]
                if len(values) > 1:
                    spreads.append(((max(values) - min(values)) / statistics.median(values), row.key, name))
        if not spreads:
            return "one round only"
        worst, key, name = max(spreads)
        middle = statistics.median(spread for spread, _, _ in spreads)
        return f"(max − min) / median between rounds: median {middle:.0%}, worst {worst:.0%} ({key}, {name})"


def _value(result: dict[str, Any], row: Row) -> float:
    if row.key.startswith("cold_"):
        return result["cold"][row.key]
    if row.key == "work_rss":
        return result["rss_mb"]
    return result["results"][row.key][row.metric]
