"""The recorded day: it is what its generator makes, and every store comes to the same report."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from atrium.cli import app
from atrium.garage.in_memory import InMemoryStore
from atrium.garage.models import PaymentKind, PaymentMethod
from atrium.garage.replay import (
    DEMO_FLOORS,
    DEMO_NAME,
    DayReport,
    EventKind,
    RawEvent,
    Replay,
    make_day_report,
    parse_event,
    read_events,
)
from atrium.garage.services import bootstrap
from atrium.platform.clock import ManualClock
from atrium.platform.errors import ValidationFailed

from .conftest import ROOT

EVENTS = ROOT / "seeds" / "gate_events.csv"
MESS = {
    "DUPLICATE_CHECKIN",
    "GARAGE_FULL",
    "IDEMPOTENCY_KEY_REUSED",
    "INSUFFICIENT_PAYMENT",
    "PAYMENT_DECLINED",
    "REFUND_EXCEEDS_PAYMENT",
    "VALIDATION_ERROR",
    "VEHICLE_NOT_FOUND",
}


async def replayed(rows: list[RawEvent]) -> DayReport:
    day = parse_event(rows[0]).at.replace(hour=0, minute=0, second=0)
    clock = ManualClock(day)
    services = bootstrap(InMemoryStore(clock), clock=clock)
    await services.garage.initialize(DEMO_NAME, DEMO_FLOORS)
    replay = Replay(services, clock)
    return await make_day_report(services, await replay.feed_all(rows), day)


def test_the_day_is_long_and_messy() -> None:
    rows = list(read_events(EVENTS))
    kinds = Counter(row.values["event"] for row in rows)
    assert kinds["entry"] + kinds["payment"] + kinds["exit"] >= 1500
    assert all(kinds[kind] for kind in EventKind)
    times = [row.values["at"] for row in rows]
    assert times == sorted(times)


async def test_the_report_of_the_day() -> None:
    rows = list(read_events(EVENTS))
    report = await replayed(rows)
    assert report.differences == []
    assert report.replay.rows == len(rows)
    assert {each.code for each in report.replay.rejections} >= MESS
    assert report.replay.repeated > 0
    assert 190 <= max(parked for _, parked in report.period.occupancy) <= report.capacity == 200
    assert report.period.captured == report.replay.total(PaymentKind.CAPTURE) > 0
    assert report.period.revenue == report.reconciliation.charged_in_ledger
    text = "\n".join(report.lines())
    assert "The books agree to the cent" in text
    assert "DUPLICATE_CHECKIN" in text


async def test_a_cent_too_much_is_found() -> None:
    report = await replayed(list(read_events(EVENTS))[:600])
    number, receipt = next(iter(report.replay.receipts.items()))
    report.replay.receipts[number] = replace(receipt, amount_cents=receipt.amount_cents + 1)
    assert len(report.differences) == 2
    assert "The books do NOT agree:" in report.lines()


def test_the_file_is_what_the_generator_makes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    from seeds import make_gate_events

    monkeypatch.setattr(make_gate_events, "TARGET", tmp_path / "made.csv")
    monkeypatch.setattr("sys.argv", ["make_gate_events"])
    make_gate_events.main()
    assert (tmp_path / "made.csv").read_bytes() == EVENTS.read_bytes()


def test_the_command_reports_and_keeps_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("".join(EVENTS.read_text().splitlines(keepends=True)[:200]))
    monkeypatch.chdir(ROOT)
    kept = tmp_path / "kept.db"
    command = ["demo", "--events", str(short), "--database", str(kept)]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert "The books agree to the cent" in first.output
    assert kept.exists()
    assert CliRunner().invoke(app, command).exit_code == 2
    assert CliRunner().invoke(app, ["demo", "--events", str(tmp_path / "none.csv")]).exit_code == 2


def test_a_file_without_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("at,event\n2026-01-01T00:00:00Z,entry\n")
    with pytest.raises(ValidationFailed, match="lacks the columns plate"):
        list(read_events(path))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"at": "yesterday"}, "unreadable time"),
        ({"event": "teleport"}, "unknown event"),
        ({"plate": ""}, "License plate is required"),
        ({"vehicle_type": "hovercraft"}, "unknown vehicle type"),
        ({"vehicle_type": ""}, "vehicle type is missing"),
        ({"rate_type": "yearly"}, "unknown rate type"),
        ({"method": "barter"}, "unknown method"),
        ({"amount_cents": "1.5"}, "unreadable amount"),
    ],
)
def test_rows_that_make_no_sense(changes: dict[str, str], problem: str) -> None:
    row = next(read_events(EVENTS))
    with pytest.raises(ValidationFailed, match=problem):
        parse_event(RawEvent(2, row.values | changes))


async def test_events_out_of_order_do_not_turn_the_clock_back() -> None:
    rows = list(read_events(EVENTS))[:2]
    early = parse_event(rows[0]).at - timedelta(hours=1)
    late = [rows[1], RawEvent(9, rows[0].values | {"at": early.isoformat()})]
    report = await replayed(late)
    assert report.replay.accepted[EventKind.ENTRY] == 2
    assert report.replay.captured_by_method() == dict.fromkeys(PaymentMethod, 0)
