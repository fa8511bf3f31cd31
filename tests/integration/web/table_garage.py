"""Contract: ``/api/garage``."""

from __future__ import annotations

from typing import Any

from tests.integration.web.contract import FLOORS, Case, e1, e2
from tests.integration.web.shapes import COUNT, FLAG, STAMP, TEXT, Having, Listed, containing

RATES = {"standard": 5, "compact": 4, "oversized": 7, "ev_charging": 8}
FLOORS_CONFIGURATION = [{"floor": number, "bays": 2, "spotsPerBay": 10, "capacity": 20} for number in (1, 2)]
SUMMARY = {
    "name": "Central",
    "totalFloors": 2,
    "totalCapacity": 40,
    "rates": RATES,
    "floorsConfiguration": FLOORS_CONFIGURATION,
}
GARAGE = SUMMARY | {"initializedAt": STAMP, "lastUpdated": STAMP}
OCCUPANCY = {"total": 40, "occupied": 0, "available": 40, "occupancyRate": 0}
SPOT = {
    "id": TEXT,
    "floor": COUNT,
    "bay": COUNT,
    "spotNumber": COUNT,
    "type": TEXT,
    "status": "available",
    "features": Listed(TEXT),
    "currentVehicle": None,
    "createdAt": STAMP,
    "updatedAt": STAMP,
}
NEW_SPOT = {key: SPOT[key] for key in ("id", "floor", "bay", "spotNumber", "type", "status", "features")}
NO_GARAGE = e2("Garage not initialized")
BAD_QUERY = "Invalid query parameters"
BAD_LAYOUT = "Invalid garage initialization data"


def data(content: Any, message: str | None = None) -> dict[str, Any]:
    return {"success": True, **({"message": message} if message else {}), "data": content}


def _refused(name: str, body: Any, *details: Any) -> Case:
    return Case(f"initialize: {name}", "POST", "/api/garage/initialize", 400, e1(BAD_LAYOUT, *details), "nothing", body)


def _floors(*floors: Any) -> dict[str, Any]:
    return {"name": "Central", "floors": list(floors)}


