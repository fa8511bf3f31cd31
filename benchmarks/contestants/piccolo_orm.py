"""Piccolo ORM."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from piccolo.columns import ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.query.functions.aggregate import Count, Sum
from piccolo.table import Table

from benchmarks.contestants.base import POOL_SIZE, Adapter, Row


class Garage(Table, tablename="garage"):
    id = Text(primary_key=True)
    name = Text()


class Spot(Table, tablename="spot"):
    id = Text(primary_key=True)
    garage = ForeignKey(Garage, db_column_name="garage_id")
    number = Text()
    floor = Integer()
    type = Text()
    status = Text()


class Vehicle(Table, tablename="vehicle"):
    id = Text(primary_key=True)
    plate = Varchar(length=None, unique=True)
    type = Text()
    created_at = Timestamptz()


class Parking(Table, tablename="session"):
    id = Text(primary_key=True)
    vehicle = ForeignKey(Vehicle, db_column_name="vehicle_id")
    spot = ForeignKey(Spot, db_column_name="spot_id")
    started_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
    status = Text()
    amount_cents = Integer()


class Payment(Table, tablename="payment"):
    id = Text(primary_key=True)
    session = ForeignKey(Parking, db_column_name="session_id")
    amount_cents = Integer()
    method = Text()
    status = Text()
    created_at = Timestamptz()


TABLES = (Garage, Spot, Vehicle, Parking, Payment)


class NormalSync(sqlite3.Connection):
    """Piccolo opens a connection per query, so the per-connection PRAGMA has to ride along."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute("PRAGMA synchronous=NORMAL")


def _payment(row: Row) -> Payment:
    row = dict(row)
    return Payment(session=row.pop("session_id"), **row)


class Contestant(Adapter):
    def config(self) -> str:
        common = "1-N relation by a second query (Piccolo has no reverse-FK prefetch); update = get + update_self"
        if self.target.db == "sqlite":
            return (
                "aiosqlite; Piccolo's SQLite engine has no pool: it opens a connection and a "
                f"thread per query, one per transaction (IMMEDIATE), timeout=60; {common}"
            )
        return f"asyncpg pool min 1 / max {POOL_SIZE}; {common}"

    async def connect(self) -> None:
        t = self.target
        if t.db == "sqlite":
            from piccolo.engine.sqlite import SQLiteEngine

            self.engine: Any = SQLiteEngine(path=t.path, factory=NormalSync, timeout=60)
        else:
            from piccolo.engine.postgres import PostgresEngine

            self.engine = PostgresEngine(
                config={"host": t.host, "port": t.port, "user": t.user, "database": t.database}
            )
            await self.engine.start_connection_pool(min_size=1, max_size=POOL_SIZE)
        for table in TABLES:
            table._meta._db = self.engine

    async def close(self) -> None:
        if self.target.db != "sqlite":
            await self.engine.close_connection_pool()

    def _transaction(self) -> Any:
        if self.target.db == "sqlite":
            from piccolo.engine.sqlite import TransactionType

            return self.engine.transaction(transaction_type=TransactionType.immediate)
        return self.engine.transaction()

    async def find_unique(self, plate: str) -> Any:
        return await Vehicle.objects().where(Vehicle.plate == plate).first()

    async def find_many(self, status: str, min_amount: int) -> Any:
        return (
            await Parking.objects()
            .where((Parking.status == status) & (Parking.amount_cents >= min_amount))
            .order_by(Parking.started_at, ascending=False)
            .limit(100)
        )

    async def find_include(self, after_id: str) -> Any:
        sessions = (
            await Parking.objects(Parking.vehicle)
            .where((Parking.id > after_id) & (Parking.status == "COMPLETED"))
            .order_by(Parking.id)
            .limit(50)
        )
        grouped: dict[str, list[Payment]] = {s.id: [] for s in sessions}
        for p in await Payment.objects().where(Payment.session.is_in(list(grouped))):
            grouped[p.session].append(p)
        for s in sessions:
            s.payments = grouped[s.id]
        return sessions

    async def group_by(self) -> Any:
        rows = await Parking.select(Parking.status, Sum(Parking.amount_cents), Count()).group_by(Parking.status)
        return [(r["status"], r["sum"], r["count"]) for r in rows]

    async def create(self, data: Row) -> Any:
        return await Vehicle.objects().create(**data)

    async def create_many(self, rows: list[Row]) -> Any:
        await Payment.insert(*[_payment(r) for r in rows])

    async def update(self, id: str, type: str) -> Any:
        vehicle = await Vehicle.objects().where(Vehicle.id == id).first()
        await vehicle.update_self({Vehicle.type: type})
        return vehicle

    async def checkout(self, session_id: str, payment: Row, now: dt.datetime) -> None:
        async with self._transaction():
            parking = await Parking.objects().where(Parking.id == session_id).first()
            await _payment(payment).save()
            await parking.update_self(
                {Parking.status: "COMPLETED", Parking.ended_at: now, Parking.amount_cents: payment["amount_cents"]}
            )
            await Spot.update({Spot.status: "FREE"}).where(Spot.id == parking.spot)

    def get(self, obj: Any, field: str) -> Any:
        if field in ("vehicle_id", "spot_id", "session_id"):
            value = getattr(obj, field[:-3])
            return value.id if isinstance(value, Table) else value
        return getattr(obj, field)
