"""One round of one Python contestant: connect, check every answer, time every operation.

Prints one JSON object. Started by the runner, one process for each contestant and round:
``worker.py <module> <database> <target> <plan.json> <workload.json>``.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import json
import sys
import uuid
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.checks import check_answers
from benchmarks.contestants.base import Adapter, Target
from benchmarks.process import peak_rss_mb
from benchmarks.timing import Timer

NOW = dt.datetime(2025, 1, 1, 12, 0, tzinfo=dt.UTC)


class Work:
    """The arguments of each operation, and the operations themselves."""

    def __init__(self, contestant: Adapter, plan: dict[str, Any], lot: int) -> None:
        self.contestant = contestant
        self.plan = plan
        self.lot = lot
        self.plates = cycle(plan["plates"])
        self.updates = zip(cycle(plan["update_ids"]), cycle(["car", "van", "moto"]))
        self.created = 0
        self.checked_out: list[str] = []

    def vehicles(self) -> Iterator[dict[str, Any]]:
        while True:
            self.created += 1
            plate = f"NEW-{self.created:07d}"
            yield {"id": str(uuid.uuid4()), "plate": plate, "type": "car", "created_at": NOW}

    def checkouts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for session_id, _spot in self.plan["checkouts"][len(self.checked_out) :]:
            self.checked_out.append(session_id)
            yield session_id, _payment(session_id)

    def payment_lots(self) -> Iterator[list[dict[str, Any]]]:
        ids = cycle([session_id for session_id, _spot in self.plan["checkouts"]])
        while True:
            yield [_payment(next(ids)) for _ in range(self.lot)]

    async def find_batch(self, batch: list[str]) -> None:
        await asyncio.gather(*[self.contestant.find_unique(plate) for plate in batch])

    async def checkout(self, call: tuple[str, dict[str, Any]]) -> None:
        await self.contestant.checkout(call[0], call[1], NOW)

    async def checkout_batch(self, batch: list[tuple[str, dict[str, Any]]]) -> None:
        await asyncio.gather(*[self.checkout(call) for call in batch])

    async def check_first_writes(self) -> None:
        contestant = self.contestant
        vehicle = await contestant.create(next(self.vehicles()))
        first = self.plan["update_ids"][0]
        updated = await contestant.update(first, "truck")
        got = contestant.get(vehicle, "plate"), contestant.get(updated, "id"), contestant.get(updated, "type")
        if got != ("NEW-0000001", first, "truck"):
            raise AssertionError(f"create and update: got {got}")


def _payment(session_id: str) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "session_id": session_id,
        "amount_cents": 1234,
        "method": "card",
        "status": "PAID",
        "created_at": NOW,
    }


def batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while True:
        yield [next(items) for _ in range(size)]


async def measure(contestant: Adapter, plan: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """Run every operation; returns the figures and what was written."""
    work = Work(contestant, plan, settings["create_many_rows"])
    width, tx_width = settings["concurrency"], settings["tx_concurrency"]
    timer = Timer(settings)
    time = timer.run
    await time("find_unique", contestant.find_unique, work.plates)
    await time("find_unique_x32", work.find_batch, batches(work.plates, width), width)
    await time("find_many", lambda x: contestant.find_many(*x), cycle(plan["listings"]))
    await time("include", contestant.find_include, cycle(plan["after_ids"]))
    await time("group_by", lambda _: contestant.group_by(), cycle([None]))
    await work.check_first_writes()
    await time("create", contestant.create, work.vehicles())
    await time("update", lambda x: contestant.update(*x), work.updates)
    await time("tx", work.checkout, work.checkouts())
    await time("tx_x16", work.checkout_batch, batches(work.checkouts(), tx_width), tx_width)
    await time("create_many", contestant.create_many, work.payment_lots())
    done = work.checked_out
    wrote = {
        "vehicles": work.created,
        "checkouts": len(done),
        "lot": work.lot,
        "min_payments": len(done) + timer.results["create_many"]["n"] * work.lot,
        "checked_out": [done[0], done[-1]],
    }
    return {"results": timer.results, "rss_mb": peak_rss_mb(), "config": contestant.config(), "wrote": wrote}


async def main(module: str, database: str, target: str, plan_path: str, work_path: str) -> None:
    """Measure one contestant."""
    plan = json.loads(Path(plan_path).read_text())
    settings = json.loads(Path(work_path).read_text())
    contestants = importlib.import_module(f"benchmarks.contestants.{module}")
    contestant: Adapter = contestants.Contestant(Target.parse(database, target))
    await contestant.connect()
    await check_answers(contestant, plan)
    print(json.dumps(await measure(contestant, plan, settings)))
    await contestant.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
