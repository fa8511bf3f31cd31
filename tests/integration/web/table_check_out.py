"""Contract: ``/api/checkout``. PARK1 stands on a compact spot with a charger: 90 minutes cost 2 × (4 + 3) = 14.00."""

from __future__ import annotations

from typing import Any

from tests.integration.web.contract import Case, e3, e4
from tests.integration.web.shapes import COUNT, NUMBER, STAMP, TEXT, Having, Listed, containing

DURATION = {"hours": 1, "minutes": 30, "totalMinutes": 90, "totalHours": 1.5, "billableHours": 2}
BREAKDOWN = {
    "baseCharge": 8,
    "featurePremiums": {"ev_charging": 6, "handicap": 0},
    "rateTypeAdjustment": 0,
    "gracePeriodApplied": False,
}
BILLING = {
    "ratePerHour": 7,
    "totalHours": 2,
    "subtotal": 14,
    "discount": 0,
    "totalAmount": 14,
    "breakdown": BREAKDOWN,
}
SPOT_DETAILS = {"type": "compact", "features": ["ev_charging", "handicap"]}
GOODBYE = "Vehicle checked out successfully. Thank you for parking with us!"
LEFT = {
    "success": True,
    "message": GOODBYE,
    "licensePlate": "PARK1",
    "spotId": "F1-B1-S001",
    "location": {"floor": 1, "bay": 1, "spot": 1},
    "timing": {
        "checkInTime": "2026-03-02T08:00:00.000Z",
        "checkOutTime": "2026-03-02T09:30:00.000Z",
        "duration": DURATION,
    },
    "billing": BILLING,
    "spotDetails": SPOT_DETAILS,
    "vehicleInfo": {"type": "compact", "rateType": "hourly"},
    "timestamp": STAMP,
}
ESTIMATE = {
    "duration": {"totalMinutes": 90, "totalHours": 1.5, "billableHours": 2},
    "rates": {"baseRatePerHour": 4, "featurePremiumsPerHour": 3, "effectiveRatePerHour": 7},
    "billing": {"subtotal": 14, "rateTypeDiscount": 0, "totalAmount": 14},
    "spotInfo": SPOT_DETAILS,
    "rateType": "hourly",
    "breakdown": BREAKDOWN,
    "calculatedAt": STAMP,
}
_FIELDS = "Valid fields: licensePlate, applyGracePeriod, removeRecord, checkOutTime"
_UNSIMULATED = {"success": False, "error": "SIMULATION_ERROR", "message": TEXT, "timestamp": STAMP}


def _check_out(name: str, body: Any, status: int, answer: Any, state: str = "parked") -> Case:
    return Case(f"check-out: {name}", "POST", "/api/checkout", status, answer, state, body)


def _refused(name: str, body: Any, *errors: Any) -> Case:
    return _check_out(name, body, 400, e3("Invalid checkout data", *errors, validationHelp=Having({})))


def _force(name: str, body: Any, status: int, answer: Any, state: str = "parked") -> Case:
    return Case(f"force: {name}", "POST", "/api/checkout/force", status, answer, state, body)


def _not_forced(name: str, body: Any, *errors: Any) -> Case:
    hints = {"requiredFields": ["licensePlate", "reason", "adminKey"]}
    return _force(name, body, 400, e3(TEXT, *errors, **hints))


FORCED = {"licensePlate": "park1", "reason": " driver is ill ", "adminKey": "admin123"}

