"""Contract: ``/api/checkin``."""

from __future__ import annotations

from typing import Any

from tests.integration.web.contract import Case, e3, e4
from tests.integration.web.shapes import COUNT, FLAG, STAMP, TEXT, Having, containing

BEST = {"floor": 1, "bay": 1, "spot": 1}
_FIELDS = "Valid fields: licensePlate, vehicleType, rateType"


def _checked_in(plate: str, kind: str, rate: str, *features: str, **more: Any) -> dict[str, Any]:
    answer = {
        "success": True,
        "message": "Vehicle checked in successfully",
        "spotId": TEXT,
        "location": {"floor": COUNT, "bay": COUNT, "spot": COUNT},
        "checkInTime": STAMP,
        "vehicle": {"licensePlate": plate, "type": kind, "rateType": rate},
        "spotDetails": {"type": TEXT, "features": list(features)},
        "timestamp": STAMP,
    }
    return answer | more


def _refused(name: str, body: Any, *errors: Any) -> Case:
    return Case(f"check-in: {name}", "POST", "/api/checkin", 400, e3("Invalid check-in data", *errors), json=body)


def _simulation(name: str, body: Any, answer: Any, state: str = "garage", status: int = 200) -> Case:
    return Case(f"simulate: {name}", "POST", "/api/checkin/simulate", status, answer, state, body)


def _not_simulated(code: str, **more: Any) -> dict[str, Any]:
    return {"success": False, "error": code, "message": TEXT, **more, "timestamp": STAMP}


def _type_availability(kind: str, total: int, spots: dict[str, int], assignment: Any) -> dict[str, Any]:
    return {
        "success": True,
        "vehicleType": kind,
        "availability": {"totalCompatibleSpots": total, "hasAvailable": total > 0, "bySpotType": spots},
        "assignment": assignment,
        "message": TEXT,
        "timestamp": STAMP,
    }


