"""Tortoise ORM."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tortoise import Tortoise, fields
from tortoise.functions import Count, Sum
from tortoise.models import Model
from tortoise.transactions import in_transaction

from benchmarks.contestants.base import POOL_SIZE, Adapter, Row


class Garage(Model):
    id = fields.TextField(primary_key=True)
    name = fields.TextField()

    class Meta:
        table = "garage"


class Spot(Model):
    id = fields.TextField(primary_key=True)
    garage: Any = fields.ForeignKeyField("bench.Garage", related_name="spots")
    number = fields.TextField()
    floor = fields.IntField()
    type = fields.TextField()
    status = fields.TextField()

    class Meta:
        table = "spot"


class Vehicle(Model):
    id = fields.TextField(primary_key=True)
    plate = fields.CharField(max_length=32, unique=True)
    type = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "vehicle"


class Parking(Model):
    id = fields.TextField(primary_key=True)
    vehicle: Any = fields.ForeignKeyField("bench.Vehicle", related_name="sessions")
    spot: Any = fields.ForeignKeyField("bench.Spot", related_name="sessions")
    started_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    status = fields.TextField()
    amount_cents = fields.IntField()
    payments: Any

    class Meta:
        table = "session"


class Payment(Model):
    id = fields.TextField(primary_key=True)
    session: Any = fields.ForeignKeyField("bench.Parking", related_name="payments")
    amount_cents = fields.IntField()
    method = fields.TextField()
    status = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "payment"


class Contestant(Adapter):
    def config(self) -> str:
        if self.target.db == "sqlite":
            return (
                "aiosqlite, Tortoise's single connection + lock, journal_mode=WAL "
                "synchronous=NORMAL; update = get + save (no UPDATE ... RETURNING into objects)"
            )
        return (
            f"asyncpg pool minsize 1 / maxsize {POOL_SIZE}; update = get + save (no UPDATE ... RETURNING into objects)"
        )

    async def connect(self) -> None:
        t = self.target
        if t.db == "sqlite":
            connection: dict[str, Any] = {
                "engine": "tortoise.backends.sqlite",
                "credentials": {"file_path": t.path, "journal_mode": "WAL", "synchronous": "NORMAL"},
            }
        else:
            connection = {
                "engine": "tortoise.backends.asyncpg",
                "credentials": {
                    "host": t.host,
                    "port": t.port,
                    "user": t.user,
                    "password": None,
                    "database": t.database,
                    "minsize": 1,
                    "maxsize": POOL_SIZE,
                },
            }
        await Tortoise.init(
            config={
                "connections": {"default": connection},
                "apps": {"bench": {"models": [__name__], "default_connection": "default"}},
                "use_tz": True,
                "timezone": "UTC",
            }
        )

    async def close(self) -> None:
        await Tortoise.close_connections()

    async def find_unique(self, plate: str) -> Any:
        return await Vehicle.get(plate=plate)

    async def find_many(self, status: str, min_amount: int) -> Any:
        return await Parking.filter(status=status, amount_cents__gte=min_amount).order_by("-started_at").limit(100)

    async def find_include(self, after_id: str) -> Any:
        return (
            await Parking.filter(id__gt=after_id, status="COMPLETED")
            .order_by("id")
            .limit(50)
            .select_related("vehicle")
            .prefetch_related("payments")
        )

    async def group_by(self) -> Any:
        return (
            await Parking.annotate(total=Sum("amount_cents"), n=Count("id"))
            .group_by("status")
            .values_list("status", "total", "n")
        )

    async def create(self, data: Row) -> Any:
        return await Vehicle.create(**data)

    async def create_many(self, rows: list[Row]) -> Any:
        await Payment.bulk_create([Payment(**r) for r in rows])

    async def update(self, id: str, type: str) -> Any:
        vehicle = await Vehicle.get(id=id)
        vehicle.type = type
        await vehicle.save(update_fields=["type"])
        return vehicle

    async def checkout(self, session_id: str, payment: Row, now: dt.datetime) -> None:
        async with in_transaction() as conn:
            parking = await Parking.get(id=session_id, using_db=conn)
            await Payment.create(**payment, using_db=conn)
            parking.status = "COMPLETED"
            parking.ended_at = now
            parking.amount_cents = payment["amount_cents"]
            await parking.save(using_db=conn, update_fields=["status", "ended_at", "amount_cents"])
            await Spot.filter(id=parking.spot_id).using_db(conn).update(status="FREE")

    def payments_of(self, session: Any) -> Any:
        return list(session.payments)
