"""``/api/checkout``: vehicles leave; what a stay costs."""

from __future__ import annotations

import hmac
from typing import NotRequired

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.errors import AlreadyCheckedOut, VehicleNotFound
from atrium.platform.errors import ValidationFailed
from atrium.web.answers import ACTOR, amount, garage_of, settings_of, timestamp
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import Forbidden
from atrium.web.inputs.check_out import (
    CheckOutBody,
    ForceBody,
    SimulateCheckOutBody,
    parse_check_out,
    parse_check_out_simulation,
    parse_estimate_plate,
    parse_force,
    parse_ready_filter,
)
from atrium.web.views.check_out import (
    CheckOutStatsView,
    CheckOutView,
    ReadyVehicleView,
    SimulatedCheckOutView,
    StayEstimateView,
    view_check_out,
    view_check_out_stats,
    view_estimate,
    view_ready_vehicle,
    view_simulated_check_out,
)

from .envelopes import Answer
from .health import desk_health

__all__ = ["router"]

router = APIRouter(prefix="/api/checkout", tags=["Check-out"])

_GOODBYE = "Vehicle checked out successfully. Thank you for parking with us!"
_READY_FILTERS: tuple[Query, ...] = (
    ("minMinutes", {"type": "integer", "minimum": 0, "default": 0}, "Parked for at least so long"),
)


class CheckOutAnswer(Answer, CheckOutView):
    forced: NotRequired[bool]
    reason: NotRequired[str]
    warning: NotRequired[str]


class SimulatedAnswer(Answer):
    simulation: SimulatedCheckOutView


class StatsAnswer(Answer):
    statistics: CheckOutStatsView


class FiltersView(TypedDict):
    minMinutes: int


class ReadyAnswer(Answer):
    count: int
    vehicles: list[ReadyVehicleView]
    filters: FiltersView


class EstimateAnswer(Answer):
    licensePlate: str
    estimate: StayEstimateView
    note: str


@router.post("", responses=answers(CheckOutAnswer, 400, 404, 409), openapi_extra=takes(CheckOutBody))
async def check_out(request: Request) -> JSONResponse:
    """End a stay and charge it; what is owed is paid through ``/api/payments``."""
    body = await read_json_object(request)
    order = parse_check_out(body)
    result = await garage_of(request).check_out.check_out(order)
    sent_time = str(body["checkOutTime"]) if order.check_out_time else None
    answer: CheckOutAnswer = {
        "success": True,
        "message": _GOODBYE,
        **view_check_out(result, sent_time),
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


@router.post("/simulate", responses=answers(SimulatedAnswer, 400), openapi_extra=takes(SimulateCheckOutBody))
async def simulate_check_out(request: Request) -> JSONResponse:
    """What a check-out would charge now; what stands against it is an answer too."""
    order = parse_check_out_simulation(await read_json_object(request))
    try:
        estimate = await garage_of(request).check_out.estimate(
            order.license_plate, until=order.check_out_time, apply_grace_period=order.apply_grace_period
        )
    except (VehicleNotFound, AlreadyCheckedOut, ValidationFailed) as error:
        refusal = {"success": False, "error": "SIMULATION_ERROR", "message": error.message, "timestamp": timestamp()}
        return JSONResponse(refusal)
    answer: SimulatedAnswer = {
        "success": True,
        "message": "Checkout simulation completed",
        "simulation": view_simulated_check_out(estimate),
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


@router.get("/stats", responses=answers(StatsAnswer))
async def find_check_out_stats(request: Request) -> JSONResponse:
    """Figures of the check-out desk."""
    stats = await garage_of(request).check_out.stats()
    answer: StatsAnswer = {
        "success": True,
        "message": "Checkout statistics retrieved successfully",
        "statistics": view_check_out_stats(stats),
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


@router.get("/ready", responses=answers(ReadyAnswer, 400), openapi_extra=takes(query=_READY_FILTERS))
async def list_ready_vehicles(request: Request) -> JSONResponse:
    """Parked vehicles with what they owe by now."""
    minutes = parse_ready_filter(request)
    estimates = await garage_of(request).check_out.ready_for_check_out(minutes)
    answer: ReadyAnswer = {
        "success": True,
        "message": f"Found {len(estimates)} vehicle(s) ready for checkout",
        "count": len(estimates),
        "vehicles": [view_ready_vehicle(estimate) for estimate in estimates],
        "filters": {"minMinutes": minutes},
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


@router.get("/estimate/{license_plate}", responses=answers(EstimateAnswer, 400, 404))
async def estimate_check_out(request: Request, license_plate: str) -> JSONResponse:
    """What a parked vehicle owes by now."""
    plate = parse_estimate_plate(license_plate)
    try:
        estimate = await garage_of(request).check_out.estimate(plate)
    except (VehicleNotFound, AlreadyCheckedOut) as error:
        refusal = {
            "success": False,
            "message": f"Cannot get estimate: {error.message}",
            "error": "SIMULATION_ERROR",
            "licensePlate": plate,
            "timestamp": timestamp(),
        }
        return JSONResponse(refusal, status_code=404)
    answer: EstimateAnswer = {
        "success": True,
        "message": "Estimate calculated successfully",
        "licensePlate": plate,
        "estimate": view_estimate(estimate),
        "note": "This is an estimate. The final amount is calculated at checkout.",
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


@router.post("/force", responses=answers(CheckOutAnswer, 400, 403, 404, 409), openapi_extra=takes(ForceBody))
async def force_check_out(request: Request) -> JSONResponse:
    """End a stay on an administrator's word; the reason goes into the audit trail."""
    order = parse_force(await read_json_object(request))
    if not hmac.compare_digest(order.admin_key.encode(), settings_of(request).admin_key.encode()):
        raise Forbidden("Invalid admin key")
    result = await garage_of(request).check_out.force(order.license_plate, order.reason, ACTOR)
    answer: CheckOutAnswer = {
        "success": True,
        "message": f"Vehicle {result.session.license_plate} forcibly checked out. Reason: {order.reason}",
        **view_check_out(result, None),
        "forced": True,
        "reason": order.reason,
        "warning": "This was a forced checkout performed by an administrator",
        "timestamp": timestamp(),
    }
    return JSONResponse(answer)


@router.get("/health", responses=answers(dict[str, object], 503))
async def check_out_health(request: Request) -> JSONResponse:
    """Whether the check-out desk works."""

    async def summary() -> dict[str, object]:
        stats = await garage_of(request).check_out.stats()
        return {
            "availableSpots": stats.occupancy.available,
            "vehiclesParked": stats.records.parked,
            "totalRevenue": amount(stats.revenue.revenue),
            "pendingRevenue": amount(stats.revenue.pending),
        }

    return await desk_health("checkout", summary)
