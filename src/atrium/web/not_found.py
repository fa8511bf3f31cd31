"""The 404 answers for routes that do not exist; a wrong method counts as such, there is no 405."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

from .answers import timestamp

__all__ = ["no_such_route"]

_CHECK_IN_ENDPOINTS = {
    "checkin": "POST /api/checkin",
    "simulate": "POST /api/checkin/simulate",
    "availability": "GET /api/checkin/availability",
    "availabilityByType": "GET /api/checkin/availability/:vehicleType",
    "stats": "GET /api/checkin/stats",
    "health": "GET /api/checkin/health",
}
_CHECK_OUT_ENDPOINTS = {
    "checkout": "POST /api/checkout",
    "simulate": "POST /api/checkout/simulate",
    "stats": "GET /api/checkout/stats",
    "ready": "GET /api/checkout/ready",
    "estimate": "GET /api/checkout/estimate/:licensePlate",
    "force": "POST /api/checkout/force",
    "health": "GET /api/checkout/health",
}
_CHECK_OUT_EXAMPLES = {
    "checkout": {"method": "POST", "url": "/api/checkout", "body": {"licensePlate": "ABC123"}},
    "simulate": {"method": "POST", "url": "/api/checkout/simulate", "body": {"licensePlate": "ABC123"}},
    "estimate": {"method": "GET", "url": "/api/checkout/estimate/ABC123"},
}


def no_such_route(request: Request) -> JSONResponse:
    """The answer to a request that no route takes."""
    path = request.url.path.lower()
    if _is_below(path, "/api/checkin"):
        body = _area_answer("Check-in endpoint not found", _CHECK_IN_ENDPOINTS)
    elif _is_below(path, "/api/checkout"):
        body = _area_answer("Checkout endpoint not found", _CHECK_OUT_ENDPOINTS) | {"examples": _CHECK_OUT_EXAMPLES}
    else:
        body = {"error": "Resource not found", "path": _original_url(request), "method": request.method}
    return JSONResponse(body, status_code=404)


def _area_answer(message: str, endpoints: dict[str, str]) -> dict[str, object]:
    return {"success": False, "message": message, "availableEndpoints": endpoints, "timestamp": timestamp()}


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")


def _original_url(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return f"{path}?{request.url.query}" if request.url.query else path
