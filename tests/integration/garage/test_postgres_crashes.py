"""PostgreSQL is crashed while payments are taken: nothing acknowledged is lost, and the ledger sums to zero.

``ATRIUM_CRASHES`` is how often (2); ``ATRIUM_KILL_SEED`` repeats a run.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from prismstack.migrate import deploy

from . import paying_writer
from .conftest import ROOT
from .crashing_postgres import CrashingPostgres
from .test_kill import MOST_PAYMENTS, chance, find_faults, open_garage, wait_for_lines

__all__ = ["chance"]

CRASHES = int(os.environ.get("ATRIUM_CRASHES", "2"))


@pytest.fixture
def server() -> Iterator[CrashingPostgres]:
    made = CrashingPostgres()
    made.start()
    yield made
    made.remove()


def test_nothing_acknowledged_is_lost_in_a_crash(
    server: CrashingPostgres, tmp_path: Path, chance: random.Random
) -> None:
    deploy(ROOT / "schema.prisma", server.url)
    asyncio.run(open_garage(server.url))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([paying_writer.__name__])
    acknowledged: dict[str, int] = {}
    for turn in range(CRASHES):
        file = tmp_path / f"{turn}.txt"
        writer = context.Process(target=paying_writer.pay_until_killed, args=(server.url, str(file), f"W{turn}"))
        writer.start()
        wait_for_lines(file, 2 + chance.randint(0, MOST_PAYMENTS), writer.is_alive)
        time.sleep(chance.uniform(0, 0.01))
        server.crash()
        writer.kill()
        writer.join()
        server.start()
        lines = file.read_text().splitlines()[1:]
        acknowledged |= {key: int(amount) for key, amount in map(str.split, lines)}
    print(f"{len(acknowledged)} payments and refunds acknowledged before {CRASHES} crashes")
    assert len(acknowledged) >= CRASHES
    assert asyncio.run(find_faults(server.url, acknowledged)) == []
