"""Times an operation: warm up, then repeat until a time budget or a cap is reached."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

__all__ = ["Timer"]


class Timer:
    """Collects the figures of each operation in ``results``; ``work`` is ``workload.json``."""

    def __init__(self, work: dict[str, Any]) -> None:
        self._work = work
        self.results: dict[str, dict[str, float]] = {}

    async def run(
        self, name: str, call: Callable[[Any], Awaitable[Any]], arguments: Iterator[Any], per_call: int = 1
    ) -> None:
        """Time ``call`` over ``arguments``; each call does ``per_call`` operations at once."""
        settings = self._work["ops"][name]
        gc.collect()
        await self._warm_up(call, arguments, settings)
        latencies = await self._repeat(call, arguments, settings["max"])
        total = sum(latencies)
        latencies.sort()
        middle = _percentile(latencies, 0.5)
        self.results[name] = {
            "n": len(latencies),
            "p50_us": middle * 1e6,
            "p95_us": _percentile(latencies, 0.95) * 1e6,
            "mean_us": total / len(latencies) * 1e6,
            "ops_s": per_call / middle if per_call > 1 else len(latencies) / total,
        }

    async def _warm_up(
        self, call: Callable[[Any], Awaitable[Any]], arguments: Iterator[Any], settings: dict[str, Any]
    ) -> None:
        end = time.perf_counter() + settings.get("warm_s", 1) * self._work["warm_s"]
        limit = settings.get("warm_max", settings["max"])
        done = 0
        while (time.perf_counter() < end or done < 2) and done < limit:
            await call(next(arguments))
            done += 1

    async def _repeat(self, call: Callable[[Any], Awaitable[Any]], arguments: Iterator[Any], limit: int) -> list[float]:
        clock = time.perf_counter
        least: int = self._work["min_iterations"]
        latencies: list[float] = []
        end = clock() + self._work["run_s"]
        while True:
            argument = next(arguments)
            began = clock()
            await call(argument)
            ended = clock()
            latencies.append(ended - began)
            if len(latencies) >= limit or (ended >= end and len(latencies) >= least):
                return latencies


def _percentile(ordered: list[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
