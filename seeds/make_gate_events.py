"""Makes ``gate_events.csv``: one day at the gates, the same for the same seed.

Run ``python -m seeds.make_gate_events [seed]``. The day is played against an in-memory garage, so that a
vehicle that found the garage full leaves no further rows; then the mess of real gates is mixed in.
"""

from __future__ import annotations

import asyncio
import csv
import heapq
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.replay import COLUMNS, DEMO_FLOORS, DEMO_NAME, RawEvent, Replay
from atrium.garage.services import bootstrap
from atrium.platform.clock import ManualClock

DAY = datetime(2026, 3, 6, tzinfo=UTC)
TARGET = Path(__file__).with_name("gate_events.csv")
DEFAULT_SEED = 6
VEHICLES = 700

# Arrivals by hour of the day: a morning rush, a busy noon, an evening out.
ARRIVALS = [2, 1, 1, 1, 2, 8, 30, 75, 90, 60, 45, 50, 60, 45, 35, 35, 40, 50, 40, 20, 12, 8, 6, 4]

Row = dict[str, str]


@dataclass(order=True)
class Planned:
    """A row that is due, and what follows when the garage accepts it."""

    at: datetime
    order: int
    row: Row = field(compare=False)
    followers: list[tuple[timedelta, Row]] = field(compare=False, default_factory=list)


