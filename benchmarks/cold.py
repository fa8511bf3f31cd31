"""Cold start of a Python contestant: import, connect, one query, print peak memory, close, exit.

``cold.py <module> <database> <target> <plate>``
"""

from __future__ import annotations

import asyncio
import importlib
import sys

from benchmarks.contestants.base import Target


async def main(module: str, database: str, target: str, plate: str) -> None:
    """Find one vehicle."""
    contestants = importlib.import_module(f"benchmarks.contestants.{module}")
    contestant = contestants.Contestant(Target.parse(database, target))
    await contestant.connect()
    vehicle = await contestant.find_unique(plate)
    assert contestant.get(vehicle, "plate") == plate
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")), flush=True)
    await contestant.close()


asyncio.run(main(*sys.argv[1:]))
