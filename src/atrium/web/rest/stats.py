"""``/api/stats``: figures for dashboards; hours and days are UTC."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from atrium.web.answers import garage_of, timestamp
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import InvalidRequest
from atrium.web.inputs.common import lower_query, whole_parameter
from atrium.web.views.stats import (
    view_dashboard,
    view_floor,
    view_occupancy_groups,
    view_overview,
    view_period,
    view_revenue,
    view_trends,
    view_usage,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/stats", tags=["Statistics"])

Json = dict[str, object]

_PERIODS = {"day": 1, "week": 7, "month": 30}
_MAX_HOURS = 168
_MAX_DAYS = 365
_MAX_FLOOR = 999_999_999
_HOURS: Query = ("hours", {"type": "integer", "minimum": 1, "maximum": _MAX_HOURS, "default": 24}, "So many hours")
_DAYS: Query = ("days", {"type": "integer", "minimum": 1, "maximum": _MAX_DAYS, "default": 7}, "So many days")
_PERIOD: Query = ("period", {"type": "string", "enum": list(_PERIODS), "default": "day"}, "Length of the period")

_started = time.monotonic()


@router.get("", responses=answers(Json, 404))
async def find_stats(request: Request) -> JSONResponse:
    """The garage now."""
    overview = await garage_of(request).statistics.overview()
    return JSONResponse({"success": True, **view_overview(overview), "timestamp": timestamp()})


@router.get("/occupancy", responses=answers(Json, 404))
async def find_occupancy(request: Request) -> JSONResponse:
    """Occupancy by type and floor."""
    overview = await garage_of(request).statistics.overview()
    return JSONResponse({"success": True, "occupancy": view_occupancy_groups(overview), "timestamp": timestamp()})


@router.get("/dashboard", responses=answers(Json, 404))
async def find_dashboard(request: Request) -> JSONResponse:
    """What a dashboard shows."""
    service = garage_of(request).statistics
    overview, today, usage = await service.overview(), await service.today(), await service.usage()
    return JSONResponse({"success": True, "dashboard": view_dashboard(overview, today, usage, timestamp())})


@router.get("/trends", responses=answers(Json, 400, 404), openapi_extra=takes(query=(_HOURS,)))
async def find_trends(request: Request) -> JSONResponse:
    """Check-ins and check-outs by the hour."""
    hours = _number(request, "hours", 24, _MAX_HOURS)
    flows = await garage_of(request).statistics.trends(hours)
    return JSONResponse({"success": True, **view_trends(flows), "timestamp": timestamp()})


@router.get("/revenue", responses=answers(Json, 400, 404), openapi_extra=takes(query=(_DAYS,)))
async def find_revenue(request: Request) -> JSONResponse:
    """Money of the stays that ended in the last days."""
    days = _number(request, "days", 7, _MAX_DAYS)
    revenue = await garage_of(request).statistics.revenue(days)
    return JSONResponse({"success": True, **view_revenue(revenue, days), "timestamp": timestamp()})


@router.get("/usage", responses=answers(Json, 404))
async def find_usage(request: Request) -> JSONResponse:
    """When vehicles come, by hour of the day and weekday (Sunday first)."""
    usage = await garage_of(request).statistics.usage()
    return JSONResponse({"success": True, **view_usage(usage), "timestamp": timestamp()})


@router.get("/compare", responses=answers(Json, 400, 404), openapi_extra=takes(query=(_PERIOD,)))
async def compare(request: Request) -> JSONResponse:
    """The period that ends now; there is no figure of the one before."""
    name = lower_query(request, "period") or "day"
    if name not in _PERIODS:
        raise InvalidRequest("Invalid period", [f"Period must be one of {', '.join(_PERIODS)}"])
    current = await garage_of(request).statistics.last(_PERIODS[name])
    comparison = {"current": view_period(current), "previous": None}
    return JSONResponse({"success": True, "period": name, "comparison": comparison, "timestamp": timestamp()})


@router.get("/export", responses=answers(Json, 400, 404))
async def export(request: Request) -> JSONResponse:
    """Figures as a file."""
    kind, form = lower_query(request, "type") or "garage", lower_query(request, "format") or "json"
    if kind not in _EXPORTS:
        raise InvalidRequest("Invalid export type", [f"Type must be one of {', '.join(_EXPORTS)}"])
    if form != "json":
        raise InvalidRequest("Invalid export format", ["Format must be json"])
    now = timestamp()
    body = {
        "success": True,
        "exportType": kind,
        "exportFormat": form,
        "exportDate": now,
        "data": await _EXPORTS[kind](request),
    }
    name = f"{kind}_stats_{now[:10]}.json"
    return JSONResponse(body, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/health", responses=answers(Json, 503))
async def stats_health(request: Request) -> JSONResponse:
    """Whether there is something to count."""
    has_garage = await garage_of(request).garage.is_initialized()
    health: Json = {
        "status": "healthy" if has_garage else "degraded",
        "services": {"database": "operational", "garage": "operational" if has_garage else "not initialized"},
        "timestamp": timestamp(),
        "uptime": round(time.monotonic() - _started, 3),
    }
    return JSONResponse({"success": has_garage, "health": health}, status_code=200 if has_garage else 503)


@router.get("/floor/{number}", responses=answers(Json, 400, 404))
async def find_floor(request: Request, number: str) -> JSONResponse:
    """One floor."""
    wanted = whole_parameter(number, 0, 1, _MAX_FLOOR)
    if wanted is None:
        raise InvalidRequest("Invalid floor number", ["Floor must be a whole number from 1"])
    floor = await garage_of(request).statistics.floor(wanted)
    return JSONResponse({"success": True, **view_floor(floor), "timestamp": timestamp()})


async def _export_garage(request: Request) -> Json:
    return view_overview(await garage_of(request).statistics.overview())


async def _export_revenue(request: Request) -> Json:
    return view_revenue(await garage_of(request).statistics.revenue(30), 30)


async def _export_usage(request: Request) -> Json:
    return view_usage(await garage_of(request).statistics.usage())


_EXPORTS: dict[str, Callable[[Request], Awaitable[Json]]] = {
    "garage": _export_garage,
    "revenue": _export_revenue,
    "usage": _export_usage,
}


def _number(request: Request, name: str, default: int, highest: int) -> int:
    value = whole_parameter(request.query_params.get(name), default, 1, highest)
    if value is None:
        raise InvalidRequest(f"Invalid {name}", [f"{name.capitalize()} must be a number between 1 and {highest}"])
    return value
