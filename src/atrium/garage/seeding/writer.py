"""Writes seed data in bulk, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from prisma import Prisma

from atrium.platform.clock import Clock, SystemClock
from atrium.platform.settings import SeedSize
from atrium.platform.trail import plain_json
from prismstack.data import UnitOfWork

from .rows import SeedRows, plan_rows

__all__ = ["DEFAULT_SEED", "Progress", "SeedSummary", "is_empty", "seed_database"]

DEFAULT_SEED = 20250903
_BATCH = 1000
_LONGEST = timedelta(minutes=30)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SeedSummary:
    """What was written; ``seconds`` includes the planning."""

    size: SeedSize
    seed: int
    counts: dict[str, int]
    seconds: float

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def _ignore(table: str, done: int, total: int) -> None:
    """The default for ``report``."""


async def is_empty(client: Prisma) -> bool:
    """Whether the database has no garage, deleted ones included."""
    return await client.garage.find_first() is None


async def seed_database(
    client: Prisma,
    size: SeedSize,
    *,
    seed: int = DEFAULT_SEED,
    clock: Clock | None = None,
    report: Progress = _ignore,
) -> SeedSummary:
    """Fill an empty database; the history ends at the clock's full hour.

    ``report(table, rows written, rows in all)`` is called after every batch. One transaction: a kill
    leaves the database empty.

    Raises:
        DuplicateEntry: the database has garages already; nothing was written.
    """
    started = perf_counter()
    until = (clock or SystemClock()).now().replace(minute=0, second=0, microsecond=0)
    rows = plan_rows(size, seed, until)
    if rows.total:
        async with UnitOfWork(client, timeout=_LONGEST) as unit:
            await _write(unit.client, rows, report)
            await _leave_trail(unit.client, size, seed, rows, until)
            await unit.commit()
    return SeedSummary(size, seed, rows.counts(), perf_counter() - started)


async def _write(client: Any, rows: SeedRows, report: Progress) -> None:
    done = 0
    for table, pending in rows.tables.items():
        for start in range(0, len(pending), _BATCH):
            batch = pending[start : start + _BATCH]
            await getattr(client, table).create_many(data=batch)
            done += len(batch)
            report(table, done, rows.total)


async def _leave_trail(client: Any, size: SeedSize, seed: int, rows: SeedRows, until: datetime) -> None:
    await client.auditlog.create(
        data={
            "actor": "seed",
            "action": "database.seeded",
            "entityType": "database",
            "entityId": size,
            "detail": plain_json({"seed": seed, "rows": rows.total}),
            "at": until,
        }
    )
