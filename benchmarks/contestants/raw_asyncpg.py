"""asyncpg by hand: pool + Record rows; the physical limit on PostgreSQL here."""

from __future__ import annotations

from typing import Any

import asyncpg

from benchmarks.columns import PAYMENT_COLS
from benchmarks.contestants.base import POOL_SIZE, Adapter, Row
from benchmarks.contestants.sql import RawRows, statements

SQL = statements("$")


class Contestant(RawRows, Adapter):
    kind = "raw"

    def config(self) -> str:
        return (
            f"asyncpg pool min 1 / max {POOL_SIZE}, default statement cache (100); Records; "
            "create_many = executemany in one transaction"
        )

    async def connect(self) -> None:
        self.pool = await asyncpg.create_pool(self.target.dsn, min_size=1, max_size=POOL_SIZE)

    async def close(self) -> None:
        await self.pool.close()

    async def find_unique(self, plate: str) -> Any:
        return await self.pool.fetchrow(SQL["find_unique"], plate)

    async def find_many(self, status: str, min_amount: int) -> Any:
        return await self.pool.fetch(SQL["find_many"], status, min_amount)

    async def find_include(self, after_id: str) -> Any:
        async with self.pool.acquire() as conn:
            rows = await conn.fetch(SQL["include"], after_id)
            grouped: dict[str, list[Any]] = {r[0]: [] for r in rows}
            for p in await conn.fetch(SQL["payments_in"], list(grouped)):
                grouped[p[1]].append(p)
        return [(r, grouped[r[0]]) for r in rows]

    async def group_by(self) -> Any:
        return [tuple(r) for r in await self.pool.fetch(SQL["group_by"])]

    async def create(self, data: Row) -> Any:
        return await self.pool.fetchrow(SQL["create"], data["id"], data["plate"], data["type"], data["created_at"])

    async def create_many(self, rows: list[Row]) -> Any:
        await self.pool.executemany(SQL["create_payment"], [[r[c] for c in PAYMENT_COLS] for r in rows])

    async def update(self, id: str, type: str) -> Any:
        return await self.pool.fetchrow(SQL["update"], type, id)

    async def checkout(self, session_id: str, payment: Row, now: Any) -> None:
        async with self.pool.acquire() as conn, conn.transaction():
            session = await conn.fetchrow(SQL["read_session"], session_id)
            await conn.execute(SQL["create_payment"], *[payment[c] for c in PAYMENT_COLS])
            await conn.execute(SQL["update_session"], now, payment["amount_cents"], session["id"])
            await conn.execute(SQL["update_spot"], session["spot_id"])