CASES = [
    _check_out("plain", {"licensePlate": " park1 "}, 200, LEFT),
    _check_out(
        "dated, the time as it was sent",
        {"licensePlate": "PARK1", "checkOutTime": "2026-03-02T10:00:00+01:00"},
        200,
        Having(
            {
                "timing": Having(
                    {
                        "checkOutTime": "2026-03-02T10:00:00+01:00",
                        "duration": Having({"totalMinutes": 60, "billableHours": 1}),
                    }
                ),
                "billing": Having({"totalAmount": 7}),
            }
        ),
    ),
    _check_out(
        "within the grace period; any true value will do",
        {"licensePlate": "PARK1", "applyGracePeriod": "false", "checkOutTime": "2026-03-02T08:05:00Z"},
        200,
        Having(
            {
                "timing": Having({"duration": Having({"totalMinutes": 5, "billableHours": 1})}),
                "billing": {
                    "ratePerHour": 0,
                    "totalHours": 0,
                    "subtotal": 0,
                    "discount": 0,
                    "totalAmount": 0,
                    "breakdown": {
                        "baseCharge": 0,
                        "featurePremiums": {},
                        "rateTypeAdjustment": 0,
                        "gracePeriodApplied": True,
                    },
                },
            }
        ),
    ),
    _check_out(
        "no grace unless asked for",
        {"licensePlate": "PARK1", "applyGracePeriod": "", "checkOutTime": "2026-03-02T08:05:00Z"},
        200,
        Having({"billing": Having({"totalAmount": 7})}),
    ),
    _check_out("empty", {}, 400, e3("Request body is required", example=Having({}))),
    _refused("plate missing", {"removeRecord": True}, "License plate is required"),
    _refused("plate a number", {"licensePlate": 5}, "License plate must be a string"),
    _refused("plate too short", {"licensePlate": "X"}, "License plate must be between 2 and 10 characters"),
    _refused(
        "a payment method",
        {"licensePlate": "PARK1", "paymentMethod": "cash"},
        f"Invalid fields: paymentMethod. {_FIELDS}",
    ),
    _refused("bad time", {"licensePlate": "PARK1", "checkOutTime": "tomorrow"}, containing("Check-out time")),
    _refused("time a number", {"licensePlate": "PARK1", "checkOutTime": 5}, containing("Check-out time")),
    _refused("far future", {"licensePlate": "PARK1", "checkOutTime": "9999-12-31T23:59:59Z"}, containing("ten years")),
    _refused("beyond time", {"licensePlate": "PARK1", "checkOutTime": "0001-01-01T00:00:00+14:00"}, TEXT),
    _check_out("unknown plate", {"licensePlate": "NOBODY"}, 404, e4("VEHICLE_NOT_FOUND", containing("not found"))),
    _check_out("spot gone", {"licensePlate": "PARK1"}, 404, e4("VEHICLE_NOT_FOUND"), "after_reset"),
    _check_out("spot changed by hand", {"licensePlate": "PARK1"}, 500, e4("SPOT_RELEASE_ERROR"), "by_hand"),
    _check_out("twice", {"licensePlate": "GONE1"}, 409, e4("ALREADY_CHECKED_OUT", containing("already")), "left"),
    _check_out(
        "before the check-in",
        {"licensePlate": "PARK1", "checkOutTime": "2026-03-02T07:00:00Z"},
        400,
        e4("INVALID_DURATION"),
    ),
    Case(
        "simulate",
        "POST",
        "/api/checkout/simulate",
        200,
        {
            "success": True,
            "message": TEXT,
            "simulation": {
                "licensePlate": "PARK1",
                "spotId": "F1-B1-S001",
                "estimatedDuration": DURATION,
                "estimatedBilling": ESTIMATE,
                "wouldRelease": TEXT,
                "currentStatus": "parked",
            },
            "timestamp": STAMP,
        },
        "parked",
        {"licensePlate": "park1"},
    ),
    Case("simulate: nobody", "POST", "/api/checkout/simulate", 200, _UNSIMULATED, "parked", {"licensePlate": "NOBODY"}),
    Case("simulate: gone", "POST", "/api/checkout/simulate", 200, _UNSIMULATED, "left", {"licensePlate": "GONE1"}),
    Case(
        "simulate: before the check-in",
        "POST",
        "/api/checkout/simulate",
        200,
        _UNSIMULATED,
        "parked",
        {"licensePlate": "PARK1", "checkOutTime": "2026-03-01T00:00:00Z"},
    ),
    Case(
        "simulate: no plate",
        "POST",
        "/api/checkout/simulate",
        400,
        e3(TEXT, requiredFields=["licensePlate"]),
        json={"applyGracePeriod": True},
    ),
    Case(
        "statistics",
        "GET",
        "/api/checkout/stats",
        200,
        {
            "success": True,
            "message": TEXT,
            "statistics": {
                "vehicles": {"totalCheckedOut": 1, "awaitingPayment": 1, "completed": 0, "stillParked": 0},
                "revenue": {"totalRevenue": 0, "pendingRevenue": 14, "averageRevenue": 0, "completedSessions": 0},
                "spots": {"totalSpots": 40, "availableSpots": 40, "occupancyRate": 0},
                "timestamp": STAMP,
            },
            "timestamp": STAMP,
        },
        "left",
    ),
    Case(
        "ready",
        "GET",
        "/api/checkout/ready?minMinutes=90&vehicleType=oversized",
        200,
        {
            "success": True,
            "message": "Found 1 vehicle(s) ready for checkout",
            "count": 1,
            "vehicles": [
                {
                    "licensePlate": "PARK1",
                    "spotId": "F1-B1-S001",
                    "checkInTime": STAMP,
                    "currentDuration": DURATION,
                    "currentEstimate": ESTIMATE,
                    "vehicleType": "compact",
                    "rateType": "hourly",
                    "spotType": "compact",
                    "spotFeatures": ["ev_charging", "handicap"],
                }
            ],
            "filters": {"minMinutes": 90},
            "timestamp": STAMP,
        },
        "parked",
    ),
    Case("ready: too soon", "GET", "/api/checkout/ready?minMinutes=91", 200, Having({"count": 0}), "parked"),
    *(
        Case(
            f"ready: {query}",
            "GET",
            f"/api/checkout/ready?{query}",
            400,
            e3(TEXT, TEXT, validParameters=Listed(TEXT)),
        )
        for query in ("minMinutes=-1", "minMinutes=x", "vehicleType=van", "rateType=yearly", "status=away")
    ),
    Case(
        "estimate",
        "GET",
        "/api/checkout/estimate/park1",
        200,
        {
            "success": True,
            "message": TEXT,
            "licensePlate": "PARK1",
            "estimate": {
                "duration": DURATION,
                "billing": ESTIMATE,
                "spotId": "F1-B1-S001",
                "status": "parked",
            },
            "note": TEXT,
            "timestamp": STAMP,
        },
        "parked",
    ),
    Case(
        "estimate: nobody",
        "GET",
        "/api/checkout/estimate/nobody",
        404,
        {
            "success": False,
            "message": containing("Cannot get estimate: "),
            "error": "SIMULATION_ERROR",
            "licensePlate": "NOBODY",
            "timestamp": STAMP,
        },
    ),
    Case("estimate: too short", "GET", "/api/checkout/estimate/x", 400, e3(containing("between 2 and 10"))),
    _force(
        "plain",
        FORCED,
        200,
        LEFT
        | {
            "message": "Vehicle PARK1 forcibly checked out. Reason: driver is ill",
            "forced": True,
            "reason": "driver is ill",
            "warning": TEXT,
        },
    ),
    _force("wrong key", FORCED | {"adminKey": "guess"}, 403, e4("FORBIDDEN")),
    _force("unknown plate", FORCED | {"licensePlate": "NOBODY"}, 404, e4("VEHICLE_NOT_FOUND")),
    _force("gone", FORCED | {"licensePlate": "GONE1"}, 409, e4("ALREADY_CHECKED_OUT"), "left"),
    _not_forced("nothing sent", {}, TEXT, TEXT, TEXT),
    _not_forced("short reason", FORCED | {"reason": " abc  "}, containing("at least 5")),
    _not_forced("unknown field", FORCED | {"fee": 0}, containing("fee")),
    _not_forced("key is a number", FORCED | {"adminKey": 1}, TEXT),
    Case(
        "health",
        "GET",
        "/api/checkout/health",
        200,
        {
            "success": True,
            "service": "checkout",
            "status": "operational",
            "summary": {
                "availableSpots": COUNT,
                "vehiclesParked": 0,
                "totalRevenue": NUMBER,
                "pendingRevenue": 14,
            },
            "timestamp": STAMP,
        },
        "left",
    ),
]
