"""apsw by hand, called directly on the event loop: what our own driver can reach at best."""

from __future__ import annotations

from typing import Any

import apsw

from benchmarks.contestants.base import Row
from benchmarks.contestants.raw_sqlite3 import SQL, payment_values
from benchmarks.contestants.raw_sqlite3 import Contestant as Stdlib


class Contestant(Stdlib):
    """The statements of the sqlite3 contestant on another driver."""

    async def connect(self) -> None:
        self.db = apsw.Connection(self.target.path)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self.db.execute(f"PRAGMA {pragma}").fetchall()

    async def update(self, id: str, type: str) -> Any:
        return self.db.execute(SQL["update"], (type, id)).fetchall()[0]

    async def create_many(self, rows: list[Row]) -> Any:
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        db.executemany(SQL["create_payment"], [payment_values(row) for row in rows])
        db.execute("COMMIT")
