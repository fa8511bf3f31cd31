"""Figures of a period, counted by the database in one statement each."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any, cast

from prisma import Prisma

from atrium.garage.interfaces import DurationBand, HourFlow, RevenueRow, SpotUse
from atrium.garage.models import LedgerAccount, RateType, SpotType, VehicleType
from atrium.platform.database import provider_of
from prismstack.data import translated

from .dialects import DIALECTS, Dialect
from .scope import GarageScope

__all__ = ["PrismaAnalytics"]

_REVENUE = ", ".join(
    f"'{account.value}'"
    for account in (LedgerAccount.PARKING_REVENUE, LedgerAccount.LOST_TICKET_REVENUE, LedgerAccount.PERMIT_REVENUE)
)
_STAYS = (
    "JOIN [Garage] g ON g.[configName] = b.name "
    "JOIN [ParkingSession] s ON s.[garageId] = g.[id] AND s.[status] <> 'cancelled'"
)


class PrismaAnalytics:
    """``AnalyticsRepository`` over the tables of stays and of the ledger; ``b`` are the bounds of the question."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._client = client
        self._scope = scope

    async def get_flow(self, start: datetime, end: datetime) -> list[HourFlow]:
        came = await self._count_by_hour("checkInAt", start, end)
        left = await self._count_by_hour("checkOutAt", start, end)
        return [
            HourFlow(hour=_moment(hour), check_ins=came.get(hour, 0), check_outs=left.get(hour, 0))
            for hour in sorted({*came, *left})
        ]

    async def get_durations(self, start: datetime, end: datetime) -> list[DurationBand]:
        minutes = self._dialect().minutes("s.[checkInAt]", "s.[checkOutAt]")
        rows = await self._query(
            f"SELECT {minutes} AS minutes, COUNT(*) AS stays FROM b {_STAYS} "
            "AND s.[checkOutAt] >= b.lo AND s.[checkOutAt] < b.hi GROUP BY 1",
            start,
            end,
        )
        bands: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for row in rows:
            lasted, stays = int(row["minutes"]), int(row["stays"])
            bands[-(-lasted // 60)].update(stays=stays, minutes=stays * lasted)
        return [
            DurationBand(band=band, stays=sums["stays"], minutes=sums["minutes"])
            for band, sums in sorted(bands.items())
        ]

    async def get_revenue(self, start: datetime, end: datetime) -> list[RevenueRow]:
        rows = await self._query(
            f"SELECT {self._dialect().hour('e.[occurredAt]')} AS hour, l.[account] AS account, p.[type] AS spot_type, "
            "s.[vehicleType] AS vehicle_type, s.[rateType] AS rate_type, r.[code] AS plan_code, "
            "-SUM(l.[amountCents]) AS cents FROM b "
            "JOIN [Garage] g ON g.[configName] = b.name "
            "JOIN [JournalEntry] e ON e.[garageId] = g.[id] AND e.[occurredAt] >= b.lo AND e.[occurredAt] < b.hi "
            f"JOIN [LedgerLine] l ON l.[entryId] = e.[id] AND l.[account] IN ({_REVENUE}) "
            "LEFT JOIN [ParkingSession] s ON s.[id] = e.[sessionId] "
            "LEFT JOIN [Spot] p ON p.[id] = s.[spotId] "
            "LEFT JOIN [RatePlan] r ON r.[id] = s.[ratePlanId] "
            "GROUP BY 1, 2, 3, 4, 5, 6",
            start,
            end,
        )
        return [_revenue_row(row) for row in rows]

    async def get_spot_use(self, start: datetime, end: datetime) -> list[SpotUse]:
        dialect = self._dialect()
        begin = f"{dialect.greatest}(s.[checkInAt], b.lo)"
        until = f"{dialect.least}(COALESCE(s.[checkOutAt], b.hi), b.hi)"
        rows = await self._query(
            f"SELECT s.[spotCode] AS spot, COUNT(*) AS stays, SUM({dialect.minutes(begin, until)}) AS minutes "
            f"FROM b {_STAYS} AND s.[checkInAt] < b.hi AND (s.[checkOutAt] IS NULL OR s.[checkOutAt] > b.lo) "
            "GROUP BY s.[spotCode] ORDER BY s.[spotCode]",
            start,
            end,
        )
        return [SpotUse(spot_id=row["spot"], stays=int(row["stays"]), minutes=int(row["minutes"])) for row in rows]

    async def _count_by_hour(self, column: str, start: datetime, end: datetime) -> dict[str, int]:
        rows = await self._query(
            f"SELECT {self._dialect().hour(f's.[{column}]')} AS hour, COUNT(*) AS n FROM b {_STAYS} "
            f"AND s.[{column}] >= b.lo AND s.[{column}] < b.hi GROUP BY 1",
            start,
            end,
        )
        return {str(row["hour"]): int(row["n"]) for row in rows}

    def _dialect(self) -> Dialect:
        return DIALECTS[provider_of(self._client)]

    async def _query(self, sql: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
        dialect = self._dialect()
        statement = dialect.sql(f"WITH b AS ({dialect.bounds}) {sql}")
        with translated():
            rows: Any = await self._client.query_raw(statement, start, end, self._scope.config_name)
        return cast("list[dict[str, Any]]", rows)


def _moment(hour: str) -> datetime:
    return datetime.strptime(hour.replace(" ", "T"), "%Y-%m-%dT%H").replace(tzinfo=UTC)


def _revenue_row(row: dict[str, Any]) -> RevenueRow:
    return RevenueRow(
        hour=_moment(row["hour"]),
        account=row["account"],
        spot_type=SpotType(row["spot_type"]) if row["spot_type"] else None,
        vehicle_type=VehicleType(row["vehicle_type"]) if row["vehicle_type"] else None,
        rate_type=RateType(row["rate_type"]) if row["rate_type"] else None,
        plan_code=row["plan_code"],
        cents=int(row["cents"]),
    )
