"""Statistics as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typing_extensions import TypedDict

from atrium.garage.interfaces import ClosedStays, HourFlow
from atrium.garage.models import RateType, SpotType, VehicleType
from atrium.garage.services import (
    FloorStatistics,
    GroupCount,
    Overview,
    PeriodFigures,
    RevenueStatistics,
    UsageStatistics,
)
from atrium.platform.clock import iso_z
from atrium.web.answers import amount, number

__all__ = [
    "WEEKDAYS",
    "view_dashboard",
    "view_floor",
    "view_occupancy_groups",
    "view_overview",
    "view_period",
    "view_revenue",
    "view_trends",
    "view_usage",
]

#: As JavaScript counts them.
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

Json = dict[str, object]


class DurationView(TypedDict):
    hours: int
    minutes: int
    totalMinutes: int


def view_overview(overview: Overview) -> Json:
    stats = overview.spots.occupancy
    return {
        "garage": _garage(overview),
        "totalSpots": stats.total,
        "occupiedSpots": stats.occupied,
        "availableSpots": stats.available,
        "occupancyRate": number(stats.occupancy_rate),
        "byType": _by_type(overview.spots.by_type),
        "byFloor": _by_floor(overview.spots.by_floor),
        "averageDuration": _duration(overview.average_minutes),
        "currentSessions": overview.current_sessions,
    }


def view_occupancy_groups(overview: Overview) -> Json:
    stats = overview.spots.occupancy
    return {
        "total": stats.total,
        "occupied": stats.occupied,
        "available": stats.available,
        "occupancyRate": number(stats.occupancy_rate),
        "byType": _by_type(overview.spots.by_type),
        "byFloor": _by_floor(overview.spots.by_floor),
    }


def view_dashboard(overview: Overview, today: PeriodFigures, usage: UsageStatistics, timestamp: str) -> Json:
    stats = overview.spots.occupancy
    return {
        "overview": {
            "totalSpots": stats.total,
            "occupiedSpots": stats.occupied,
            "availableSpots": stats.available,
            "occupancyRate": number(stats.occupancy_rate),
            "currentSessions": overview.current_sessions,
        },
        "revenue": {"today": amount(today.revenue_cents), "sessions": today.check_outs},
        "usage": {**_peaks(usage), "totalSessions": usage.total},
        "byType": _by_type(overview.spots.by_type),
        "byFloor": _by_floor(overview.spots.by_floor),
        "averageDuration": _duration(overview.average_minutes),
        "garage": _garage(overview),
        "timestamp": timestamp,
    }


def view_trends(flows: list[HourFlow]) -> Json:
    ins, outs = sum(flow.check_ins for flow in flows), sum(flow.check_outs for flow in flows)
    return {
        "period": f"{len(flows)}h",
        "timeZone": "UTC",
        "trends": [
            {
                "hour": flow.hour.hour,
                "timestamp": iso_z(flow.hour),
                "checkIns": flow.check_ins,
                "checkOuts": flow.check_outs,
                "netChange": flow.check_ins - flow.check_outs,
            }
            for flow in flows
        ],
        "summary": {
            "totals": {"checkIns": ins, "checkOuts": outs, "netChange": ins - outs},
            "peaks": {
                "checkIns": _peak_hour((flow.hour.hour, flow.check_ins) for flow in flows),
                "checkOuts": _peak_hour((flow.hour.hour, flow.check_outs) for flow in flows),
            },
        },
    }


def view_revenue(revenue: RevenueStatistics, days: int) -> Json:
    completed = sum(each.stays for each in revenue.paid)
    pending = sum(each.stays for each in revenue.closed) - completed
    total = sum(each.charged_cents for each in revenue.paid)
    return {
        "period": f"{days}d",
        "revenue": {
            "total": amount(total),
            "pending": amount(revenue.owed_cents),
            "average": number(total / completed / 100) if completed else 0,
        },
        "sessions": {
            "completed": completed,
            "pending": pending,
            "active": revenue.active,
            "total": completed + pending + revenue.active,
        },
        "byVehicleType": {
            kind.value: _money([each for each in revenue.paid if each.vehicle_type is kind]) for kind in VehicleType
        },
        "byRateType": {
            kind.value: _money([each for each in revenue.paid if each.rate_type is kind]) for kind in RateType
        },
    }


def view_usage(usage: UsageStatistics) -> Json:
    peaks = _peaks(usage)
    return {
        "hourlyDistribution": usage.by_hour,
        "dailyDistribution": usage.by_weekday,
        "peaks": {"hour": peaks["peakHour"], "day": peaks["peakDay"]},
        "totalSessions": usage.total,
        "timeZone": "UTC",
    }


def view_period(figures: PeriodFigures) -> Json:
    return {
        "start": iso_z(figures.start),
        "end": iso_z(figures.end),
        "checkIns": figures.check_ins,
        "checkOuts": figures.check_outs,
        "revenue": amount(figures.revenue_cents),
        "averageDuration": _duration(figures.average_minutes),
    }


def view_floor(statistics: FloorStatistics) -> Json:
    floor, stats = statistics.floor, statistics.spots.occupancy
    return {
        "floor": {
            "number": floor.number,
            "bays": floor.bays,
            "spotsPerBay": floor.spots_per_bay,
            "capacity": floor.capacity,
        },
        "totals": {
            "total": stats.total,
            "occupied": stats.occupied,
            "available": stats.available,
            "occupancyRate": number(stats.occupancy_rate),
        },
        "byType": _by_type(statistics.spots.by_type),
        "byBay": [{"bay": bay, **_group(count)} for bay, count in statistics.bays.items()],
        "averageDuration": _duration(statistics.average_minutes),
        "currentSessions": statistics.current_sessions,
        "peakOccupancy": statistics.peak,
    }


def _garage(overview: Overview) -> Json:
    garage = overview.garage
    return {"name": garage.name, "totalFloors": len(garage.floors), "totalBays": garage.total_bays}


def _by_type(groups: Mapping[SpotType, GroupCount]) -> Json:
    return {kind.value: _group(count) for kind, count in groups.items()}


def _by_floor(groups: Mapping[int, GroupCount]) -> list[Json]:
    return [{"floor": floor, **_group(count)} for floor, count in groups.items()]


def _group(count: GroupCount) -> Json:
    rate = round(count.occupied * 100 / count.total) if count.total else 0
    return {"total": count.total, "occupied": count.occupied, "available": count.available, "occupancyRate": rate}


def _duration(minutes: float) -> DurationView:
    whole = round(minutes)
    return {"hours": whole // 60, "minutes": whole % 60, "totalMinutes": whole}


def _peaks(usage: UsageStatistics) -> Json:
    """None without a check-in; of several the first."""
    if not usage.total:
        return {"peakHour": None, "peakDay": None}
    return {
        "peakHour": usage.by_hour.index(max(usage.by_hour)),
        "peakDay": WEEKDAYS[usage.by_weekday.index(max(usage.by_weekday))],
    }


def _peak_hour(counts: Iterable[tuple[int, int]]) -> Json:
    hour, count = max(counts, key=lambda each: each[1])
    return {"hour": hour if count else None, "count": count}


def _money(groups: list[ClosedStays]) -> Json:
    return {
        "revenue": amount(sum(each.charged_cents for each in groups)),
        "sessions": sum(each.stays for each in groups),
    }
