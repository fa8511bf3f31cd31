"""The one place that turns typed errors into the envelopes of the contract.

E1 garage input ``{error, details}`` - E2 garage, vehicles, stats
``{success, error, message | details}`` - E3 input elsewhere
``{success, message, errors?, hints, timestamp}`` - E4 check-in, check-out, payments
``{success, message, error, errorCode, hint?, timestamp}``, newer areas the same without ``error``. What is found
before an endpoint is reached
(malformed JSON, oversized body) and what nobody foresaw looks the same everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import JSONResponse

from atrium.platform.errors import AtriumError, DataLayerError, NotFound, ValidationFailed

from .answers import timestamp
from .error_texts import FALLBACK_CODES, HINTS, TITLES
from .errors import InvalidRequest, PlatformError

__all__ = ["render_error", "render_unexpected"]

_log = logging.getLogger("atrium.web")

Body = dict[str, object]
Shape = Callable[[DataLayerError, str], Body]


def render_error(request: Request, error: Exception) -> JSONResponse:
    """The answer to an error that was raised on purpose."""
    if not isinstance(error, DataLayerError):
        return render_unexpected(request, error)
    if error.http_status >= 500:
        _log.error("%s %s: %s: %s", request.method, request.url.path, error.code, error.message)
    area, shape = _area_of(request.url.path)
    if isinstance(error, PlatformError):
        shape = _platform
    return JSONResponse(shape(error, area), status_code=error.http_status)


def render_unexpected(request: Request, error: Exception) -> JSONResponse:
    """The answer to a defect: says nothing about the inside; the log has the traceback."""
    area, shape = _area_of(request.url.path)
    return JSONResponse(shape(_Unexpected("Internal server error"), area), status_code=500)


class _Unexpected(DataLayerError):
    code = "INTERNAL_ERROR"


def _platform(error: DataLayerError, area: str) -> Body:
    if isinstance(error, _Unexpected):
        return {"status": "error", "message": "Something went wrong!", "timestamp": timestamp()}
    return {"status": "error", "error": error.code, "message": _text(error), "timestamp": timestamp()}


def _garage(error: DataLayerError, area: str) -> Body:
    if isinstance(error, InvalidRequest | ValidationFailed):
        return {"error": error.message, "details": error.errors or [error.message]}
    body: Body = {"success": False, "error": _text(error)}
    hint = HINTS.get(error.code)
    return body | {"message": hint} if hint else body


def _search(error: DataLayerError, area: str) -> Body:
    if isinstance(error, InvalidRequest | ValidationFailed):
        return {"success": False, "error": error.message, "details": error.errors or [error.message]}
    return _garage(error, area)


def _spots(error: DataLayerError, area: str) -> Body:
    if isinstance(error, InvalidRequest | ValidationFailed):
        return _invalid_input(error)
    body: Body = {"success": False, "message": _text(error)}
    if isinstance(error, NotFound):
        body["suggestion"] = "List the spots with GET /api/spots to find the ID you need"
        body["examples"] = ["F1-B1-S001", "F2-B3-S015"]
    return body | {"timestamp": timestamp()}


def _listed(error: DataLayerError, area: str) -> Body:
    if isinstance(error, InvalidRequest | ValidationFailed):
        return _invalid_input(error)
    return {"success": False, "message": _text(error), "timestamp": timestamp()}


def _gate(error: DataLayerError, area: str) -> Body:
    if isinstance(error, InvalidRequest):
        return _invalid_input(error)
    code = FALLBACK_CODES[area] if error.code == "INTERNAL_ERROR" else error.code
    body: Body = {
        "success": False,
        "message": TITLES.get(code, TITLES[FALLBACK_CODES[area]]),
        "error": _text(error),
        "errorCode": code,
    }
    if area == "payments" and isinstance(error, AtriumError) and error.details:
        body["details"] = error.details
    if code in HINTS:
        body["hint"] = HINTS[code]
    return body | {"timestamp": timestamp()}


def _operation(error: DataLayerError, area: str) -> Body:
    if isinstance(error, InvalidRequest | ValidationFailed) and error.code == ValidationFailed.code:
        return _invalid_input(error)
    body: Body = {"success": False, "message": _text(error), "errorCode": error.code}
    if isinstance(error, AtriumError) and error.details:
        body["details"] = error.details
    if error.code in HINTS:
        body["hint"] = HINTS[error.code]
    return body | {"timestamp": timestamp()}


def _invalid_input(error: InvalidRequest | ValidationFailed) -> Body:
    body: Body = {"success": False, "message": error.message}
    if error.errors:
        body["errors"] = error.errors
    if isinstance(error, InvalidRequest):
        body.update(error.hints)
    return body | {"timestamp": timestamp()}


def _text(error: DataLayerError) -> str:
    """What a client may read: our own errors speak for themselves, a database's own words stay in the log."""
    if isinstance(error, AtriumError) or error.http_status < 500:
        return error.message
    return "The database is busy or away; try again" if error.http_status == 503 else "Internal server error"


_SHAPES: dict[str, Shape] = {
    "garage": _garage,
    "spots": _spots,
    "checkin": _gate,
    "checkout": _gate,
    "payments": _gate,
    "vehicles": _search,
    "stats": _search,
    **dict.fromkeys(
        (
            "analytics",
            "audit",
            "customers",
            "days",
            "discount-codes",
            "disputes",
            "events",
            "permits",
            "plans",
            "quotes",
            "reservations",
            "tickets",
            "transactions",
        ),
        _operation,
    ),
    "sessions": _listed,
}


def _area_of(path: str) -> tuple[str, Shape]:
    parts = path.lower().split("/")
    area = parts[2] if len(parts) > 2 and parts[1] == "api" else ""
    return area, _SHAPES.get(area, _platform)
