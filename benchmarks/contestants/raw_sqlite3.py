"""The stdlib driver, called directly on the event loop: the physical limit on SQLite."""

from __future__ import annotations

import sqlite3
from typing import Any

from benchmarks.contestants.base import Adapter, Row
from benchmarks.contestants.sql import RawRows, statements

SQL = statements("?")


def payment_values(r: Row) -> tuple[Any, ...]:
    return (r["id"], r["session_id"], r["amount_cents"], r["method"], r["status"], r["created_at"].isoformat())


class Contestant(RawRows, Adapter):
    kind = "raw"

    def config(self) -> str:
        return (
            "one connection, autocommit + explicit BEGIN IMMEDIATE, called synchronously on the "
            "event loop; tuples, datetimes left as text"
        )

    async def connect(self) -> None:
        self.db = sqlite3.connect(self.target.path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("PRAGMA foreign_keys=ON")

    async def close(self) -> None:
        self.db.close()

    async def find_unique(self, plate: str) -> Any:
        return self.db.execute(SQL["find_unique"], (plate,)).fetchone()

    async def find_many(self, status: str, min_amount: int) -> Any:
        return self.db.execute(SQL["find_many"], (status, min_amount)).fetchall()

    async def find_include(self, after_id: str) -> Any:
        rows = self.db.execute(SQL["include"], (after_id,)).fetchall()
        grouped: dict[str, list[Any]] = {r[0]: [] for r in rows}
        for p in self.db.execute(SQL["payments_in"], list(grouped)):
            grouped[p[1]].append(p)
        return [(r, grouped[r[0]]) for r in rows]

    async def group_by(self) -> Any:
        return self.db.execute(SQL["group_by"]).fetchall()

    async def create(self, data: Row) -> Any:
        return self.db.execute(
            SQL["create"], (data["id"], data["plate"], data["type"], data["created_at"].isoformat())
        ).fetchall()[0]

    async def create_many(self, rows: list[Row]) -> Any:
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        db.executemany(SQL["create_payment"], [payment_values(r) for r in rows])
        db.execute("COMMIT")

    async def update(self, id: str, type: str) -> Any:
        return self.db.execute(SQL["update"], (type, id)).fetchall()[0]

    async def checkout(self, session_id: str, payment: Row, now: Any) -> None:
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        session = db.execute(SQL["read_session"], (session_id,)).fetchone()
        db.execute(SQL["create_payment"], payment_values(payment))
        db.execute(SQL["update_session"], (now.isoformat(), payment["amount_cents"], session[0]))
        db.execute(SQL["update_spot"], (session[2],))
        db.execute("COMMIT")