CASES = [
    Case("garage", "GET", "/api/garage", 200, data(GARAGE)),
    Case("garage, nothing extra", "GET", "/api/garage?includeStats=false&includeSpots=false", 200, data(GARAGE)),
    Case("garage with figures", "GET", "/api/garage?includeStats=true", 200, data(GARAGE | {"statistics": OCCUPANCY})),
    Case("garage with spots", "GET", "/api/garage?includeSpots=true", 200, data(GARAGE | {"spots": Listed(SPOT, 40)})),
    Case("garage, bad flag", "GET", "/api/garage?includeStats=1", 400, e1(BAD_QUERY, containing("includeStats"))),
    Case("garage, empty flag", "GET", "/api/garage?includeSpots=", 400, e1(BAD_QUERY, containing("includeSpots"))),
    Case("garage, none", "GET", "/api/garage", 404, NO_GARAGE, "nothing"),
    Case("garage, flags before existence", "GET", "/api/garage?includeStats=yes", 400, e1(BAD_QUERY), "nothing"),
    Case(
        "initialize",
        "POST",
        "/api/garage/initialize",
        201,
        data(
            {"garage": SUMMARY, "spotsCreated": 40, "spots": Listed(NEW_SPOT, 40)},
            "Garage initialized successfully",
        ),
        "nothing",
        {"name": "  Central ", "floors": FLOORS, "rates": {"standard": 99}, "more": 1},
    ),
    Case(
        "initialize twice",
        "POST",
        "/api/garage/initialize",
        409,
        e2("Garage already exists"),
        json={"name": "Again", "floors": FLOORS},
    ),
    _refused("nothing sent", {}, containing("name"), containing("Floors")),
    _refused("blank name", {"name": "  ", "floors": FLOORS}, containing("name")),
    _refused("name is a number", {"name": 5, "floors": FLOORS}, containing("name")),
    _refused("name too long", {"name": "x" * 101, "floors": FLOORS}, containing("100")),
    _refused("floors empty", _floors(), containing("non-empty")),
    _refused("floors no array", {"name": "Central", "floors": {}}, containing("non-empty")),
    _refused("floor no object", _floors(3), containing("Floor 1: ")),
    _refused(
        "each floor by position",
        _floors(FLOORS[0], {"number": 0, "bays": 51, "spotsPerBay": 101}),
        containing("Floor 2: number"),
        containing("Floor 2: bays must be a whole number between 1 and 50"),
        containing("Floor 2: spotsPerBay must be a whole number between 1 and 100"),
    ),
    _refused("numbers as text", _floors({"number": "1", "bays": 2, "spotsPerBay": 2}), containing("Floor 1: number")),
    _refused("booleans", _floors({"number": True, "bays": 2, "spotsPerBay": 2}), containing("Floor 1: number")),
    _refused("fractions", _floors({"number": 1, "bays": 2.5, "spotsPerBay": 2}), containing("Floor 1: bays")),
    _refused("same floor twice", _floors(FLOORS[0], FLOORS[0]), containing("Duplicate floor number: 1")),
    _refused(
        "too big",
        _floors(*({"number": n, "bays": 50, "spotsPerBay": 100} for n in (1, 2, 3))),
        containing("10000"),
    ),
    Case("rates", "GET", "/api/garage/rates", 200, data({"rates": RATES, "lastUpdated": STAMP})),
    Case("rates, none", "GET", "/api/garage/rates", 404, NO_GARAGE, "nothing"),
    Case(
        "change rates",
        "PUT",
        "/api/garage/rates",
        200,
        data(
            {
                "updatedRates": {"standard": 6.5, "ev_charging": 0},
                "currentRates": RATES | {"standard": 6.5, "ev_charging": 0},
                "updatedAt": STAMP,
            },
            "Garage rates updated successfully",
        ),
        json={"standard": 6.5, "ev_charging": 0},
    ),
    Case("change no rate", "PUT", "/api/garage/rates", 400, e1("Invalid rate update data"), json={}),
    Case("unknown rate", "PUT", "/api/garage/rates", 400, e1("Invalid rate update data"), json={"standard": 5, "x": 1}),
    Case("negative rate", "PUT", "/api/garage/rates", 400, e1("Invalid rate update data"), json={"standard": -1}),
    Case("huge rate", "PUT", "/api/garage/rates", 400, e1("Invalid rate update data"), json={"standard": 1000.01}),
    Case("rate as text", "PUT", "/api/garage/rates", 400, e1("Invalid rate update data"), json={"standard": "5"}),
    Case("change rates, none", "PUT", "/api/garage/rates", 404, NO_GARAGE, "nothing", {"standard": 5}),
    Case(
        "rename",
        "PUT",
        "/api/garage/config",
        200,
        data(SUMMARY | {"name": "Uptown"}, "Garage configuration updated successfully"),
        json={"name": " Uptown "},
    ),
    Case(
        "rename to nothing",
        "PUT",
        "/api/garage/config",
        200,
        data(SUMMARY, "Garage configuration updated successfully"),
        json={},
    ),
    Case(
        "other settings",
        "PUT",
        "/api/garage/config",
        400,
        e1("Invalid garage configuration data", containing("floors")),
        json={"floors": []},
    ),
    Case("blank name", "PUT", "/api/garage/config", 400, e1("Invalid garage configuration data"), json={"name": " "}),
    Case("rename, none", "PUT", "/api/garage/config", 404, NO_GARAGE, "nothing", {"name": "X"}),
    Case(
        "statistics",
        "GET",
        "/api/garage/statistics",
        200,
        data(
            {
                "garage": {
                    "name": "Central",
                    "totalCapacity": 40,
                    "totalFloors": 2,
                    "floors": [{"floor": 1, "capacity": 20}, {"floor": 2, "capacity": 20}],
                },
                "occupancy": {"total": 40, "occupied": 1, "available": 39, "occupancyRate": 2.5},
                "distribution": {
                    "byType": {"compact": 8, "standard": 28, "oversized": 4},
                    "byFeature": {"ev_charging": 4, "handicap": 1, "regular": 35},
                    "byFloor": {
                        "Floor 1": {"total": 20, "available": 19, "occupied": 1},
                        "Floor 2": {"total": 20, "available": 20, "occupied": 0},
                    },
                },
                "rates": RATES,
                "lastUpdated": STAMP,
            }
        ),
        "parked",
    ),
    Case("statistics, none", "GET", "/api/garage/statistics", 404, NO_GARAGE, "nothing"),
    Case("status", "GET", "/api/garage/status", 200, data({"initialized": True, "message": TEXT})),
    Case("status, none", "GET", "/api/garage/status", 200, data({"initialized": False, "message": TEXT}), "nothing"),
    Case(
        "capacity",
        "GET",
        "/api/garage/capacity",
        200,
        data(
            {
                "name": "Central",
                "totalCapacity": 40,
                "totalFloors": 2,
                "floorsConfiguration": FLOORS_CONFIGURATION,
                "occupancy": OCCUPANCY,
            }
        ),
    ),
    Case("capacity, none", "GET", "/api/garage/capacity", 404, NO_GARAGE, "nothing"),
    Case("reset", "DELETE", "/api/garage/reset", 200, data({"resetAt": STAMP}, "Garage reset successfully")),
    Case("reset, none", "DELETE", "/api/garage/reset", 200, Having({"success": True, "message": TEXT}), "nothing"),
    Case("garage after a reset", "GET", "/api/garage/status", 200, data(Having({"initialized": FLAG})), "after_reset"),
]
