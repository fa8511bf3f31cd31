"""``/api/garage``: the building, its rates and figures."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.errors import GarageNotInitialised
from atrium.platform.clock import iso_z
from atrium.web.answers import ACTOR, garage_of
from atrium.web.bodies import read_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.inputs.garage import (
    ConfigBody,
    InitializeBody,
    RatesBody,
    parse_config,
    parse_include_flags,
    parse_initialization,
    parse_rates,
)
from atrium.web.views.garage import (
    CapacityView,
    GarageView,
    InitialisedView,
    RatesView,
    StatisticsView,
    SummaryView,
    view_capacity,
    view_garage,
    view_initialised,
    view_rates,
    view_statistics,
    view_summary,
)

from .envelopes import Data, DataMessage

__all__ = ["router"]

router = APIRouter(prefix="/api/garage", tags=["Garage"])

_FLAG: dict[str, object] = {"type": "string", "enum": ["true", "false"], "default": "false"}
_INCLUDES: tuple[Query, ...] = (
    ("includeStats", _FLAG, "Add the occupancy"),
    ("includeSpots", _FLAG, "Add every spot"),
)


class CurrentRatesView(TypedDict):
    rates: RatesView
    lastUpdated: str


class ChangedRatesView(TypedDict):
    updatedRates: RatesBody
    currentRates: RatesView
    updatedAt: str


class StatusView(TypedDict):
    initialized: bool
    message: str


class ResetView(TypedDict):
    resetAt: str


@router.get("", responses=answers(Data[GarageView], 400, 404), openapi_extra=takes(query=_INCLUDES))
async def find_garage(request: Request) -> JSONResponse:
    """The garage, on request with figures and spots."""
    include_stats, include_spots = parse_include_flags(request)
    service = garage_of(request).garage
    garage = await service.find()
    stats = await service.occupancy() if include_stats else None
    spots = await service.find_spots() if include_spots else None
    return JSONResponse({"success": True, "data": view_garage(garage, stats, spots)})


@router.post(
    "/initialize",
    status_code=201,
    responses=answers(DataMessage[InitialisedView], 400, 409, status=201),
    openapi_extra=takes(InitializeBody),
)
async def initialize(request: Request) -> JSONResponse:
    """Create the garage and all its spots."""
    name, floors = parse_initialization(await read_object(request))
    created = await garage_of(request).garage.initialize(name, floors, actor=ACTOR)
    body = {"success": True, "message": "Garage initialized successfully", "data": view_initialised(created)}
    return JSONResponse(body, status_code=201)


@router.get("/rates", responses=answers(Data[CurrentRatesView], 404))
async def find_rates(request: Request) -> JSONResponse:
    """The advertised rates per hour."""
    garage = await garage_of(request).garage.find()
    data: CurrentRatesView = {"rates": view_rates(garage), "lastUpdated": iso_z(garage.updated_at)}
    return JSONResponse({"success": True, "data": data})


@router.put("/rates", responses=answers(DataMessage[ChangedRatesView], 400, 404), openapi_extra=takes(RatesBody))
async def update_rates(request: Request) -> JSONResponse:
    """Change one or more advertised rates."""
    body = await read_object(request)
    garage = await garage_of(request).garage.update_rates(parse_rates(body), actor=ACTOR)
    data = {"updatedRates": body, "currentRates": view_rates(garage), "updatedAt": iso_z(garage.updated_at)}
    return JSONResponse({"success": True, "message": "Garage rates updated successfully", "data": data})


@router.put("/config", responses=answers(DataMessage[SummaryView], 400, 404), openapi_extra=takes(ConfigBody))
async def update_config(request: Request) -> JSONResponse:
    """Rename the garage; an empty body changes nothing."""
    name = parse_config(await read_object(request))
    service = garage_of(request).garage
    garage = await (service.find() if name is None else service.rename(name, actor=ACTOR))
    message = "Garage configuration updated successfully"
    return JSONResponse({"success": True, "message": message, "data": view_summary(garage)})


@router.get("/statistics", responses=answers(Data[StatisticsView], 404))
async def find_statistics(request: Request) -> JSONResponse:
    """Occupancy and the distribution of spots."""
    statistics = await garage_of(request).garage.statistics()
    return JSONResponse({"success": True, "data": view_statistics(statistics)})


@router.get("/status", responses=answers(Data[StatusView]))
async def find_status(request: Request) -> JSONResponse:
    """Whether there is a garage."""
    initialized = await garage_of(request).garage.is_initialized()
    message = "Garage is initialized" if initialized else "Garage is not initialized"
    data: StatusView = {"initialized": initialized, "message": message}
    return JSONResponse({"success": True, "data": data})


@router.get("/capacity", responses=answers(Data[CapacityView], 404))
async def find_capacity(request: Request) -> JSONResponse:
    """Floors, capacity and occupancy."""
    service = garage_of(request).garage
    garage = await service.find()
    return JSONResponse({"success": True, "data": view_capacity(garage, await service.occupancy())})


@router.delete("/reset", responses=answers(DataMessage[ResetView]))
async def reset(request: Request) -> JSONResponse:
    """Remove the garage and its spots; stays and payments remain. Without a garage there is nothing to do."""
    services = garage_of(request)
    try:
        reset_at = await services.garage.reset(actor=ACTOR)
    except GarageNotInitialised:
        reset_at = services.clock.now()
    data: ResetView = {"resetAt": iso_z(reset_at)}
    return JSONResponse({"success": True, "message": "Garage reset successfully", "data": data})
