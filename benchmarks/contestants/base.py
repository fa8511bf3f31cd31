"""The interface a contestant implements.

A contestant is one module in this folder with a class named ``Contestant``, plus one
line in ``registry.py``. The worker creates it, calls ``connect``, checks the
answers of every operation once against the seed data, then times the operations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple


class Target(NamedTuple):
    """Where the (freshly seeded) database of this run is."""

    db: str  # "sqlite" | "postgresql"
    path: str = ""  # sqlite: database file
    host: str = ""
    port: int = 0
    user: str = ""
    database: str = ""

    @classmethod
    def parse(cls, db: str, text: str) -> Target:
        if db == "sqlite":
            return cls(db=db, path=text)
        from urllib.parse import urlsplit

        u = urlsplit(text)
        return cls(
            db=db, host=u.hostname or "", port=u.port or 5432, user=u.username or "", database=u.path.lstrip("/")
        )

    @property
    def dsn(self) -> str:
        return f"postgresql://{self.user}@{self.host}:{self.port}/{self.database}"


POOL_SIZE = 10  # every PostgreSQL contestant: 1 connection at start, at most 10

Row = dict[str, Any]


class Adapter:
    #: "orm": results must be typed model objects (checked); "raw": rows as the driver gives them
    kind: ClassVar[str] = "orm"

    def __init__(self, target: Target) -> None:
        self.target = target

    def config(self) -> str:
        """One line: the driver, pool and transaction settings used."""
        raise NotImplementedError

    async def connect(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError

    # -- the operations ------------------------------------------------------------
    async def find_unique(self, plate: str) -> Any:
        """The vehicle with this plate."""
        raise NotImplementedError

    async def find_many(self, status: str, min_amount: int) -> Sequence[Any]:
        """100 sessions: status = ? and amount_cents >= ?, newest (started_at) first."""
        raise NotImplementedError

    async def find_include(self, after_id: str) -> Sequence[Any]:
        """50 COMPLETED sessions with id > ?, by id, each with its vehicle and payments."""
        raise NotImplementedError

    async def group_by(self) -> list[tuple[str, int, int]]:
        """(status, sum(amount_cents), count) over session, any order; rows may be plain."""
        raise NotImplementedError

    async def create(self, data: Row) -> Any:
        """Insert one vehicle (id, plate, type, created_at); returns the object."""
        raise NotImplementedError

    async def create_many(self, rows: list[Row]) -> Any:
        """Insert these payments (1,000) in one call, atomically."""
        raise NotImplementedError

    async def update(self, id: str, type: str) -> Any:
        """Set the type of the vehicle with this id; returns the object as updated."""
        raise NotImplementedError

    async def checkout(self, session_id: str, payment: Row, now: dt.datetime) -> None:
        """One interactive transaction: read the session, insert the payment, update the
        session (status COMPLETED, ended_at = now, amount_cents = the payment's), update
        the spot of the session just read (status FREE)."""
        raise NotImplementedError

    # -- how the check reads the results (override when attributes differ) -----------
    def get(self, obj: Any, field: str) -> Any:
        return getattr(obj, field)

    def vehicle_of(self, session: Any) -> Any:
        return session.vehicle

    def payments_of(self, session: Any) -> Sequence[Any]:
        return session.payments
