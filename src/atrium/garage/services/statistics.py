"""Statistics for dashboards, counted by the store: occupancy, trends, revenue, use, one floor. Times are UTC.

``StatisticsService``: ``overview``, ``trends(hours)``, ``revenue(days)``, ``usage``, ``compare(length)``, ``floor``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from atrium.garage.errors import FloorNotFound, GarageNotInitialised
from atrium.garage.interfaces import ClosedStays, GarageStore, HourFlow, PlaceCount, Repositories, SpotFilter
from atrium.garage.models import Floor, Garage, ParkingSession, parse_spot_id
from atrium.platform.clock import Clock

from .distribution import Distribution, GroupCount, distribution_of

__all__ = ["FloorStatistics", "Overview", "PeriodFigures", "RevenueStatistics", "StatisticsService", "UsageStatistics"]

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """``average_minutes`` of the completed stays, or of the live ones as long as none is completed."""

    garage: Garage
    spots: Distribution
    average_minutes: float
    current_sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueStatistics:
    """Stays that ended within the period, and how many are parked now."""

    closed: list[ClosedStays]
    active: int

    @property
    def paid(self) -> list[ClosedStays]:
        return [each for each in self.closed if each.is_paid]

    @property
    def owed_cents(self) -> int:
        return sum(each.owed_cents for each in self.closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageStatistics:
    """Check-ins ever by hour of the day (24 numbers) and by weekday (7, Sunday first)."""

    by_hour: list[int]
    by_weekday: list[int]

    @property
    def total(self) -> int:
        return sum(self.by_hour)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """``[start, end)``; ``revenue_cents`` is what was charged."""

    start: datetime
    end: datetime
    check_ins: int
    check_outs: int
    revenue_cents: int
    average_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorStatistics:
    """``peak`` is the greatest number of vehicles on the floor at once within the last 24 hours."""

    floor: Floor
    spots: Distribution
    bays: dict[int, GroupCount]
    average_minutes: float
    current_sessions: int
    peak: int


class StatisticsService:
    """Reads only. Every method raises GarageNotInitialised without a garage."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def overview(self) -> Overview:
        """The garage now."""
        repositories = self._store.committed
        return Overview(
            garage=await self._garage(repositories),
            spots=await distribution_of(repositories.spots, SpotFilter()),
            average_minutes=await self._average_stay(repositories),
            current_sessions=await repositories.sessions.count_active(),
        )

    async def trends(self, hours: int) -> list[HourFlow]:
        """Check-ins and check-outs of so many hours, the running one last."""
        repositories = self._store.committed
        await self._garage(repositories)
        last = self._clock.now().replace(minute=0, second=0, microsecond=0)
        first = last - (hours - 1) * _HOUR
        flows = {flow.hour: flow for flow in await repositories.analytics.get_flow(first, last + _HOUR)}
        wanted = (first + index * _HOUR for index in range(hours))
        return [flows.get(hour) or HourFlow(hour=hour) for hour in wanted]

    async def revenue(self, days: int) -> RevenueStatistics:
        """Money of the stays that ended within the last so many days."""
        repositories = self._store.committed
        await self._garage(repositories)
        end = self._now_included()
        return RevenueStatistics(
            closed=await repositories.sessions.get_closed(end - days * _DAY, end),
            active=await repositories.sessions.count_active(),
        )

    async def usage(self) -> UsageStatistics:
        """When vehicles come."""
        repositories = self._store.committed
        await self._garage(repositories)
        by_hour, by_weekday = [0] * 24, [0] * 7
        for flow in await repositories.analytics.get_flow(_EVER, self._now_included()):
            by_hour[flow.hour.hour] += flow.check_ins
            by_weekday[flow.hour.isoweekday() % 7] += flow.check_ins
        return UsageStatistics(by_hour=by_hour, by_weekday=by_weekday)

    async def since(self, start: datetime) -> PeriodFigures:
        """Figures from ``start`` up to now."""
        repositories = self._store.committed
        await self._garage(repositories)
        end = self._now_included()
        flows = await repositories.analytics.get_flow(start, end)
        bands = await repositories.analytics.get_durations(start, end)
        return PeriodFigures(
            start=start,
            end=end,
            check_ins=sum(flow.check_ins for flow in flows),
            check_outs=sum(flow.check_outs for flow in flows),
            revenue_cents=sum(row.cents for row in await repositories.analytics.get_revenue(start, end)),
            average_minutes=_average(sum(band.minutes for band in bands), sum(band.stays for band in bands)),
        )

    async def today(self) -> PeriodFigures:
        """``since`` midnight."""
        return await self.since(self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0))

    async def last(self, days: int) -> PeriodFigures:
        """``since`` so many days ago."""
        return await self.since(self._now_included() - days * _DAY)

    async def floor(self, number: int) -> FloorStatistics:
        """One floor now.

        Raises:
            FloorNotFound: the garage has no such floor.
        """
        repositories = self._store.committed
        garage = await self._garage(repositories)
        floor = next((each for each in garage.floors if each.number == number), None)
        if floor is None:
            raise FloorNotFound("Floor not found")
        where, end = SpotFilter(floor=number), self._now_included()
        uses = [
            use for use in await repositories.analytics.get_spot_use(_EVER, end) if _is_on_floor(use.spot_id, number)
        ]
        seen = await repositories.sessions.find_overlapping(end - _DAY, end)
        here = [each for each in seen if _is_on_floor(each.spot_id, number)]
        return FloorStatistics(
            floor=floor,
            spots=await distribution_of(repositories.spots, where),
            bays=_by_bay(await repositories.spots.count_by_place(where)),
            average_minutes=_average(sum(use.minutes for use in uses), sum(use.stays for use in uses)),
            current_sessions=sum(each.is_active for each in here),
            peak=_peak(here),
        )

    async def _garage(self, repositories: Repositories) -> Garage:
        garage = await repositories.garages.find_by_name(self._store.config_name)
        if garage is None:
            raise GarageNotInitialised("Garage not initialized")
        return garage

    async def _average_stay(self, repositories: Repositories) -> float:
        now = self._now_included()
        bands = await repositories.analytics.get_durations(_EVER, now)
        if bands:
            return _average(sum(band.minutes for band in bands), sum(band.stays for band in bands))
        live = [(now - each.check_in_at) / timedelta(minutes=1) for each in await repositories.sessions.find_active()]
        return _average(sum(live), len(live))

    def _now_included(self) -> datetime:
        """The end of a half-open period that takes in what happens in this very millisecond."""
        return self._clock.now() + timedelta(milliseconds=1)


def _average(minutes: float, stays: int) -> float:
    return minutes / stays if stays else 0.0


def _is_on_floor(spot_id: str, number: int) -> bool:
    return parse_spot_id(spot_id).floor == number


def _by_bay(places: Iterable[PlaceCount]) -> dict[int, GroupCount]:
    bays: dict[int, GroupCount] = {}
    for place in places:
        bays.setdefault(place.bay, GroupCount()).add(place.status, place.count)
    return dict(sorted(bays.items()))


def _peak(stays: Sequence[ParkingSession]) -> int:
    """The greatest number of stays at one moment; who leaves makes room before who comes."""
    moves = [(each.check_in_at, 1) for each in stays]
    moves += [(each.check_out_at, -1) for each in stays if each.check_out_at is not None]
    highest = parked = 0
    for _, step in sorted(moves):
        parked += step
        highest = max(highest, parked)
    return highest
