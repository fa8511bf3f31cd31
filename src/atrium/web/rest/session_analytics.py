"""What ``/api/sessions/analytics`` counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from atrium.garage.services import GarageServices
from atrium.platform.clock import iso_z
from atrium.web.answers import amount, number

__all__ = ["ANALYTICS"]

Json = dict[str, object]

#: The longest period that the analytics take.
_LONGEST = timedelta(days=730)


async def _revenue(services: GarageServices, since: datetime | None) -> Json:
    figures = await services.analytics.revenue(*_period(services, since))
    return {
        "totalRevenue": amount(figures.total),
        "byDay": _amounts(figures.by_day),
        "byVehicleType": _amounts(figures.by_vehicle_type),
        "byRateType": _amounts(figures.by_rate_type),
    }


async def _duration(services: GarageServices, since: datetime | None) -> Json:
    figures = await services.analytics.durations(*_period(services, since))
    return {
        "sessions": figures.stays,
        "averageDuration": number(figures.average_minutes),
        "byStartedHours": {str(band.band): band.stays for band in figures.bands},
    }


async def _peak(services: GarageServices, since: datetime | None) -> Json:
    hours = await services.analytics.peak_hours(*_period(services, since))
    return {"byHour": hours.by_hour, "byWeekday": hours.by_weekday, "peakHour": hours.busiest_hour}


async def _trends(services: GarageServices, since: datetime | None) -> Json:
    start, end = _period(services, since)
    flows = await services.store.committed.analytics.get_flow(start, end)
    days: dict[str, list[int]] = {}
    for flow in flows:
        counts = days.setdefault(iso_z(flow.hour)[:10], [0, 0])
        counts[0] += flow.check_ins
        counts[1] += flow.check_outs
    return {"days": [{"date": day, "checkIns": ins, "checkOuts": outs} for day, (ins, outs) in days.items()]}


ANALYTICS: Mapping[str, Callable[[GarageServices, datetime | None], Awaitable[Json]]] = {
    "revenue": _revenue,
    "duration": _duration,
    "peak": _peak,
    "trends": _trends,
}


def _period(services: GarageServices, since: datetime | None) -> tuple[datetime, datetime]:
    end = services.clock.now() + timedelta(milliseconds=1)
    start = end - _LONGEST if since is None else since
    return start, end


def _amounts(cents: Mapping[str, int]) -> dict[str, float]:
    return {name: amount(each) for name, each in cents.items()}
