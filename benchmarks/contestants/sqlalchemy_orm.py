"""SQLAlchemy 2.x async ORM; one short AsyncSession per operation (as in a web handler)."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import DateTime, ForeignKey, event, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload

from benchmarks.contestants.base import POOL_SIZE, Adapter, Row


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[Any] = {dt.datetime: DateTime(timezone=True)}


class Garage(Base):
    __tablename__ = "garage"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Spot(Base):
    __tablename__ = "spot"
    id: Mapped[str] = mapped_column(primary_key=True)
    garage_id: Mapped[str] = mapped_column(ForeignKey("garage.id"))
    number: Mapped[str]
    floor: Mapped[int]
    type: Mapped[str]
    status: Mapped[str]


class Vehicle(Base):
    __tablename__ = "vehicle"
    id: Mapped[str] = mapped_column(primary_key=True)
    plate: Mapped[str] = mapped_column(unique=True)
    type: Mapped[str]
    created_at: Mapped[dt.datetime]


class Parking(Base):
    __tablename__ = "session"
    id: Mapped[str] = mapped_column(primary_key=True)
    vehicle_id: Mapped[str] = mapped_column(ForeignKey("vehicle.id"))
    spot_id: Mapped[str] = mapped_column(ForeignKey("spot.id"))
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    status: Mapped[str]
    amount_cents: Mapped[int]
    vehicle: Mapped[Vehicle] = relationship()
    payments: Mapped[list[Payment]] = relationship()


class Payment(Base):
    __tablename__ = "payment"
    id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"))
    amount_cents: Mapped[int]
    method: Mapped[str]
    status: Mapped[str]
    created_at: Mapped[dt.datetime]


class Contestant(Adapter):
    def config(self) -> str:
        if self.target.db == "sqlite":
            return (
                "sqlite+aiosqlite, AsyncAdaptedQueuePool pool_size=2 max_overflow=0 (the best of "
                "1, 2, 5 and 10 here: more connections wait for SQLite's one write lock), one "
                "AsyncSession per operation, expire_on_commit=False"
            )
        return (
            f"postgresql+asyncpg, pool_size={POOL_SIZE} max_overflow=0, one AsyncSession per "
            "operation, expire_on_commit=False"
        )

    async def connect(self) -> None:
        if self.target.db == "sqlite":
            self.engine = create_async_engine(f"sqlite+aiosqlite:///{self.target.path}", pool_size=2, max_overflow=0)

            @event.listens_for(self.engine.sync_engine, "connect")
            def pragmas(conn: Any, _: Any) -> None:
                cur = conn.cursor()
                for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                    cur.execute(f"PRAGMA {pragma}")
                cur.close()
        else:
            self.engine = create_async_engine(
                self.target.dsn.replace("postgresql://", "postgresql+asyncpg://"), pool_size=POOL_SIZE, max_overflow=0
            )
        self.session = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()

    async def find_unique(self, plate: str) -> Any:
        async with self.session() as s:
            return (await s.scalars(select(Vehicle).where(Vehicle.plate == plate))).one()

    async def find_many(self, status: str, min_amount: int) -> Any:
        async with self.session() as s:
            return (
                await s.scalars(
                    select(Parking)
                    .where(Parking.status == status, Parking.amount_cents >= min_amount)
                    .order_by(Parking.started_at.desc())
                    .limit(100)
                )
            ).all()

    async def find_include(self, after_id: str) -> Any:
        async with self.session() as s:
            return (
                await s.scalars(
                    select(Parking)
                    .where(Parking.id > after_id, Parking.status == "COMPLETED")
                    .order_by(Parking.id)
                    .limit(50)
                    .options(joinedload(Parking.vehicle, innerjoin=True), selectinload(Parking.payments))
                )
            ).all()

    async def group_by(self) -> Any:
        async with self.session() as s:
            return [
                tuple(r)
                for r in (
                    await s.execute(
                        select(Parking.status, func.sum(Parking.amount_cents), func.count()).group_by(Parking.status)
                    )
                ).all()
            ]

    async def create(self, data: Row) -> Any:
        async with self.session.begin() as s:
            obj = Vehicle(**data)
            s.add(obj)
        return obj

    async def create_many(self, rows: list[Row]) -> Any:
        async with self.session.begin() as s:
            await s.execute(insert(Payment), rows)

    async def update(self, id: str, type: str) -> Any:
        async with self.session.begin() as s:
            return (await s.scalars(update(Vehicle).where(Vehicle.id == id).values(type=type).returning(Vehicle))).one()

    async def checkout(self, session_id: str, payment: Row, now: dt.datetime) -> None:
        async with self.session.begin() as s:
            parking = await s.get_one(Parking, session_id)
            s.add(Payment(**payment))
            parking.status = "COMPLETED"
            parking.ended_at = now
            parking.amount_cents = payment["amount_cents"]
            await s.flush()
            await s.execute(update(Spot).where(Spot.id == parking.spot_id).values(status="FREE"))
