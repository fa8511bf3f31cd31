"""Contract: finding vehicles and free spots."""

from __future__ import annotations

from tests.integration.web.contract import Case
from tests.integration.web.shapes import COUNT, NUMBER, STAMP, TEXT, Having, Listed

_DURATION = {"hours": 1, "minutes": 30}
_SPOT = {"floor": 1, "bay": 1, "spotNumber": 1, "type": "compact"}
_STAY = {
    "spotId": "F1-B1-S001",
    "checkInTime": STAMP,
    "vehicleType": "compact",
    "currentDuration": _DURATION,
    "status": "parked",
}
_CACHE = {"enabled": True, "expiryMs": 30000, "status": TEXT}


def _refused(error: str) -> dict[str, object]:
    return {"success": False, "error": error, "details": Listed(TEXT)}


def _search(name: str, query: str, score: float | None, kind: str = "", mode: str = "all", **changes: object) -> Case:
    match = {"licensePlate": "PARK1", "score": score, "matchType": kind, "vehicle": _STAY, "spot": _SPOT}
    found = [] if score is None else [match]
    answer = {
        "success": True,
        "matches": found,
        "count": len(found),
        "searchTerm": TEXT,
        "mode": mode,
        "query": Having({"search": TEXT, "mode": mode, "threshold": NUMBER, "maxResults": COUNT}),
    }
    return Case(f"search {name}", "GET", f"/api/vehicles?{query}", 200, answer | changes, "parked")


def _invalid(query: str, error: str) -> Case:
    return Case(f"invalid {query[:40]}", "GET", f"/api/vehicles{query}", 400, _refused(error), "parked")


def _at(name: str, query: str, location: dict[str, object], count: int) -> Case:
    vehicle = {"licensePlate": "PARK1", **_STAY, "spot": _SPOT}
    answer = {
        "success": True,
        "vehicles": [vehicle] * count,
        "count": count,
        "location": location,
        "timestamp": STAMP,
    }
    return Case(f"location {name}", "GET", f"/api/vehicles/location{query}", 200, answer, "parked")


def _suggestions(name: str, query: str, found: list[str], partial: str, **more: object) -> Case:
    answer = {"success": True, "suggestions": found, "count": len(found), "partial": partial, "timestamp": STAMP}
    return Case(f"suggestions {name}", "GET", f"/api/vehicles/suggestions?{query}", 200, answer | more, "parked")


def _free(name: str, query: str, count: int, criteria: dict[str, object]) -> Case:
    spot = {
        "spotId": TEXT,
        "floor": COUNT,
        "bay": COUNT,
        "spotNumber": COUNT,
        "type": TEXT,
        "features": Listed(TEXT),
    }
    answer = {
        "success": True,
        "availableSpots": Listed(spot, count),
        "count": count,
        "criteria": criteria,
        "timestamp": STAMP,
    }
    return Case(f"free spots {name}", "GET", f"/api/vehicles/spots/available{query}", 200, answer, "parked")


def _record(plate: str, **changes: object) -> dict[str, object]:
    vehicle = {
        "licensePlate": plate,
        **_STAY,
        "rateType": "hourly",
        "checkOutTime": None,
        "totalAmount": 0,
        "isPaid": False,
        "spot": _SPOT,
    }
    return {"success": True, "found": True, "vehicle": vehicle | changes}


CASES = [
    _search("exact", "search=park1", 1, "exact", searchTerm="PARK1"),
    _search("beginning", "search=PAR", 0.9, "partial"),
    _search("anywhere", "search=ark", 0.8, "partial"),
    _search("similar", "search=PERK1", 0.8, "fuzzy"),
    _search("hyphens count in the match only", "search=PA-RK1", 0.8333, "fuzzy", searchTerm="PARK1"),
    _search("not similar enough", "search=PERK1&threshold=0.9", None),
    _search("mode exact", "search=PAR&mode=exact", None, mode="exact"),
    _search("mode partial", "search=PARK1&mode=partial", 1, "exact", "partial"),
    _search("mode partial, similar only", "search=PERK1&mode=partial", None, mode="partial"),
    _search("mode fuzzy", "search=PARK1&mode=fuzzy", 1, "fuzzy", "fuzzy"),
    Case(
        "search finds parked vehicles only", "GET", "/api/vehicles?search=GONE1", 200, Having({"matches": []}), "left"
    ),
    _invalid("", "Search term is required"),
    _invalid("?search=%20", "Search term is required"),
    _invalid("?search=a_b", "Invalid search term"),
    _invalid("?search=" + "A" * 21, "Invalid search term"),
    _invalid("?search=AB&mode=best", "Invalid search mode"),
    _invalid("?search=AB&threshold=1.1", "Invalid threshold"),
    _invalid("?search=AB&threshold=x", "Invalid threshold"),
    _invalid("?search=AB&threshold=nan", "Invalid threshold"),
    _invalid("?search=AB&maxResults=0", "Invalid maxResults"),
    _invalid("?search=AB&maxResults=101", "Invalid maxResults"),
    _at("of a spot", "?spotId=F1-B1-S001", {"spotId": "F1-B1-S001"}, 1),
    _at("of another spot", "?spotId=F1-B1-S002", {"spotId": "F1-B1-S002"}, 0),
    _at("of a floor", "?floor=1", {"floor": 1}, 1),
    _at("of a bay", "?floor=1&bay=1", {"floor": 1, "bay": 1}, 1),
    _at("of another bay", "?floor=1&bay=2", {"floor": 1, "bay": 2}, 0),
    _at("of a bay without a floor", "?bay=2", {"bay": 2}, 1),
    _at("anywhere", "", {}, 1),
    _invalid("/location?floor=x", "Invalid floor"),
    _invalid("/location?floor=1&bay=0", "Invalid bay"),
    _suggestions("found", "partial=par", ["PARK1"], "par"),
    _suggestions("none", "partial=zz", [], "zz"),
    _suggestions("too short", "partial=p", [], "p", message=TEXT),
    _invalid("/suggestions", "Partial license plate is required"),
    _invalid("/suggestions?partial=PA&limit=51", "Invalid limit"),
    _free("all", "", 39, {}),
    _free("by type", "?type=oversized", 4, {"type": "oversized"}),
    _free("by place", "?floor=2&bay=2", 10, {"floor": 2, "bay": 2}),
    _free("by features", "?features=ev_charging", 3, {"features": ["ev_charging"]}),
    _free("by both features", "?features=handicap,ev_charging", 0, {"features": ["handicap", "ev_charging"]}),
    _invalid("/spots/available?type=huge", "Invalid spot type"),
    _invalid("/spots/available?features=pool", "Invalid features"),
    _invalid("/spots/available?bay=-1", "Invalid bay"),
    Case("cache", "GET", "/api/vehicles/cache/stats", 200, {"success": True, "cache": _CACHE, "timestamp": STAMP}),
    Case(
        "clear the cache",
        "POST",
        "/api/vehicles/cache/clear",
        200,
        {"success": True, "message": TEXT, "cache": _CACHE, "timestamp": STAMP},
    ),
    Case("a parked vehicle", "GET", "/api/vehicles/park1", 200, _record("PARK1"), "parked"),
    Case(
        "a vehicle that left",
        "GET",
        "/api/vehicles/GONE1",
        200,
        _record("GONE1", status="checked_out_unpaid", checkOutTime=STAMP, totalAmount=14),
        "left",
    ),
    Case(
        "an unknown vehicle",
        "GET",
        "/api/vehicles/nope",
        404,
        {"success": False, "found": False, "message": "Vehicle not found", "licensePlate": "NOPE"},
        "parked",
    ),
]
