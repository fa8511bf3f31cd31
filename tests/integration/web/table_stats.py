"""Contract: statistics."""

from __future__ import annotations

from tests.integration.web.contract import Case, e2
from tests.integration.web.shapes import COUNT, NUMBER, STAMP, TEXT, Having, Listed


def _group(total: int, occupied: int, available: int, rate: int) -> dict[str, object]:
    return {"total": total, "occupied": occupied, "available": available, "occupancyRate": rate}


def _duration(minutes: int) -> dict[str, int]:
    return {"hours": minutes // 60, "minutes": minutes % 60, "totalMinutes": minutes}


_BY_TYPE = {"compact": _group(8, 1, 7, 12), "standard": _group(28, 0, 28, 0), "oversized": _group(4, 0, 4, 0)}
_BY_FLOOR = [{"floor": 1, **_group(20, 1, 19, 5)}, {"floor": 2, **_group(20, 0, 20, 0)}]
_GARAGE = {"name": "Central", "totalFloors": 2, "totalBays": 4}
_OVERVIEW = {
    "garage": _GARAGE,
    "totalSpots": 40,
    "occupiedSpots": 1,
    "availableSpots": 39,
    "occupancyRate": 2.5,
    "byType": _BY_TYPE,
    "byFloor": _BY_FLOOR,
    "averageDuration": _duration(90),
    "currentSessions": 1,
}
_BUCKET = {"hour": COUNT, "timestamp": STAMP, "checkIns": COUNT, "checkOuts": COUNT, "netChange": NUMBER}


def _hours(**counts: int) -> list[int]:
    return [counts.get(f"at{hour}", 0) for hour in range(24)]


def _stats(name: str, path: str, answer: object, state: str = "parked", status: int = 200) -> Case:
    return Case(f"stats {name}", "GET", f"/api/stats{path}", status, answer, state)


def _refused(path: str, error: str) -> Case:
    answer = {"success": False, "error": error, "details": Listed(TEXT)}
    return _stats(f"refuse {path}", path, answer, status=400)


def _trends(hours: int, ins: int, outs: int) -> dict[str, object]:
    peak = Having({"count": COUNT})
    return {
        "success": True,
        "period": f"{hours}h",
        "timeZone": "UTC",
        "trends": Listed(_BUCKET, hours),
        "summary": {
            "totals": {"checkIns": ins, "checkOuts": outs, "netChange": ins - outs},
            "peaks": {"checkIns": peak, "checkOuts": peak},
        },
        "timestamp": STAMP,
    }


def _revenue(total: float, pending: float, completed: int, owing: int, active: int, days: int = 7) -> dict[str, object]:
    money = {"revenue": NUMBER, "sessions": COUNT}
    return {
        "success": True,
        "period": f"{days}d",
        "revenue": {"total": total, "pending": pending, "average": NUMBER},
        "sessions": {
            "completed": completed,
            "pending": owing,
            "active": active,
            "total": completed + owing + active,
        },
        "byVehicleType": dict.fromkeys(("compact", "standard", "oversized"), money),
        "byRateType": dict.fromkeys(("hourly", "daily", "monthly"), money),
        "timestamp": STAMP,
    }


def _period(revenue: float, outs: int, minutes: int) -> dict[str, object]:
    current = {
        "start": STAMP,
        "end": STAMP,
        "checkIns": 1,
        "checkOuts": outs,
        "revenue": revenue,
        "averageDuration": _duration(minutes),
    }
    return {"current": current, "previous": None}


def _export(kind: str, data: object) -> dict[str, object]:
    return {"success": True, "exportType": kind, "exportFormat": "json", "exportDate": STAMP, "data": data}


_FLOOR = {
    "success": True,
    "floor": {"number": 1, "bays": 2, "spotsPerBay": 10, "capacity": 20},
    "totals": {"total": 20, "occupied": 1, "available": 19, "occupancyRate": 5},
    "byType": {"compact": _group(4, 1, 3, 25), "standard": _group(14, 0, 14, 0), "oversized": _group(2, 0, 2, 0)},
    "byBay": [{"bay": 1, **_group(10, 1, 9, 10)}, {"bay": 2, **_group(10, 0, 10, 0)}],
    "averageDuration": _duration(90),
    "currentSessions": 1,
    "peakOccupancy": 1,
    "timestamp": STAMP,
}

CASES = [
    _stats("of the garage", "", {"success": True, **_OVERVIEW, "timestamp": STAMP}),
    _stats("average of completed stays", "", Having({"averageDuration": _duration(90), "currentSessions": 0}), "left"),
    _stats("empty garage", "", Having({"averageDuration": _duration(0), "currentSessions": 0}), "garage"),
    _stats("spots out of use are not free", "", Having({"availableSpots": 39, "occupiedSpots": 0}), "maintained"),
    _stats(
        "occupancy",
        "/occupancy?groupBy=whatever",
        {
            "success": True,
            "occupancy": {
                "total": 40,
                "occupied": 1,
                "available": 39,
                "occupancyRate": 2.5,
                "byType": _BY_TYPE,
                "byFloor": _BY_FLOOR,
            },
            "timestamp": STAMP,
        },
    ),
    _stats(
        "dashboard",
        "/dashboard",
        {
            "success": True,
            "dashboard": {
                "overview": {
                    "totalSpots": 40,
                    "occupiedSpots": 0,
                    "availableSpots": 40,
                    "occupancyRate": 0,
                    "currentSessions": 0,
                },
                "revenue": {"today": 14, "sessions": 1},
                "usage": {"peakHour": 8, "peakDay": "Monday", "totalSessions": 1},
                "byType": Having({"compact": _group(8, 0, 8, 0)}),
                "byFloor": Listed(Having({"floor": COUNT}), 2),
                "averageDuration": _duration(90),
                "garage": _GARAGE,
                "timestamp": STAMP,
            },
        },
        "left",
    ),
    _stats("trends", "/trends", _trends(24, 1, 1), "left"),
    _stats("trends of an hour", "/trends?hours=1", _trends(1, 0, 1), "left"),
    _stats("trends of a week", "/trends?hours=168", _trends(168, 1, 0)),
    _stats("revenue", "/revenue", _revenue(0, 14, 0, 1, 0), "left"),
    _stats("revenue of a day", "/revenue?days=1&period=x", _revenue(0, 0, 0, 0, 1, days=1)),
    _stats("revenue of paid stays", "/revenue", _revenue(14, 0, 1, 0, 0), "paid"),
    _stats(
        "usage",
        "/usage",
        {
            "success": True,
            "hourlyDistribution": _hours(at8=1),
            "dailyDistribution": [0, 1, 0, 0, 0, 0, 0],
            "peaks": {"hour": 8, "day": "Monday"},
            "totalSessions": 1,
            "timeZone": "UTC",
            "timestamp": STAMP,
        },
    ),
    _stats("usage of nobody", "/usage", Having({"peaks": {"hour": None, "day": None}, "totalSessions": 0}), "garage"),
    *(
        _stats(
            f"compare {period or 'by default'}",
            f"/compare{period and '?period=' + period}",
            {"success": True, "period": period or "day", "comparison": _period(14, 1, 90), "timestamp": STAMP},
            "left",
        )
        for period in ("", "day", "week", "month")
    ),
    _stats("export of the garage", "/export", _export("garage", _OVERVIEW)),
    _stats("export of revenue", "/export?type=revenue&format=json", _export("revenue", Having({"period": "30d"}))),
    _stats("export of usage", "/export?type=usage", _export("usage", Having({"timeZone": "UTC"}))),
    _stats(
        "health",
        "/health",
        {
            "success": True,
            "health": {"status": "healthy", "services": Having({}), "timestamp": STAMP, "uptime": NUMBER},
        },
    ),
    _stats(
        "health without a garage",
        "/health",
        Having({"success": False, "health": Having({"status": "degraded"})}),
        "nothing",
        503,
    ),
    _stats("floor", "/floor/1", _FLOOR),
    _stats("no such floor", "/floor/9", {"success": False, "error": "Floor not found"}, status=404),
    *(_refused(f"/floor/{number}", "Invalid floor number") for number in ("0", "-1", "x", "1.5")),
    *(_refused(f"/trends?hours={hours}", "Invalid hours") for hours in ("0", "169", "x")),
    *(_refused(f"/revenue?days={days}", "Invalid days") for days in ("0", "366", "x")),
    _refused("/compare?period=year", "Invalid period"),
    _refused("/export?type=spots", "Invalid export type"),
    _refused("/export?format=csv", "Invalid export format"),
    *(
        _stats(f"no garage {path}", path, e2("Garage not initialized"), "nothing", 404)
        for path in ("", "/occupancy", "/dashboard", "/trends", "/revenue", "/usage", "/compare", "/export", "/floor/1")
    ),
]
