"""apsw by hand, called directly on the event loop: what our own driver can reach at best."""

from __future__ import annotations

import apsw

from benchmarks.contestants.raw_sqlite3 import Contestant as Stdlib


class Contestant(Stdlib):
    """The statements of the sqlite3 contestant on another driver."""

    async def connect(self) -> None:
        self.db = apsw.Connection(self.target.path)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self.db.execute(f"PRAGMA {pragma}").fetchall()
