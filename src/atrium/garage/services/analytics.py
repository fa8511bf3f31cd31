"""Analytics of a garage: occupancy over time, peak hours, turnover, durations, revenue, use of the spots.

Everything is counted by the store. Hours and days are the garage's local ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from atrium.garage.interfaces import DurationBand, GarageStore, HourFlow, Repositories, RevenueRow
from atrium.platform.errors import ValidationFailed

__all__ = [
    "AnalyticsService",
    "DurationFigures",
    "OccupancySample",
    "PeakHours",
    "RevenueFigures",
    "SpotUtilisation",
    "Turnover",
]

_LONGEST = timedelta(days=731)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupancySample:
    """Vehicles parked at a full hour, and who came and left in the hour that follows."""

    at: datetime
    parked: int
    percent: float
    check_ins: int
    check_outs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakHours:
    """Check-ins by local hour (24 numbers) and weekday (7, Monday first)."""

    by_hour: list[int]
    by_weekday: list[int]

    @property
    def busiest_hour(self) -> int | None:
        """None without a check-in; of several the earliest."""
        return self.by_hour.index(max(self.by_hour)) if any(self.by_hour) else None

    @property
    def busiest_weekday(self) -> int | None:
        return self.by_weekday.index(max(self.by_weekday)) if any(self.by_weekday) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """``per_spot_and_day`` is how many vehicles a spot sees on a day."""

    check_ins: int
    spots: int
    days: float
    per_spot_and_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationFigures:
    """Stays that ended in the period; ``bands`` counts them by started hours."""

    stays: int
    average_minutes: float
    bands: list[DurationBand]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueFigures:
    """Cents charged; ``by_plan`` has ``tariff`` for stays without a plan and ``permits`` for permits."""

    total: int
    by_day: dict[str, int]
    by_spot_type: dict[str, int]
    by_vehicle_type: dict[str, int]
    by_rate_type: dict[str, int]
    by_plan: dict[str, int]
    by_account: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotUtilisation:
    """``percent`` of the period during which the spot was taken."""

    spot_id: str
    stays: int
    minutes: int
    percent: float


class AnalyticsService:
    """Reads only; every method takes a period of at most two years and raises ValidationFailed for others."""

    def __init__(self, store: GarageStore) -> None:
        self._store = store

    async def occupancy(self, start: datetime, end: datetime) -> list[OccupancySample]:
        """A sample for every full hour of the period."""
        _check(start, end)

        async def read(repositories: Repositories) -> list[OccupancySample]:
            first = start.replace(minute=0, second=0, microsecond=0)
            spots = await repositories.spots.count()
            parked = await repositories.sessions.count_parked_at(first - timedelta(milliseconds=1))
            flows = {flow.hour: flow for flow in await repositories.analytics.get_flow(first, end)}
            samples: list[OccupancySample] = []
            hour = first
            while hour < end:
                flow = flows.get(hour, HourFlow(hour=hour))
                samples.append(
                    OccupancySample(
                        at=hour,
                        parked=parked,
                        percent=_percent(parked, spots),
                        check_ins=flow.check_ins,
                        check_outs=flow.check_outs,
                    )
                )
                parked += flow.check_ins - flow.check_outs
                hour += _HOUR
            return samples

        return await self._store.read(read)

    async def peak_hours(self, start: datetime, end: datetime) -> PeakHours:
        """When vehicles come."""
        _check(start, end)
        zone = await self._zone()
        by_hour, by_weekday = [0] * 24, [0] * 7
        for flow in await self._store.committed.analytics.get_flow(start, end):
            local = flow.hour.astimezone(zone)
            by_hour[local.hour] += flow.check_ins
            by_weekday[local.weekday()] += flow.check_ins
        return PeakHours(by_hour=by_hour, by_weekday=by_weekday)

    async def turnover(self, start: datetime, end: datetime) -> Turnover:
        """How often spots change hands."""
        _check(start, end)
        repositories = self._store.committed
        check_ins = sum(flow.check_ins for flow in await repositories.analytics.get_flow(start, end))
        spots = await repositories.spots.count()
        days = (end - start) / timedelta(days=1)
        return Turnover(
            check_ins=check_ins,
            spots=spots,
            days=round(days, 3),
            per_spot_and_day=round(check_ins / (spots * days), 3) if spots else 0.0,
        )

    async def durations(self, start: datetime, end: datetime) -> DurationFigures:
        """How long vehicles stay."""
        _check(start, end)
        bands = await self._store.committed.analytics.get_durations(start, end)
        stays = sum(band.stays for band in bands)
        minutes = sum(band.minutes for band in bands)
        return DurationFigures(stays=stays, average_minutes=round(minutes / stays, 1) if stays else 0.0, bands=bands)

    async def revenue(self, start: datetime, end: datetime) -> RevenueFigures:
        """What was charged, by day, by what was parked, and by plan."""
        _check(start, end)
        zone = await self._zone()
        rows = await self._store.committed.analytics.get_revenue(start, end)
        return RevenueFigures(
            total=sum(row.cents for row in rows),
            by_day=_sums(rows, lambda row: row.hour.astimezone(zone).date().isoformat()),
            by_spot_type=_sums(rows, lambda row: row.spot_type),
            by_vehicle_type=_sums(rows, lambda row: row.vehicle_type),
            by_rate_type=_sums(rows, lambda row: row.rate_type),
            by_plan=_sums(rows, _plan_of),
            by_account=_sums(rows, lambda row: row.account),
        )

    async def utilisation(self, start: datetime, end: datetime) -> list[SpotUtilisation]:
        """How much of the period each spot was taken, the unused ones too, by code."""
        _check(start, end)
        repositories = self._store.committed
        uses = {use.spot_id: use for use in await repositories.analytics.get_spot_use(start, end)}
        minutes = (end - start) / timedelta(minutes=1)
        codes = sorted({spot.id for spot in await repositories.spots.find_all()} | set(uses))
        return [
            SpotUtilisation(
                spot_id=code,
                stays=uses[code].stays if code in uses else 0,
                minutes=uses[code].minutes if code in uses else 0,
                percent=_percent(uses[code].minutes, minutes) if code in uses else 0.0,
            )
            for code in codes
        ]

    async def _zone(self) -> ZoneInfo:
        garage = await self._store.committed.garages.find_by_name(self._store.config_name)
        return ZoneInfo(garage.time_zone if garage else "UTC")


def _check(start: datetime, end: datetime) -> None:
    if not timedelta() < end - start <= _LONGEST:
        raise ValidationFailed(f"The period must end after it begins, and last at most {_LONGEST.days} days")


def _percent(part: float, whole: float) -> float:
    return round(part * 100 / whole, 2) if whole else 0.0


def _sums(rows: list[RevenueRow], key: Callable[[RevenueRow], str | None]) -> dict[str, int]:
    """Cents by key, in the order of the keys; rows without one are left out."""
    sums: Counter[str] = Counter()
    for row in rows:
        name = key(row)
        if name is not None:
            sums[str(name)] += row.cents
    return dict(sorted(sums.items()))


def _plan_of(row: RevenueRow) -> str:
    if row.vehicle_type is None:
        return "permits"
    return row.plan_code or "tariff"
