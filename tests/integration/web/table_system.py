"""Contract: what is the same everywhere."""

from __future__ import annotations

from tests.integration.web.contract import Case, e3
from tests.integration.web.shapes import ANYTHING, NUMBER, STAMP, TEXT, Having, containing

_MALFORMED = {"status": "error", "error": "MALFORMED_JSON", "message": TEXT, "timestamp": STAMP}
_JSON = {"headers": {"content-type": "application/json"}}
_CHECK_IN_404 = {
    "success": False,
    "message": "Check-in endpoint not found",
    "availableEndpoints": Having({}),
    "timestamp": STAMP,
}
_CHECK_OUT_404 = _CHECK_IN_404 | {"message": "Checkout endpoint not found", "examples": Having({})}


def _unknown(method: str, path: str) -> Case:
    answer = {"error": "Resource not found", "path": path, "method": method}
    return Case(f"unknown {method} {path}", method, path, 404, answer)


CASES = [
    Case(
        "health",
        "GET",
        "/health",
        200,
        {
            "status": "healthy",
            "timestamp": STAMP,
            "uptime": NUMBER,
            "environment": "development",
            "version": "1.0.0",
        },
    ),
    Case(
        "description of the API",
        "GET",
        "/api",
        200,
        {
            "name": "Parking Garage Management API",
            "version": TEXT,
            "description": TEXT,
            "endpoints": Having(
                dict.fromkeys(("health", "api", "garage", "spots", "checkin", "checkout", "documentation"), TEXT)
            ),
            "timestamp": STAMP,
        },
    ),
    Case(
        "health with the store",
        "GET",
        "/api/health",
        200,
        {
            "status": "healthy",
            "timestamp": STAMP,
            "uptime": NUMBER,
            "environment": "development",
            "version": "1.0.0",
            "store": ANYTHING,
        },
    ),
    _unknown("GET", "/nowhere?a=1&b=%20x"),
    _unknown("POST", "/api/garage"),
    _unknown("PATCH", "/api/garage/rates"),
    _unknown("DELETE", "/api/spots/F1-B1-S001"),
    _unknown("PUT", "/health"),
    Case("no check-in by GET", "GET", "/api/checkin", 404, _CHECK_IN_404),
    Case("nothing below check-in", "POST", "/api/checkin/nope", 404, _CHECK_IN_404),
    Case("no check-out by GET", "GET", "/api/checkout", 404, _CHECK_OUT_404),
    Case("nothing below check-out", "DELETE", "/api/checkout/stats", 404, _CHECK_OUT_404),
    Case("paths ignore case", "GET", "/API/Garage/Status/", 200, {"success": True, "data": Having({})}),
    Case("ids do not", "GET", "/api/SPOTS/f1-b1-s001", 400, Having({"success": False})),
    Case("broken JSON", "POST", "/api/checkin", 400, _MALFORMED, raw={"content": b'{"a": ', **_JSON}),
    Case("a scalar as body", "POST", "/api/checkin", 400, _MALFORMED, raw={"content": b"5", **_JSON}),
    Case("NaN as a number", "PUT", "/api/garage/rates", 400, _MALFORMED, raw={"content": b'{"standard":NaN}', **_JSON}),
    Case("not UTF-8", "POST", "/api/checkin", 400, _MALFORMED, raw={"content": b'{"licensePlate":"\xff"}', **_JSON}),
    Case("half a surrogate", "POST", "/api/checkin", 400, _MALFORMED, raw={"content": b'{"a":"\\ud800"}', **_JSON}),
    Case("a NUL", "POST", "/api/checkin", 400, _MALFORMED, raw={"content": b'{"a":"\\u0000"}', **_JSON}),
    Case("nested too deeply", "POST", "/api/checkin", 400, _MALFORMED, raw={"content": b"[" * 100_000, **_JSON}),
    Case(
        "an array is an object with numbers as keys",
        "POST",
        "/api/checkin",
        400,
        e3(
            "Invalid check-in data",
            "License plate is required",
            "Vehicle type is required",
            "Invalid fields: 0, 1. Valid fields: licensePlate, vehicleType, rateType",
        ),
        json=["a", "b"],
    ),
    *(
        Case(
            f"{path} takes JSON only ({kind})",
            "POST",
            path,
            400,
            e3("Content-Type must be application/json"),
            raw={"content": b"{}", "headers": {"content-type": kind} if kind else {}},
        )
        for path in ("/api/checkin", "/api/checkin/simulate", "/api/checkout", "/api/checkout/force")
        for kind in ("text/plain", "")
    ),
    Case(
        "a form where it is allowed",
        "PUT",
        "/api/garage/config",
        200,
        Having({"data": Having({"name": "Uptown"})}),
        raw={"data": {"name": "Uptown"}},
    ),
    Case(
        "escapes in a path",
        "GET",
        "/api/spots/%00",
        400,
        Having({"message": containing("Invalid spot ID format")}),
    ),
]
