"""Schema and seed rows of the benchmark.

Everything derives from one fixed random seed, so every contestant, in every round, sees
the same rows.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.columns import COLUMNS

__all__ = ["N_PAYMENTS", "N_SESSIONS", "N_VEHICLES", "Rows", "generate", "iso", "write_postgresql", "write_sqlite"]

#: Table -> its rows.
Rows = dict[str, list[tuple[Any, ...]]]

N_SPOTS = 500
N_VEHICLES = 2_000
N_SESSIONS = 10_000
N_PAYMENTS = 10_000

_DDL = """
CREATE TABLE garage (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE TABLE spot (
  id TEXT NOT NULL PRIMARY KEY,
  garage_id TEXT NOT NULL REFERENCES garage(id),
  number TEXT NOT NULL,
  floor INTEGER NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE INDEX spot_garage_status ON spot(garage_id, status);
CREATE TABLE vehicle (
  id TEXT NOT NULL PRIMARY KEY,
  plate TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  created_at {datetime} NOT NULL
);
CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  vehicle_id TEXT NOT NULL REFERENCES vehicle(id),
  spot_id TEXT NOT NULL REFERENCES spot(id),
  started_at {datetime} NOT NULL,
  ended_at {datetime},
  status TEXT NOT NULL,
  amount_cents INTEGER NOT NULL
);
CREATE INDEX session_vehicle ON session(vehicle_id);
CREATE INDEX session_spot ON session(spot_id);
CREATE INDEX session_status_started ON session(status, started_at);
CREATE TABLE payment (
  id TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES session(id),
  amount_cents INTEGER NOT NULL,
  method TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at {datetime} NOT NULL
);
CREATE INDEX payment_session ON payment(session_id);
CREATE INDEX payment_status ON payment(status)
"""


def _ddl(datetime_type: str) -> list[str]:
    return [statement.strip() for statement in _DDL.format(datetime=datetime_type).split(";") if statement.strip()]


def iso(value: dt.datetime) -> str:
    """ISO text with milliseconds, as Prisma stores it."""
    return value.isoformat(timespec="milliseconds")


def generate() -> Rows:
    """The seed rows; datetimes are aware ``datetime`` objects in whole milliseconds."""
    rng = random.Random(20240607)
    garage = [(_uid(rng), "Central Garage")]
    spots = [_spot(rng, garage[0][0], number) for number in range(N_SPOTS)]
    vehicles = [_vehicle(rng, number) for number in range(N_VEHICLES)]
    sessions = [_session(rng, number, vehicles, spots) for number in range(N_SESSIONS)]
    payments = [_payment(rng, number, sessions) for number in range(N_PAYMENTS)]
    return {"garage": garage, "spot": spots, "vehicle": vehicles, "session": sessions, "payment": payments}


def _uid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _when(rng: random.Random, minutes: int) -> dt.datetime:
    base = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    return base + dt.timedelta(minutes=minutes, milliseconds=rng.randrange(1000))


def _spot(rng: random.Random, garage_id: str, number: int) -> tuple[Any, ...]:
    name = f"{chr(65 + number // 100)}-{number % 100:03d}"
    kind = rng.choice(("compact", "standard", "large", "ev"))
    return _uid(rng), garage_id, name, number // 100, kind, rng.choice(("FREE", "FREE", "OCCUPIED"))


def _vehicle(rng: random.Random, number: int) -> tuple[Any, ...]:
    plate = f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)}-{number:05d}"
    return _uid(rng), plate, rng.choice(("car", "van", "moto")), _when(rng, number)


def _session(
    rng: random.Random, number: int, vehicles: list[tuple[Any, ...]], spots: list[tuple[Any, ...]]
) -> tuple[Any, ...]:
    status = rng.choice(("COMPLETED", "COMPLETED", "COMPLETED", "ACTIVE", "CANCELLED"))
    start = _when(rng, number * 3)
    end = None if status == "ACTIVE" else start + dt.timedelta(minutes=rng.randrange(15, 600))
    amount = rng.randrange(200, 9000) if status == "COMPLETED" else 0
    # Consecutive sessions use different spots, so a concurrent batch never shares one.
    return _uid(rng), rng.choice(vehicles)[0], spots[number % N_SPOTS][0], start, end, status, amount


def _payment(rng: random.Random, number: int, sessions: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    method, status = rng.choice(("card", "cash", "app")), rng.choice(("PAID", "PAID", "PAID", "REFUNDED"))
    cents = rng.randrange(100, 5000)
    return _uid(rng), rng.choice(sessions)[0], cents, method, status, _when(rng, number * 3 + 1)


def write_sqlite(path: Path, data: Rows, datetime_type: str) -> None:
    """Create and fill a database file; ``datetime_type`` is the declared type of datetime columns."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("BEGIN")
    for statement in _ddl(datetime_type):
        connection.execute(statement)
    for table, rows in data.items():
        columns = COLUMNS[table]
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", _texts(rows))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _texts(rows: Iterable[tuple[Any, ...]]) -> Iterable[list[Any]]:
    return ([iso(value) if isinstance(value, dt.datetime) else value for value in row] for row in rows)


async def write_postgresql(dsn: str, data: Rows) -> None:
    """Create and fill the tables of an empty database."""
    import asyncpg

    connection = await asyncpg.connect(dsn)
    try:
        for statement in _ddl("TIMESTAMPTZ(3)"):
            await connection.execute(statement)
        for table, rows in data.items():
            await connection.copy_records_to_table(table, records=rows, columns=COLUMNS[table])
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
