"""Durations counted in the buckets of Prisma's metrics."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["BUCKETS", "Histogram"]

#: Upper limits in milliseconds.
BUCKETS = (0.0, 1.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0, 5000.0, 50000.0)


class Histogram:
    """Durations in milliseconds, counted in buckets."""

    __slots__ = ("count", "counts", "sum")

    def __init__(self) -> None:
        self.sum = 0.0
        self.count = 0
        self.counts = [0] * (len(BUCKETS) + 1)

    def observe(self, milliseconds: float) -> None:
        self.sum += milliseconds
        self.count += 1
        self.counts[bisect_left(BUCKETS, milliseconds)] += 1

    def with_shortest(self, total: int) -> Histogram:
        """The same with as many durations of about zero as are missing to ``total``."""
        filled = Histogram()
        missing = max(0, total - self.count)
        filled.sum, filled.count, filled.counts = self.sum, self.count + missing, [*self.counts]
        filled.counts[0] += missing
        return filled

    def buckets(self) -> list[tuple[float, int]]:
        """(upper limit, count) of each bounded bucket."""
        return list(zip(BUCKETS, self.counts, strict=False))
