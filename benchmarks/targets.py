"""The targets on SQLite, printed beside what was measured. Nothing fails when one is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.figures import ROWS, Figures, Row
from benchmarks.registry import BASELINE, BY_NAME, OURS

__all__ = ["targets_table"]

_RAW = BASELINE["sqlite"]


@dataclass(frozen=True)
class Target:
    """Something to reach; ``measure`` gives the measured number, None when a contestant did not run."""

    stage: str
    text: str
    limit: float
    measure: Callable[[Figures], float | None]
    at_least: bool = False
    unit: str = "×"

    def line(self, figures: Figures) -> str:
        """A row of the table."""
        measured = self.measure(figures)
        sign = "≥" if self.at_least else "≤"
        if measured is None:
            return f"| {self.stage} | {self.text} | {sign} {self.limit:g}{self.unit} | not run | |"
        met = measured >= self.limit if self.at_least else measured <= self.limit
        verdict = "met" if met else "**not met**"
        return (
            f"| {self.stage} | {self.text} | {sign} {self.limit:g}{self.unit} | {measured:.3g}{self.unit} | {verdict} |"
        )


def _row(key: str, metric: str = "p50_us") -> Row:
    return next(row for row in ROWS if row.key == key and row.metric == metric)


def _of_raw(key: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(OURS, _RAW, _row(key))


def _ahead(key: str, name: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(name, OURS, _row(key))


def _others(figures: Figures) -> list[str]:
    return [name for name in figures.names if name != OURS and not BY_NAME[name].raw]


def _ahead_of_best(row: Row) -> Callable[[Figures], float | None]:
    """How many times faster than the fastest other data layer."""

    def measure(figures: Figures) -> float | None:
        ratios: list[float] = []
        for name in _others(figures):
            pair = (OURS, name) if row.higher_is_better else (name, OURS)
            ratio = figures.ratio(*pair, row)
            if ratio is not None:
                ratios.append(ratio)
        return min(ratios, default=None)

    return measure


def _milliseconds(key: str) -> Callable[[Figures], float | None]:
    def measure(figures: Figures) -> float | None:
        microseconds = figures.median(OURS, _row(key))
        return None if microseconds is None else microseconds / 1000

    return measure


_TARGETS = (
    Target("first", f"point read, of {_RAW}", 6, _of_raw("find_unique")),
    Target("first", "point read, faster than sqlalchemy", 10, _ahead("find_unique", "sqlalchemy"), at_least=True),
    Target("first", "create_many of 1,000 rows", 30, _milliseconds("create_many"), unit=" ms"),
    Target("first", "check-out, faster than sqlalchemy", 5, _ahead("tx", "sqlalchemy"), at_least=True),
    Target("final", f"point read, of {_RAW}", 5, _of_raw("find_unique")),
    Target("final", "point read, faster than the best ORM", 4, _ahead_of_best(_row("find_unique")), at_least=True),
    Target("final", f"100 rows, of {_RAW}", 2.2, _of_raw("find_many")),
    Target("final", f"50 with relations, of {_RAW}", 2.5, _of_raw("include")),
    Target("final", f"create, of {_RAW}", 4, _of_raw("create")),
    Target("final", f"update, of {_RAW}", 4, _of_raw("update")),
    Target("final", f"create_many, of {_RAW}", 1.6, _of_raw("create_many")),
    Target("final", f"check-out, of {_RAW}", 5, _of_raw("tx")),
    Target(
        "final", "16 check-outs at once, of the best ORM", 2, _ahead_of_best(_row("tx_x16", "ops_s")), at_least=True
    ),
)


def targets_table(figures: Figures) -> str:
    """A Markdown table of the targets, and the rows in which another data layer is ahead."""
    lines = ["| stage | target | limit | measured | |", "|---|---|---|---|---|"]
    lines += [target.line(figures) for target in _TARGETS]
    behind: list[str] = []
    for row in ROWS:
        ratio = _ahead_of_best(row)(figures)
        if ratio is not None and ratio < 1:
            behind.append(f"{row.label} ({ratio:.2f}×)")
    lines += ["", f"Rows in which another data layer is ahead of {OURS}: {', '.join(behind) or 'none'}."]
    return "\n".join(lines)
