"""kill -9: a process that takes payments is killed at random points; nothing acknowledged is lost or doubled.

``ATRIUM_KILL_SEED`` repeats a run; the seed is printed. ``ATRIUM_KILLS`` is how often (50).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from atrium.garage.models import Floor
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import bootstrap
from atrium.platform.database import connected
from prismstack.errors import PrismstackError

from . import paying_writer, power_loss

KILLS = int(os.environ.get("ATRIUM_KILLS", "50"))
MOST_PAYMENTS = 8
LONGEST_WAIT = 0.01
PATIENCE = 60.0

Writer = Callable[[str, str, str], None]


async def open_garage(url: str) -> None:
    async with connected(url) as client:
        floors = [Floor(number=number, bays=10, spots_per_bay=10) for number in range(1, 4)]
        await bootstrap(PrismaStore(client)).garage.initialize("Central", floors)


def kill_repeatedly(
    writer: Writer,
    url: str,
    path: Path,
    kills: int,
    chance: random.Random,
    after_kill: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Start the writer and kill it, so many times; what it acknowledged: amounts by key."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([paying_writer.__name__])
    acknowledged: dict[str, int] = {}
    for turn in range(kills):
        file = path / f"{writer.__name__}-{turn}.txt"
        process = context.Process(target=writer, args=(url, str(file), f"W{turn}"), daemon=True)
        process.start()
        wait_for_lines(file, 1 + chance.randint(0, MOST_PAYMENTS), process.is_alive)
        time.sleep(chance.uniform(0, LONGEST_WAIT))
        process.kill()
        process.join()
        after_kill()
        lines = file.read_text().splitlines()[1:]
        acknowledged |= {key: int(amount) for key, amount in map(str.split, lines)}
    return acknowledged


def wait_for_lines(file: Path, lines: int, is_alive: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (file.exists() and file.read_text().count("\n") >= lines):
        assert is_alive(), "the writer died before it was killed"
        assert time.monotonic() < deadline, "the writer is too slow"
        time.sleep(0.001)


async def find_faults(url: str, acknowledged: dict[str, int]) -> list[str]:
    """What is wrong with the database, given what was acknowledged."""
    async with connected(url) as client:
        services = bootstrap(PrismaStore(client))
        faults = (await services.reports.reconcile()).differences
        rows = await client.payment.find_many()
        by_key: dict[str, list[int]] = {}
        for row in rows:
            by_key.setdefault(row.idempotencyKey, []).append(row.amountCents)
        for key, amount in acknowledged.items():
            if by_key.get(key) != [amount]:
                faults.append(f"{key}: acknowledged {amount}, found {by_key.get(key)}")
        parked = {each.activeSpotId for each in await client.parkingsession.find_many(where={"status": "active"})}
        occupied = {each.id for each in await client.spot.find_many(where={"status": "occupied"})}
        if parked != occupied:
            faults.append(f"{len(parked ^ occupied)} spots disagree with the stays on them")
        return faults


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("ATRIUM_KILL_SEED") or random.randrange(2**32))
    print(f"ATRIUM_KILL_SEED={seed}")
    return random.Random(seed)


def test_nothing_acknowledged_is_lost_or_doubled(database_url: str, tmp_path: Path, chance: random.Random) -> None:
    asyncio.run(open_garage(database_url))
    acknowledged = kill_repeatedly(paying_writer.pay_until_killed, database_url, tmp_path, KILLS, chance)
    print(f"{len(acknowledged)} payments and refunds acknowledged before {KILLS} kills")
    assert len(acknowledged) >= KILLS
    assert asyncio.run(find_faults(database_url, acknowledged)) == []


def test_the_check_finds_a_writer_that_acknowledges_too_early(
    database_url: str, tmp_path: Path, chance: random.Random
) -> None:
    asyncio.run(open_garage(database_url))
    acknowledged = kill_repeatedly(paying_writer.acknowledge_too_early, database_url, tmp_path, KILLS // 3, chance)
    faults = asyncio.run(find_faults(database_url, acknowledged))
    assert faults
    assert all(fault.endswith("found None") for fault in faults)


POWER_LOSSES = max(5, KILLS // 10)


def test_nothing_acknowledged_is_lost_with_the_power(database_url: str, tmp_path: Path, chance: random.Random) -> None:
    asyncio.run(open_garage(database_url))
    file = Path(database_url.removeprefix("file:"))
    acknowledged = kill_repeatedly(
        paying_writer.pay_until_power_is_lost,
        database_url,
        tmp_path,
        POWER_LOSSES,
        chance,
        lambda: power_loss.lose_power(file),
    )
    assert len(acknowledged) >= POWER_LOSSES
    assert asyncio.run(find_faults(database_url, acknowledged)) == []


def test_the_check_finds_a_database_that_does_not_sync(
    database_url: str, tmp_path: Path, chance: random.Random
) -> None:
    asyncio.run(open_garage(database_url))
    file = Path(database_url.removeprefix("file:"))
    acknowledged = kill_repeatedly(
        paying_writer.pay_until_power_is_lost,
        f"{database_url}?synchronous=OFF",
        tmp_path,
        POWER_LOSSES,
        chance,
        lambda: power_loss.lose_power(file),
    )
    try:
        faults = asyncio.run(find_faults(database_url, acknowledged))
    except PrismstackError as error:
        faults = [str(error)]
    assert faults
