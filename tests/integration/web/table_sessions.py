"""Contract: stays as sessions."""

from __future__ import annotations

from typing import Any

from tests.integration.web.contract import Case
from tests.integration.web.shapes import COUNT, STAMP, TEXT, Having, Listed

_SESSION: dict[str, Any] = {
    "id": TEXT,
    "vehicleId": "PARK1",
    "licensePlate": "PARK1",
    "vehicleType": "compact",
    "vehicleMake": None,
    "vehicleModel": None,
    "vehicleColor": None,
    "spotId": "F1-B1-S001",
    "floor": 1,
    "bay": 1,
    "spotNumber": "1",
    "garageId": TEXT,
    "status": "active",
    "createdAt": STAMP,
    "updatedAt": STAMP,
    "endTime": None,
    "expectedEndTime": None,
    "duration": 90,
    "cost": 0,
    "rateType": "hourly",
    "endReason": None,
    "notes": None,
    "tags": [],
    "metadata": {},
}
_PAGINATION = {
    "total": 1,
    "limit": 50,
    "offset": 0,
    "page": 1,
    "totalPages": 1,
    "hasNextPage": False,
    "hasPreviousPage": False,
}


def _list(name: str, query: str, found: int, state: str = "parked", **pagination: object) -> Case:
    page = _PAGINATION | ({"total": 0, "totalPages": 0} if not found else {}) | pagination
    session = _SESSION if state == "parked" else Having({"status": "completed"})
    data = {"data": [session] * found, "pagination": page}
    answer = {"success": True, "data": data, "timestamp": STAMP}
    return Case(f"sessions {name}", "GET", f"/api/sessions{query}", 200, answer, state)


def _data(name: str, path: str, data: object, state: str = "left") -> Case:
    answer = {"success": True, "data": data, "timestamp": STAMP}
    return Case(f"sessions {name}", "GET", f"/api/sessions{path}", 200, answer, state)


def _refused(name: str, method: str, path: str, message: str, json: object = None, status: int = 400) -> Case:
    errors = {"errors": Listed(TEXT)} if status == 400 else {}
    answer = {"success": False, "message": message, **errors, "timestamp": STAMP}
    return Case(f"sessions {name}", method, f"/api/sessions{path}", status, answer, "parked", json)


def _figures(**counts: float) -> dict[str, object]:
    zero = {"total": 0, "active": 0, "completed": 0, "cancelled": 0, "totalRevenue": 0, "averageDuration": 0}
    return zero | counts


def _analysis(kind: str, **figures: object) -> dict[str, object]:
    return {"type": kind, "period": "all", **figures}


CASES = [
    _list("all", "", 1),
    _list("active", "?status=active&dateRange=today&sort=licensePlate&order=asc&limit=1", 1, limit=1),
    _list("completed", "?status=completed", 0),
    _list("completed, found", "?status=completed&dateRange=week&sort=cost", 1, "left"),
    _list("by plate", "?search=ark", 1),
    _list("by spot", "?search=b1-s001", 1),
    _list("by nothing known", "?search=zz", 0),
    _list(
        "past the end", "?offset=50&sort=duration", 0, total=1, totalPages=1, offset=50, page=2, hasPreviousPage=True
    ),
    *(
        _refused(f"refuse {query}", "GET", f"?{query}", "Invalid query parameters")
        for query in ("status=x", "dateRange=x", "sort=x", "order=x", "limit=0", "limit=101", "offset=-1")
    ),
    _data("stats", "/stats", _figures(total=1, completed=1, totalRevenue=14, averageDuration=90)),
    _data("stats of a day", "/stats?period=today", _figures(total=1, active=1), "parked"),
    _refused("stats of x", "GET", "/stats?period=x", "Invalid query parameters"),
    _data(
        "revenue",
        "/analytics",
        _analysis(
            "revenue",
            totalRevenue=14,
            byDay={"2026-03-02": 14},
            byVehicleType={"compact": 14},
            byRateType={"hourly": 14},
        ),
    ),
    _data(
        "durations",
        "/analytics?type=duration",
        _analysis("duration", sessions=1, averageDuration=90, byStartedHours={"2": 1}),
    ),
    _data(
        "peak",
        "/analytics?type=peak",
        _analysis("peak", byHour=Listed(COUNT, 24), byWeekday=Listed(COUNT, 7), peakHour=8),
    ),
    _data(
        "trends",
        "/analytics?type=trends",
        _analysis("trends", days=[{"date": "2026-03-02", "checkIns": 1, "checkOuts": 1}]),
    ),
    _refused("analytics of x", "GET", "/analytics?type=x", "Invalid query parameters"),
    _refused("no such session", "GET", "/nope", "Session with ID 'nope' not found", status=404),
    _refused("bad id", "GET", "/a.b", "Invalid session ID"),
    *(
        _refused(f"{verb} nobody", "POST", f"/nope/{verb}", "Session with ID 'nope' not found", body, 404)
        for verb, body in (("end", {}), ("cancel", {"reason": "test"}), ("extend", {"additionalHours": 1}))
    ),
    *(
        _refused(f"extend by {hours}", "POST", "/nope/extend", "Invalid extension", {"additionalHours": hours})
        for hours in (0, -1, 0.1, 48.25, "1", None, True)
    ),
    _refused("reason is a number", "POST", "/nope/end", "Invalid reason", {"reason": 5}),
    _refused("reason is long", "POST", "/nope/cancel", "Invalid reason", {"reason": "x" * 201}),
]
