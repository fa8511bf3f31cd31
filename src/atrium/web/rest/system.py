"""Health of the process and the list of what the API offers."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.web.answers import keeper_of, settings_of, timestamp
from atrium.web.docs.describe import answers

__all__ = ["VERSION", "router"]

VERSION = "1.0.0"

router = APIRouter(tags=["System"])

_started = time.monotonic()


class HealthView(TypedDict):
    status: str
    timestamp: str
    uptime: float
    environment: str
    version: str


class StoreHealthView(HealthView):
    """``store`` is where the garage is kept; null when the services were handed to the application."""

    store: dict[str, object] | None


class ApiView(TypedDict):
    name: str
    version: str
    description: str
    endpoints: dict[str, str]
    timestamp: str


@router.get("/health", responses=answers(HealthView, 429))
async def health(request: Request) -> JSONResponse:
    """Whether the process answers."""
    return JSONResponse(_health(request))


@router.get("/api/health", responses=answers(StoreHealthView, 429))
async def api_health(request: Request) -> JSONResponse:
    """Whether the process answers, in which store the garage is, and how far a move came."""
    keeper = keeper_of(request)
    view: StoreHealthView = {**_health(request), "store": keeper.status().to_json() if keeper else None}
    return JSONResponse(view)


def _health(request: Request) -> HealthView:
    return {
        "status": "healthy",
        "timestamp": timestamp(),
        "uptime": round(time.monotonic() - _started, 3),
        "environment": settings_of(request).environment,
        "version": VERSION,
    }


@router.get("/api", responses=answers(ApiView))
async def describe_api() -> JSONResponse:
    """What the API offers."""
    view: ApiView = {
        "name": "Parking Garage Management API",
        "version": VERSION,
        "description": "Check-in, check-out, spots and payments of a parking garage",
        "endpoints": {
            "health": "/health",
            "api": "/api",
            "garage": "/api/garage",
            "spots": "/api/spots",
            "checkin": "/api/checkin",
            "checkout": "/api/checkout",
            "payments": "/api/payments",
            "reservations": "/api/reservations",
            "tickets": "/api/tickets",
            "plans": "/api/plans",
            "discountCodes": "/api/discount-codes",
            "quotes": "/api/quotes",
            "permits": "/api/permits",
            "customers": "/api/customers",
            "transactions": "/api/transactions",
            "days": "/api/days",
            "disputes": "/api/disputes",
            "analytics": "/api/analytics",
            "audit": "/api/audit",
            "events": "/api/events",
            "documentation": "/api-docs",
        },
        "timestamp": timestamp(),
    }
    return JSONResponse(view)
