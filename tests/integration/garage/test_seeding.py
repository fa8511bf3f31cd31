"""Seed data: the contract's volumes, the same for the same seed, consistent to the cent."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from atrium.garage.models import SpotStatus
from atrium.garage.repositories import PrismaStore
from atrium.garage.seeding import SIZES, is_empty, plan_rows, seed_database
from atrium.garage.services import CheckOut, bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.database import connected
from atrium.platform.errors import DuplicateEntry

from .conftest import START

UNTIL = datetime(2026, 3, 6, 14, tzinfo=UTC)


@pytest.mark.parametrize("size", ["small", "medium"])
def test_volumes(size: str) -> None:
    volume = SIZES[size]  # type: ignore[index]
    counts = plan_rows(size, 1, UNTIL).counts()  # type: ignore[arg-type]
    assert counts["garage"] == volume.garages
    assert counts["floor"] == volume.garages * volume.floors
    assert counts["spot"] == volume.garages * volume.floors * volume.spots_per_floor
    assert (counts["vehicle"], counts["parkingsession"]) == (volume.vehicles, volume.sessions)
    assert counts["payment"] == volume.payments
    assert counts["ledgerline"] == 2 * counts["journalentry"]


def test_nothing_for_none() -> None:
    assert plan_rows("none", 1, UNTIL).total == 0


def test_a_seed_number_decides_every_row() -> None:
    first, again, other = (plan_rows("small", seed, UNTIL).tables for seed in (1, 1, 2))
    plain = {name: [repr(row) for row in rows] for name, rows in first.items() if name != "garage"}
    assert plain == {name: [repr(row) for row in rows] for name, rows in again.items() if name != "garage"}
    assert plain != {name: [repr(row) for row in rows] for name, rows in other.items() if name != "garage"}


def test_distributions() -> None:
    rows = plan_rows("medium", 3, UNTIL).tables
    spots, sessions = rows["spot"], rows["parkingsession"]
    kinds = Counter("ev" if spot["evCharging"] else "handicap" if spot["handicap"] else spot["type"] for spot in spots)
    for kind, percent in {"standard": 57, "compact": 23, "ev": 10, "handicap": 5, "oversized": 5}.items():
        assert kinds[kind] / len(spots) == pytest.approx(percent / 100, abs=0.03)
    statuses = Counter(session["status"] for session in sessions)
    assert statuses["completed"] == 0.85 * len(sessions)
    assert statuses["active"] == sum(spot["status"] == SpotStatus.OCCUPIED for spot in spots)
    ended = [session for session in sessions if session["status"] != "active"]
    daytime = sum(7 <= session["checkInAt"].hour < 19 for session in ended)
    assert daytime / len(ended) == pytest.approx(0.8, abs=0.04)
    days = Counter(session["checkInAt"].weekday() >= 5 for session in ended)
    assert days[True] / 2 / (days[False] / 5) == pytest.approx(0.6, abs=0.15)


def test_no_spot_and_no_vehicle_is_taken_twice_at_a_time() -> None:
    sessions = plan_rows("medium", 4, UNTIL).tables["parkingsession"]
    for name in ("spotId", "vehicleId"):
        last_end: dict[str, datetime] = {}
        for session in sorted(sessions, key=lambda each: each["checkInAt"]):
            assert last_end.get(session[name], session["checkInAt"]) <= session["checkInAt"]
            last_end[session[name]] = session["checkOutAt"] or datetime.max.replace(tzinfo=UTC)


async def test_a_seeded_database_works(database_url: str) -> None:
    clock = ManualClock(START + timedelta(minutes=30))
    async with connected(database_url) as client:
        assert await is_empty(client)
        seen: list[tuple[str, int, int]] = []
        summary = await seed_database(client, "small", clock=clock, report=lambda *step: seen.append(step))
        assert seen[-1][1:] == (summary.total, summary.total)
        assert not await is_empty(client)
        services = bootstrap(PrismaStore(client, clock=clock), clock=clock)
        reconciliation = await services.reports.reconcile()
        assert reconciliation.differences == []
        assert reconciliation.captured_in_ledger > 0
        ready = await services.check_out.ready_for_check_out()
        assert len(ready) == (await services.garage.occupancy()).occupied == 12
        for each in ready:
            await services.check_out.check_out(CheckOut(license_plate=each.session.license_plate))
        assert (await services.garage.occupancy()).occupied == 0
        with pytest.raises(DuplicateEntry):
            await seed_database(client, "small", clock=clock)
        assert (await services.reports.reconcile()).agrees
