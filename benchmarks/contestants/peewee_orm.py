"""peewee: synchronous, called directly on the event loop (it blocks it); SQLite only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import peewee as pw

from benchmarks.contestants.base import Adapter, Row

db = pw.SqliteDatabase(None)


class Base(pw.Model):
    class Meta:
        database = db


class Garage(Base):
    id = pw.TextField(primary_key=True)
    name = pw.TextField()

    class Meta:
        table_name = "garage"


class Spot(Base):
    id = pw.TextField(primary_key=True)
    garage = pw.ForeignKeyField(Garage, column_name="garage_id")
    number = pw.TextField()
    floor = pw.IntegerField()
    type = pw.TextField()
    status = pw.TextField()

    class Meta:
        table_name = "spot"


class Vehicle(Base):
    id = pw.TextField(primary_key=True)
    plate = pw.TextField(unique=True)
    type = pw.TextField()
    created_at = pw.DateTimeField()

    class Meta:
        table_name = "vehicle"


class Parking(Base):
    id = pw.TextField(primary_key=True)
    vehicle = pw.ForeignKeyField(Vehicle, column_name="vehicle_id")
    spot = pw.ForeignKeyField(Spot, column_name="spot_id")
    started_at = pw.DateTimeField()
    ended_at = pw.DateTimeField(null=True)
    status = pw.TextField()
    amount_cents = pw.IntegerField()

    class Meta:
        table_name = "session"


class Payment(Base):
    id = pw.TextField(primary_key=True)
    session = pw.ForeignKeyField(Parking, column_name="session_id", backref="payments")
    amount_cents = pw.IntegerField()
    method = pw.TextField()
    status = pw.TextField()
    created_at = pw.DateTimeField()

    class Meta:
        table_name = "payment"


class Contestant(Adapter):
    def config(self) -> str:
        return (
            "sqlite3, one connection, called synchronously on the event loop; "
            "atomic() transactions; relations by join + prefetch"
        )

    async def connect(self) -> None:
        db.init(self.target.path, pragmas={"journal_mode": "wal", "synchronous": "normal", "foreign_keys": 1})
        db.connect()

    async def close(self) -> None:
        db.close()

    async def find_unique(self, plate: str) -> Any:
        return Vehicle.get(Vehicle.plate == plate)

    async def find_many(self, status: str, min_amount: int) -> Any:
        return list(
            Parking.select()
            .where(Parking.status == status, Parking.amount_cents >= min_amount)
            .order_by(Parking.started_at.desc())
            .limit(100)
        )

    async def find_include(self, after_id: str) -> Any:
        sessions = list(
            Parking.select(Parking, Vehicle)
            .join(Vehicle)
            .where(Parking.id > after_id, Parking.status == "COMPLETED")
            .order_by(Parking.id)
            .limit(50)
        )
        # the idiom is prefetch(); with a LIMIT on the parent the keys are given explicitly
        grouped: dict[str, list[Payment]] = {s.id: [] for s in sessions}
        for p in Payment.select().where(Payment.session.in_(list(grouped))):
            grouped[p.session_id].append(p)
        for s in sessions:
            s.payments = grouped[s.id]
        return sessions

    async def group_by(self) -> Any:
        return list(
            Parking.select(Parking.status, pw.fn.SUM(Parking.amount_cents), pw.fn.COUNT(Parking.id))
            .group_by(Parking.status)
            .tuples()
        )

    async def create(self, data: Row) -> Any:
        return Vehicle.create(**data)

    async def create_many(self, rows: list[Row]) -> Any:
        with db.atomic():
            Payment.insert_many(rows).execute()

    async def update(self, id: str, type: str) -> Any:
        return next(iter(Vehicle.update(type=type).where(Vehicle.id == id).returning(Vehicle).execute()))

    async def checkout(self, session_id: str, payment: Row, now: dt.datetime) -> None:
        with db.atomic("IMMEDIATE"):
            parking = Parking.get_by_id(session_id)
            Payment.create(**payment)
            parking.status = "COMPLETED"
            parking.ended_at = now
            parking.amount_cents = payment["amount_cents"]
            parking.save(only=[Parking.status, Parking.ended_at, Parking.amount_cents])
            Spot.update(status="FREE").where(Spot.id == parking.spot_id).execute()