class Day:
    """Plans vehicles and their mishaps."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a recorded day, not secrets
        self._orders = count()
        self._keys = count(1)
        self._plates: set[str] = set()

    def vehicles(self) -> Iterator[Planned]:
        """The entries of the day; what a vehicle does later hangs on its entry."""
        hours = self.random.choices(range(24), ARRIVALS, k=VEHICLES)
        for hour in sorted(hours):
            at = DAY + timedelta(hours=hour, seconds=self.random.randrange(3600))
            kind = self.random.choices(["standard", "compact", "oversized"], [70, 25, 5])[0]
            rate = self.random.choices(["hourly", "daily", "monthly"], [85, 12, 3])[0]
            entry = row("entry", self._plate(), vehicle_type=kind, rate_type=rate)
            yield Planned(at, next(self._orders), entry, self._later(entry))

    def mishaps(self) -> Iterator[Planned]:
        """Rows that belong to no vehicle of the day, or are broken."""
        for _ in range(12):
            yield self._at_random(row("exit", self._plate()))
        for _ in range(5):
            yield self._at_random(row("payment", self._plate(), key=self._key(), method="cash"))
        yield self._at_random(row("entry", self._plate(), vehicle_type="hovercraft"))
        yield self._at_random(row("entry", "", vehicle_type="standard"))
        yield self._at_random(row("entry", "FAR-TOO-LONG-1", vehicle_type="standard"))
        yield self._at_random(row("entry", self._plate()))
        yield self._at_random(row("teleport", self._plate()))
        yield self._at_random(row("payment", self._plate(), key=self._key(), method="barter"))
        yield self._at_random(row("payment", self._plate(), key=self._key(), method="cash", amount_cents="ten"))
        yield self._at_random(row("refund", self._plate(), key=self._key(), card="no-such-key"))
        yield self._at_random(row("lost_ticket", self._plate()))

    def planned(self, at: datetime, due: Row, followers: list[tuple[timedelta, Row]]) -> Planned:
        return Planned(at, next(self._orders), due, followers)

    def _later(self, entry: Row) -> list[tuple[timedelta, Row]]:
        plate = entry["plate"]
        low, high = self.random.choices([(30, 120), (120, 360), (360, 660)], [30, 40, 30])[0]
        stay = timedelta(minutes=self.random.randint(low, high), seconds=self.random.randrange(60))
        rows: list[tuple[timedelta, Row]] = []
        if self.random.random() < 0.03:
            rows.append((timedelta(seconds=self.random.randint(5, 50)), dict(entry)))
        if self.random.random() < 0.015:
            rows.append((stay - timedelta(minutes=2), row("lost_ticket", plate)))
        leave = self._pay_at_the_gate if self.random.random() < 0.35 else self._pay_at_a_station
        return rows + leave(plate, stay)

    def _pay_at_the_gate(self, plate: str, stay: timedelta) -> list[tuple[timedelta, Row]]:
        if self.random.random() < 0.05:
            return [(stay, row("exit", plate))]  # drove through an open barrier: the stay stays owed
        declined, paid = self._terms()
        steps = [(stay, row("exit", plate, key=self._key(), **terms)) for terms in declined]
        return [*steps, (stay + timedelta(seconds=30), row("exit", plate, key=self._key(), **paid))]

    def _pay_at_a_station(self, plate: str, stay: timedelta) -> list[tuple[timedelta, Row]]:
        declined, paid = self._terms()
        steps = [(stay, row("payment", plate, key=self._key(), **terms)) for terms in declined]
        key = self._key()
        payment = row("payment", plate, key=key, **paid)
        steps.append((stay + timedelta(seconds=40), payment))
        if self.random.random() < 0.04:
            steps.append((stay + timedelta(seconds=43), dict(payment)))  # the station repeats itself
        if self.random.random() < 0.02:
            other = row("payment", plate, key=key, method="cash", amount_cents="12345")
            steps.append((stay + timedelta(seconds=50), other))  # a faulty station reuses a key
        is_late = self.random.random() < 0.03
        walk = timedelta(minutes=self.random.randint(20, 70) if is_late else self.random.randint(2, 12))
        steps.append((stay + walk, row("exit", plate)))
        if self.random.random() < 0.02:
            refund = row("refund", plate, key=self._key(), card=key, amount_cents=self.random.choice(["200", ""]))
            steps.append((stay + walk + timedelta(minutes=5), refund))
        if self.random.random() < 0.006:
            too_much = row("refund", plate, key=self._key(), card=key, amount_cents="999900")
            steps.append((stay + walk + timedelta(minutes=6), too_much))
        return steps

    def _terms(self) -> tuple[list[Row], Row]:
        """The attempts that fail, and the one that works."""
        method = self.random.choices(["card", "mobile", "cash"], [70, 18, 12])[0]
        failed: list[Row] = []
        if method == "card" and self.random.random() < 0.05:
            failed.append({"method": "card", "card": self.random.choice(["tok_declined", "tok_insufficient_funds"])})
        if method == "cash" and self.random.random() < 0.1:
            failed.append({"method": "cash", "amount_cents": "100"})
        paid = {"method": method}
        if method == "card":
            paid["card"] = f"tok_{self.random.randrange(16**8):08x}"
        if method == "cash":
            paid["amount_cents"] = "20000"
        return failed, paid

    def _at_random(self, due: Row) -> Planned:
        at = DAY + timedelta(hours=5) + timedelta(seconds=self.random.randrange(18 * 3600))
        return Planned(at, next(self._orders), due)

    def _plate(self) -> str:
        while True:
            letters = "".join(self.random.choices("ABCDEFGHKLMNPRSTUVWXYZ", k=3))
            plate = f"{letters}-{self.random.randrange(10_000):04d}"
            if plate not in self._plates:
                self._plates.add(plate)
                return plate

    def _key(self) -> str:
        return f"gate-{next(self._keys):05d}"


def row(event: str, plate: str, **values: str) -> Row:
    """A row without its time."""
    return {**dict.fromkeys(COLUMNS, ""), "event": event, "plate": plate, **values}


async def play(seed: int) -> list[Row]:
    """The rows of the day in the order of time."""
    day = Day(seed)
    clock = ManualClock(DAY)
    services = bootstrap(InMemoryStore(clock), clock=clock)
    await services.garage.initialize(DEMO_NAME, DEMO_FLOORS)
    replay = Replay(services, clock)
    waiting = [*day.vehicles(), *day.mishaps()]
    heapq.heapify(waiting)
    rows: list[Row] = []
    while waiting and waiting[0].at < DAY + timedelta(days=1):
        due = heapq.heappop(waiting)
        due.row["at"] = due.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        rejected = len(replay.result.rejections)
        await replay.feed(RawEvent(len(rows) + 2, due.row))
        rows.append(due.row)
        if len(replay.result.rejections) == rejected:
            for delay, follower in due.followers:
                heapq.heappush(waiting, day.planned(due.at + delay, follower, []))
    return rows


def main() -> None:
    """Write the file anew."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SEED
    rows = asyncio.run(play(seed))
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} events in {TARGET.name} (seed {seed})")


if __name__ == "__main__":
    main()