CASES = [
    Case(
        "check-in",
        "POST",
        "/api/checkin",
        201,
        _checked_in(
            "ABC 123",
            "compact",
            "daily",
            "ev_charging",
            "handicap",
            spotId="F1-B1-S001",
            location=BEST,
        ),
        json={"licensePlate": " abc 123 ", "vehicleType": "COMPACT", "rateType": " Daily"},
    ),
    Case(
        "check-in by the hour unless said otherwise",
        "POST",
        "/api/checkin",
        201,
        _checked_in("TRUCK", "oversized", "hourly", spotId="F1-B1-S010"),
        json={"licensePlate": "TRUCK", "vehicleType": "oversized", "rateType": ""},
    ),
    Case(
        "check-in without a body",
        "POST",
        "/api/checkin",
        400,
        e3(
            "Request body is required",
            requiredFields=["licensePlate", "vehicleType"],
            optionalFields=["rateType"],
        ),
        json={},
    ),
    _refused("nothing known", {"x": 1}, "License plate is required", "Vehicle type is required", TEXT),
    _refused("plate missing", {"vehicleType": "compact"}, "License plate is required"),
    _refused("plate null", {"licensePlate": None, "vehicleType": "compact"}, "License plate is required"),
    _refused("plate blank", {"licensePlate": "  ", "vehicleType": "compact"}, "License plate is required"),
    _refused("plate a number", {"licensePlate": 12345, "vehicleType": "compact"}, "License plate must be a string"),
    _refused("plate an array", {"licensePlate": ["AB"], "vehicleType": "compact"}, "License plate must be a string"),
    _refused(
        "plate too short",
        {"licensePlate": "A", "vehicleType": "compact"},
        "License plate must be between 2 and 10 characters",
    ),
    _refused(
        "plate too long",
        {"licensePlate": "ABCDEFGHIJK", "vehicleType": "compact"},
        "License plate must be between 2 and 10 characters",
    ),
    _refused("type missing", {"licensePlate": "AB12"}, "Vehicle type is required"),
    _refused(
        "type unknown",
        {"licensePlate": "AB12", "vehicleType": "Van"},
        "Invalid vehicle type: van. Valid types: compact, standard, oversized",
    ),
    _refused(
        "type a number",
        {"licensePlate": "AB12", "vehicleType": 7},
        "Invalid vehicle type: 7. Valid types: compact, standard, oversized",
    ),
    _refused(
        "rate unknown",
        {"licensePlate": "AB12", "vehicleType": "compact", "rateType": "yearly"},
        "Invalid rate type: yearly. Valid types: hourly, daily, monthly",
    ),
    _refused(
        "unknown fields",
        {"licensePlate": "AB12", "vehicleType": "compact", "colour": "red", "make": 1},
        f"Invalid fields: colour, make. {_FIELDS}",
    ),
    Case(
        "check-in twice",
        "POST",
        "/api/checkin",
        409,
        e4("DUPLICATE_CHECKIN", containing("already checked in")),
        "parked",
        {"licensePlate": "park1", "vehicleType": "standard"},
    ),
    Case(
        "check-in of somebody who left owing",
        "POST",
        "/api/checkin",
        201,
        Having({"success": True, "spotId": "F1-B1-S001"}),
        "left",
        {"licensePlate": "GONE1", "vehicleType": "compact"},
    ),
    Case(
        "check-in, full",
        "POST",
        "/api/checkin",
        503,
        e4("GARAGE_FULL", containing("oversized")),
        "full",
        {"licensePlate": "BIG9", "vehicleType": "oversized"},
    ),
    Case(
        "check-in, no garage",
        "POST",
        "/api/checkin",
        503,
        e4("GARAGE_FULL"),
        "nothing",
        {"licensePlate": "AB12", "vehicleType": "compact"},
    ),
    Case(
        "check-in after a reset",
        "POST",
        "/api/checkin",
        503,
        e4("GARAGE_FULL"),
        "after_reset",
        {"licensePlate": "PARK1", "vehicleType": "compact"},
    ),
    _simulation(
        "a spot",
        {"licensePlate": "new1", "vehicleType": "standard"},
        {
            "success": True,
            "message": TEXT,
            "wouldAssignSpot": "F1-B1-S003",
            "spotLocation": {"floor": 1, "bay": 1, "spot": 3},
            "compatibility": {"vehicleType": "standard", "spotType": "standard", "isExactMatch": True},
            "timestamp": STAMP,
        },
    ),
    _simulation(
        "parked already",
        {"licensePlate": "PARK1", "vehicleType": "compact"},
        _not_simulated("DUPLICATE_VEHICLE"),
        "parked",
    ),
    _simulation(
        "no spot",
        {"licensePlate": "BIG9", "vehicleType": "oversized"},
        _not_simulated("NO_AVAILABLE_SPOTS", availableCount=0),
        "full",
    ),
    _simulation("type unknown", {"licensePlate": "AB12", "vehicleType": "van"}, _not_simulated("SIMULATION_ERROR")),
    _simulation(
        "type missing", {"licensePlate": "AB12"}, e3(TEXT, requiredFields=["licensePlate", "vehicleType"]), status=400
    ),
    _simulation("nothing sent", {}, e3(TEXT, requiredFields=["licensePlate", "vehicleType"]), status=400),
    Case(
        "availability",
        "GET",
        "/api/checkin/availability",
        200,
        {
            "success": True,
            "message": TEXT,
            "overall": {"totalSpots": 40, "availableSpots": 39, "occupiedSpots": 1, "occupancyRate": 2.5},
            "byVehicleType": {
                "compact": {
                    "totalCompatible": 39,
                    "available": True,
                    "bySpotType": {"compact": 7, "standard": 28, "oversized": 4},
                },
                "standard": {
                    "totalCompatible": 32,
                    "available": True,
                    "bySpotType": {"standard": 28, "oversized": 4},
                },
                "oversized": {"totalCompatible": 4, "available": True, "bySpotType": {"oversized": 4}},
            },
            "currentlyParked": 1,
            "timestamp": STAMP,
        },
        "parked",
    ),
    Case(
        "availability of a type",
        "GET",
        "/api/checkin/availability/compact",
        200,
        _type_availability(
            "compact",
            40,
            {"compact": 8, "standard": 28, "oversized": 4},
            {"wouldAssignTo": "F1-B1-S001", "location": BEST, "spotType": "compact", "isExactMatch": True},
        ),
    ),
    Case(
        "availability of a type without spots",
        "GET",
        "/api/checkin/availability/oversized",
        200,
        _type_availability("oversized", 0, {"oversized": 0}, None),
        "full",
    ),
    *(
        Case(
            f"availability of {kind}",
            "GET",
            f"/api/checkin/availability/{kind}",
            400,
            {"success": False, "message": containing("Invalid vehicle type"), "timestamp": STAMP},
        )
        for kind in ("COMPACT", "van")
    ),
    Case(
        "statistics",
        "GET",
        "/api/checkin/stats",
        200,
        {
            "success": True,
            "message": TEXT,
            "statistics": {
                "vehicles": {"totalParked": 1, "totalProcessed": 1},
                "occupancy": {"totalSpots": 40, "availableSpots": 39, "occupiedSpots": 1, "occupancyRate": 2.5},
                "assignment": {
                    "totalSpots": 40,
                    "availableSpots": 39,
                    "occupancyRate": "2.50%",
                    "byVehicleType": Having(
                        {
                            "oversized": {
                                "availableSpots": 4,
                                "hasAvailableSpot": True,
                                "wouldAssignTo": {"spotId": "F1-B1-S010", "spotType": "oversized", "floor": 1},
                            }
                        }
                    ),
                },
            },
            "timestamp": STAMP,
        },
        "parked",
    ),
    Case(
        "statistics, none",
        "GET",
        "/api/checkin/stats",
        200,
        Having(
            {
                "statistics": Having(
                    {
                        "assignment": Having(
                            {
                                "occupancyRate": "0%",
                                "byVehicleType": Having(
                                    {"compact": {"availableSpots": 0, "hasAvailableSpot": False, "wouldAssignTo": None}}
                                ),
                            }
                        )
                    }
                )
            }
        ),
        "nothing",
    ),
    Case(
        "health",
        "GET",
        "/api/checkin/health",
        200,
        {
            "success": True,
            "service": "checkin",
            "status": "operational",
            "summary": {"totalSpots": 40, "availableSpots": 39, "currentlyParked": 1},
            "timestamp": STAMP,
        },
        "parked",
    ),
    Case("availability, flags only", "GET", "/api/checkin/availability", 200, Having({"success": FLAG}), "nothing"),
]
