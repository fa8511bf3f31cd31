"""``/api/analytics``: figures of a period, as JSON, CSV or a chart (SVG)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum

from fastapi import APIRouter, Request
from fastapi.responses import Response

from atrium.garage.services import GarageServices
from atrium.web.answers import garage_of
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.inputs.fields import Fields
from atrium.web.views.analytics import (
    Table,
    durations_table,
    occupancy_table,
    peak_hours_table,
    revenue_table,
    table_as_csv,
    turnover_table,
    utilisation_table,
)

from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api/analytics", tags=["Analytics"])


class ExportFormat(StrEnum):
    JSON = "json"
    CSV = "csv"
    SVG = "svg"


class Report(StrEnum):
    OCCUPANCY_TRENDS = "occupancy-trends"
    PEAK_HOURS = "peak-hours"
    TURNOVER = "turnover"
    DURATIONS = "durations"
    REVENUE = "revenue"
    SPOT_UTILIZATION = "spot-utilization"


Make = Callable[[GarageServices, datetime, datetime], Awaitable[Table]]

_MOMENT: dict[str, object] = {"type": "string", "format": "date-time"}
_QUERY: tuple[Query, ...] = (
    ("from", _MOMENT, "Default: 24 hours before the end"),
    ("to", _MOMENT, "Default: now"),
    ("format", {"type": "string", "enum": list(ExportFormat)}, "Default: json"),
)
_EXPORT: tuple[Query, ...] = (*_QUERY, ("report", {"type": "string", "enum": list(Report)}, "Required"))
_ANSWER = answers(StampedData[dict[str, object]], 400)


@router.get("/occupancy-trends", responses=_ANSWER, openapi_extra=takes(query=_QUERY))
async def occupancy_trends(request: Request) -> Response:
    """Vehicles parked at every full hour, and who came and left."""
    return await _answer(request, Report.OCCUPANCY_TRENDS)


@router.get("/peak-hours", responses=_ANSWER, openapi_extra=takes(query=_QUERY))
async def peak_hours(request: Request) -> Response:
    """Check-ins by local hour and weekday."""
    return await _answer(request, Report.PEAK_HOURS)


@router.get("/turnover", responses=_ANSWER, openapi_extra=takes(query=_QUERY))
async def turnover(request: Request) -> Response:
    """How many vehicles a spot sees on a day."""
    return await _answer(request, Report.TURNOVER)


@router.get("/durations", responses=_ANSWER, openapi_extra=takes(query=_QUERY))
async def durations(request: Request) -> Response:
    """How long vehicles stay."""
    return await _answer(request, Report.DURATIONS)


@router.get("/revenue", responses=_ANSWER, openapi_extra=takes(query=_QUERY))
async def revenue(request: Request) -> Response:
    """What was charged, by day, by what was parked, and by plan."""
    return await _answer(request, Report.REVENUE)


@router.get("/spot-utilization", responses=_ANSWER, openapi_extra=takes(query=_QUERY))
async def spot_utilization(request: Request) -> Response:
    """How much of the period each spot was taken."""
    return await _answer(request, Report.SPOT_UTILIZATION)


@router.get("/export", responses=_ANSWER, openapi_extra=takes(query=_EXPORT))
async def export(request: Request) -> Response:
    """Any of the reports as a file."""
    fields = Fields(request.query_params)
    report = fields.choice("report", Report)
    start, end, form = _read(request, fields)
    table = await _MAKERS[report](garage_of(request), start, end)
    answer = _render(table, form)
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{form.value}"'
    return answer


async def _answer(request: Request, report: Report) -> Response:
    start, end, form = _read(request, Fields(request.query_params))
    return _render(await _MAKERS[report](garage_of(request), start, end), form)


def _read(request: Request, fields: Fields) -> tuple[datetime, datetime, ExportFormat]:
    end = fields.moment("to") or garage_of(request).clock.now()
    start = fields.moment("from") or end - timedelta(days=1)
    form = fields.optional_choice("format", ExportFormat) or ExportFormat.JSON
    fields.check("Invalid query parameters")
    return start, end, form


def _render(table: Table, form: ExportFormat) -> Response:
    if form is ExportFormat.CSV:
        return Response(table_as_csv(table), media_type="text/csv")
    if form is ExportFormat.SVG:
        return Response(table.as_svg(), media_type="image/svg+xml")
    return done(table.as_json())


async def _occupancy(services: GarageServices, start: datetime, end: datetime) -> Table:
    garage = await services.garage.find()
    return occupancy_table(await services.analytics.occupancy(start, end), garage.time_zone)


async def _peaks(services: GarageServices, start: datetime, end: datetime) -> Table:
    return peak_hours_table(await services.analytics.peak_hours(start, end))


async def _turnover(services: GarageServices, start: datetime, end: datetime) -> Table:
    return turnover_table(await services.analytics.turnover(start, end))


async def _durations(services: GarageServices, start: datetime, end: datetime) -> Table:
    return durations_table(await services.analytics.durations(start, end))


async def _revenue(services: GarageServices, start: datetime, end: datetime) -> Table:
    return revenue_table(await services.analytics.revenue(start, end))


async def _utilisation(services: GarageServices, start: datetime, end: datetime) -> Table:
    return utilisation_table(await services.analytics.utilisation(start, end))


_MAKERS: dict[Report, Make] = {
    Report.OCCUPANCY_TRENDS: _occupancy,
    Report.PEAK_HOURS: _peaks,
    Report.TURNOVER: _turnover,
    Report.DURATIONS: _durations,
    Report.REVENUE: _revenue,
    Report.SPOT_UTILIZATION: _utilisation,
}
