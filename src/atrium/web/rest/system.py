"""Health of the process and the list of what the API offers."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.web.answers import settings_of, timestamp
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


class ApiView(TypedDict):
    name: str
    version: str
    description: str
    endpoints: dict[str, str]
    timestamp: str


@router.get("/health", responses=answers(HealthView, 429))
async def health(request: Request) -> JSONResponse:
    """Whether the process answers."""
    view: HealthView = {
        "status": "healthy",
        "timestamp": timestamp(),
        "uptime": round(time.monotonic() - _started, 3),
        "environment": settings_of(request).environment,
        "version": VERSION,
    }
    return JSONResponse(view)


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
            "documentation": "/api-docs",
        },
        "timestamp": timestamp(),
    }
    return JSONResponse(view)
