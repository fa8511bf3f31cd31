"""prismstack: the typed asynchronous client, as an application uses it."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

from benchmarks.contestants.base import POOL_SIZE, Adapter, Row, Target
from benchmarks.paths import CLIENT_PACKAGE, client_folder

_DRIVERS = {
    "sqlite": (
        "apsw, one writer behind a queue, readers apart, short statements on the event loop, all defaults but "
        "synchronous=NORMAL in the URL"
    ),
    "postgresql": f"asyncpg, at most {POOL_SIZE} connections, point reads of one tick merged",
}


class Contestant(Adapter):
    """The generated client over the benchmark's schema."""

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        sys.path.insert(0, str(client_folder(target.db)))
        package = __import__(CLIENT_PACKAGE)
        sqlite = f"file:{target.path}?synchronous=NORMAL"
        url = sqlite if target.db == "sqlite" else f"{target.dsn}?connection_limit={POOL_SIZE}"
        self.client: Any = package.Prisma(datasource={"url": url})

    def config(self) -> str:
        return (
            f"generated typed client (asyncio), engine in-process; {_DRIVERS[self.target.db]}; "
            "relations by separate queries (default)"
        )

    async def connect(self) -> None:
        await self.client.connect()

    async def close(self) -> None:
        await self.client.disconnect()

    async def find_unique(self, plate: str) -> Any:
        return await self.client.vehicle.find_unique(where={"plate": plate})

    async def find_many(self, status: str, min_amount: int) -> Any:
        return await self.client.session.find_many(
            where={"status": status, "amount_cents": {"gte": min_amount}}, order={"started_at": "desc"}, take=100
        )

    async def find_include(self, after_id: str) -> Any:
        return await self.client.session.find_many(
            where={"id": {"gt": after_id}, "status": "COMPLETED"},
            order={"id": "asc"},
            take=50,
            include={"vehicle": True, "payments": True},
        )

    async def group_by(self) -> list[tuple[str, int, int]]:
        rows = await self.client.session.group_by(by=["status"], sum={"amount_cents": True}, count=True)
        return [(row["status"], row["_sum"]["amount_cents"], row["_count"]["_all"]) for row in rows]

    async def create(self, data: Row) -> Any:
        return await self.client.vehicle.create(data=data)

    async def create_many(self, rows: list[Row]) -> Any:
        return await self.client.payment.create_many(data=rows)

    async def update(self, id: str, type: str) -> Any:
        return await self.client.vehicle.update(where={"id": id}, data={"type": type})

    async def checkout(self, session_id: str, payment: Row, now: dt.datetime) -> None:
        async with self.client.tx() as tx:
            session = await tx.session.find_unique(where={"id": session_id})
            await tx.payment.create(data=payment)
            await tx.session.update(
                where={"id": session.id},
                data={"status": "COMPLETED", "ended_at": now, "amount_cents": payment["amount_cents"]},
            )
            await tx.spot.update(where={"id": session.spot_id}, data={"status": "FREE"})
