"""Counters of one engine, in the JSON and Prometheus forms that Prisma's engines give them."""

from __future__ import annotations

import json
import time
from typing import Any

from prismstack.drivers import BUCKETS, Histogram

__all__ = ["Metrics", "as_json", "as_prometheus"]

_DESCRIPTIONS = {
    "prisma_client_queries_total": "The total number of Prisma Client queries executed",
    "prisma_datasource_queries_total": "The total number of datasource queries executed",
    "prisma_client_queries_active": "The number of currently active Prisma Client queries",
    "prisma_client_queries_wait": "The number of datasource queries currently waiting for a free connection",
    "prisma_pool_connections_open": "The number of pool connections currently open",
    "prisma_pool_connections_busy": "The number of pool connections currently executing datasource queries",
    "prisma_pool_connections_idle": "The number of pool connections that are not busy running a query",
    "prisma_client_queries_duration_histogram_ms": (
        "The distribution of the time Prisma Client queries took to run end to end"
    ),
    "prisma_client_queries_wait_histogram_ms": (
        "The distribution of the time all datasource queries spent waiting for a free connection"
    ),
    "prisma_datasource_queries_duration_histogram_ms": "The distribution of the time datasource queries took to run",
}


class Metrics:
    """What an engine counts while it runs; cheap enough for every query. ``waits`` are the pool's."""

    __slots__ = ("active", "datasource", "datasource_duration", "duration", "queries", "waits")

    def __init__(self, waits: Histogram) -> None:
        self.queries = 0
        self.datasource = 0
        self.active = 0
        self.duration = Histogram()
        self.waits = waits
        self.datasource_duration = Histogram()

    def started(self) -> float:
        """Note that a query begins; returns what :meth:`finished` wants."""
        self.active += 1
        return time.perf_counter()

    def finished(self, began: float) -> None:
        """Count a query that :meth:`started` then."""
        self.active -= 1
        milliseconds = (time.perf_counter() - began) * 1000
        self.queries += 1
        self.datasource += 1
        self.duration.observe(milliseconds)
        self.datasource_duration.observe(milliseconds)


def as_json(metrics: Metrics, gauges: dict[str, float], labels: dict[str, str]) -> dict[str, Any]:
    """The metrics as Prisma's JSON; ``gauges`` are those that the pool tells."""

    def entry(key: str, value: Any) -> dict[str, Any]:
        return {"key": key, "value": value, "labels": labels, "description": _DESCRIPTIONS[key]}

    return {
        "counters": [entry(key, value) for key, value in _counters(metrics).items()],
        "gauges": [entry(key, value) for key, value in _gauges(metrics, gauges).items()],
        "histograms": [
            entry(key, {"buckets": each.buckets(), "sum": each.sum, "count": each.count})
            for key, each in _histograms(metrics).items()
        ],
    }


def as_prometheus(metrics: Metrics, gauges: dict[str, float], labels: dict[str, str]) -> str:
    """The metrics in Prometheus' text format."""
    suffix = ",".join(f"{name}={json.dumps(value)}" for name, value in labels.items())
    tags = f"{{{suffix}}}" if suffix else ""
    lines: list[str] = []
    for kind, values in (("counter", _counters(metrics)), ("gauge", _gauges(metrics, gauges))):
        for key, value in values.items():
            lines += [f"# HELP {key} {_DESCRIPTIONS[key]}", f"# TYPE {key} {kind}", f"{key}{tags} {value:g}", ""]
    for key, each in _histograms(metrics).items():
        lines += [f"# HELP {key} {_DESCRIPTIONS[key]}", f"# TYPE {key} histogram"]
        total = 0
        for limit, count in zip((*BUCKETS, float("inf")), each.counts, strict=True):
            total += count
            bound = "+Inf" if limit == float("inf") else f"{limit:g}"
            lines.append(f'{key}_bucket{{{suffix + "," if suffix else ""}le="{bound}"}} {total}')
        lines += [f"{key}_sum{tags} {each.sum:g}", f"{key}_count{tags} {each.count}", ""]
    return "\n".join(lines)


def _counters(metrics: Metrics) -> dict[str, int]:
    return {
        "prisma_client_queries_total": metrics.queries,
        "prisma_datasource_queries_total": metrics.datasource,
    }


def _gauges(metrics: Metrics, pool: dict[str, float]) -> dict[str, float]:
    return {"prisma_client_queries_active": float(metrics.active), **pool}


def _histograms(metrics: Metrics) -> dict[str, Histogram]:
    return {
        # Only those that had to wait were measured.
        "prisma_client_queries_wait_histogram_ms": metrics.waits.with_shortest(metrics.queries),
        "prisma_client_queries_duration_histogram_ms": metrics.duration,
        "prisma_datasource_queries_duration_histogram_ms": metrics.datasource_duration,
    }
