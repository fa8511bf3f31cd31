"""The rules of money hold in the database itself: no code path can write what they forbid."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MIGRATIONS = ROOT / "prisma" / "migrations" / "sqlite"
NOW = "2026-03-02T08:00:00.000+00:00"
LATER = "2026-03-02T09:00:00.000+00:00"

#: A row that every rule allows, by table.
GARAGE = {"id": "g", "configName": "default", "name": "Central", "spotTypes": "{}", "updatedAt": NOW}
RATES = {"standardRateCents": 500, "compactRateCents": 400, "oversizedRateCents": 700, "evChargingRateCents": 800}
ROWS: dict[str, dict[str, object]] = {
    "Garage": GARAGE | RATES,
    "ParkingSession": {
        "id": "s",
        "garageId": "g",
        "vehicleId": "v",
        "spotId": "p",
        "spotCode": "F1-B1-S001",
        "licensePlate": "AA-1",
        "vehicleType": "compact",
        "checkInAt": NOW,
        "updatedAt": NOW,
        "feeCents": 500,
    },
    "Payment": {
        "id": "p",
        "number": "P",
        "garageId": "g",
        "sessionId": "s",
        "kind": "capture",
        "status": "completed",
        "method": "cash",
        "amountCents": 500,
        "idempotencyKey": "k",
        "processedAt": NOW,
        "updatedAt": NOW,
    },
    "DayClose": {
        "id": "c",
        "garageId": "g",
        "day": "2026-03-02",
        "startsAt": NOW,
        "endsAt": LATER,
        "closedBy": "me",
        "expectedCashCents": 500,
        "countedCashCents": 450,
        "varianceCents": -50,
        "closedAt": LATER,
        "figures": "{}",
    },
    "DiscountCode": {
        "id": "d",
        "garageId": "g",
        "code": "SAVE20",
        "kind": "percent",
        "value": 20,
        "usageLimit": 3,
        "spotTypes": "[]",
        "tiers": "[]",
        "updatedAt": NOW,
    },
    "Permit": {
        "id": "m",
        "number": "M",
        "garageId": "g",
        "licensePlate": "AA-1",
        "priceCents": 9000,
        "startsAt": NOW,
        "endsAt": LATER,
        "updatedAt": NOW,
    },
    "Reservation": {
        "id": "r",
        "number": "R",
        "garageId": "g",
        "spotId": "p",
        "spotCode": "F1-B1-S001",
        "licensePlate": "A1",
        "vehicleType": "compact",
        "startsAt": NOW,
        "endsAt": LATER,
        "holdUntil": NOW,
        "updatedAt": NOW,
    },
}

FORBIDDEN: list[tuple[str, dict[str, object]]] = [
    ("Garage", {"standardRateCents": -1}),
    ("ParkingSession", {"feeCents": -1}),
    ("ParkingSession", {"paidCents": 501}),
    ("Payment", {"amountCents": 0}),
    ("Payment", {"refundedCents": 501}),
    ("Payment", {"refundedCents": -1}),
    ("DayClose", {"varianceCents": 0}),
    ("DiscountCode", {"value": 101}),
    ("DiscountCode", {"usedCount": 4}),
    ("Permit", {"paidCents": 9001}),
    ("Permit", {"endsAt": NOW}),
    ("Reservation", {"endsAt": NOW}),
]


@pytest.fixture
def database(database_url: str) -> sqlite3.Connection:
    return sqlite3.connect(database_url.removeprefix("file:"), isolation_level=None)


def insert(database: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', list(row.values()))


@pytest.mark.parametrize("table", ROWS)
def test_a_sound_row_is_accepted(database: sqlite3.Connection, table: str) -> None:
    insert(database, table, ROWS[table])


@pytest.mark.parametrize(("table", "changes"), FORBIDDEN, ids=str)
def test_an_unsound_row_is_refused(database: sqlite3.Connection, table: str, changes: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        insert(database, table, ROWS[table] | changes)


def test_no_later_migration_has_lost_a_constraint(database: sqlite3.Connection) -> None:
    history = "\n".join(path.read_text() for path in sorted(MIGRATIONS.glob("*/migration.sql")))
    written = set(re.findall(r'CONSTRAINT "(\w+_check\d)"', history))
    schema = "\n".join(row[0] for row in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    assert written
    assert written == set(re.findall(r'CONSTRAINT "(\w+_check\d)"', schema))
