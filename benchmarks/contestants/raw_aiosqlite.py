"""aiosqlite by hand: one connection, one thread hop per statement where the API allows it."""

from __future__ import annotations

import asyncio
from typing import Any

import aiosqlite

from benchmarks.contestants.base import Row
from benchmarks.contestants.raw_sqlite3 import SQL, payment_values
from benchmarks.contestants.raw_sqlite3 import Contestant as Sync


class Contestant(Sync):
    kind = "raw"

    def config(self) -> str:
        return (
            "one connection (one thread), autocommit + explicit BEGIN IMMEDIATE, asyncio.Lock "
            "around transactions, execute_fetchall (one hop per query); tuples, datetimes as text"
        )

    async def connect(self) -> None:
        self.adb = await aiosqlite.connect(self.target.path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            await self.adb.execute_fetchall(f"PRAGMA {pragma}")
        self.lock = asyncio.Lock()

    async def close(self) -> None:
        await self.adb.close()

    async def _all(self, sql: str, args: Any = ()) -> Any:
        return await self.adb.execute_fetchall(sql, args)

    async def find_unique(self, plate: str) -> Any:
        return (await self._all(SQL["find_unique"], (plate,)))[0]

    async def find_many(self, status: str, min_amount: int) -> Any:
        return await self._all(SQL["find_many"], (status, min_amount))

    async def find_include(self, after_id: str) -> Any:
        rows = await self._all(SQL["include"], (after_id,))
        grouped: dict[str, list[Any]] = {r[0]: [] for r in rows}
        for p in await self._all(SQL["payments_in"], list(grouped)):
            grouped[p[1]].append(p)
        return [(r, grouped[r[0]]) for r in rows]

    async def group_by(self) -> Any:
        return await self._all(SQL["group_by"])

    async def create(self, data: Row) -> Any:
        return (
            await self._all(SQL["create"], (data["id"], data["plate"], data["type"], data["created_at"].isoformat()))
        )[0]

    async def create_many(self, rows: list[Row]) -> Any:
        async with self.lock:
            await self._all("BEGIN IMMEDIATE")
            await self.adb.executemany(SQL["create_payment"], [payment_values(r) for r in rows])
            await self._all("COMMIT")

    async def update(self, id: str, type: str) -> Any:
        return (await self._all(SQL["update"], (type, id)))[0]

    async def checkout(self, session_id: str, payment: Row, now: Any) -> None:
        async with self.lock:
            await self._all("BEGIN IMMEDIATE")
            session = (await self._all(SQL["read_session"], (session_id,)))[0]
            await self._all(SQL["create_payment"], payment_values(payment))
            await self._all(SQL["update_session"], (now.isoformat(), payment["amount_cents"], session[0]))
            await self._all(SQL["update_spot"], (session[2],))
            await self._all("COMMIT")
