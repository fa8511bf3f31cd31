"""``/api/checkin``: vehicles come in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from atrium.garage.errors import DuplicateCheckIn, GarageFull
from atrium.platform.errors import ValidationFailed
from atrium.web.answers import garage_of, timestamp
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import answers, takes
from atrium.web.inputs.check_in import (
    CheckInBody,
    SimulateCheckInBody,
    parse_check_in,
    parse_check_in_simulation,
    parse_vehicle_type,
)
from atrium.web.views.check_in import (
    AvailabilityView,
    CheckInStatsView,
    CheckInView,
    SimulatedCheckInView,
    TypeAvailabilityView,
    view_availability,
    view_check_in,
    view_check_in_stats,
    view_simulated_check_in,
    view_type_availability,
)

from .envelopes import Answer
from .health import desk_health

__all__ = ["router"]

router = APIRouter(prefix="/api/checkin", tags=["Check-in"])


class CheckInAnswer(Answer, CheckInView):
    pass


class SimulatedAnswer(Answer, SimulatedCheckInView):
    pass


class AvailabilityAnswer(Answer, AvailabilityView):
    pass


class TypeAvailabilityAnswer(Answer, TypeAvailabilityView):
    pass


class StatsAnswer(Answer):
    statistics: CheckInStatsView


@router.post(
    "",
    status_code=201,
    responses=answers(CheckInAnswer, 400, 409, 503, status=201),
    openapi_extra=takes(CheckInBody),
)
async def check_in(request: Request) -> JSONResponse:
    """Park a vehicle on the best free spot."""
    order = parse_check_in(await read_json_object(request))
    result = await garage_of(request).check_in.check_in(order)
    body: CheckInAnswer = {
        "success": True,
        "message": "Vehicle checked in successfully",
        **view_check_in(result),
        "timestamp": timestamp(),
    }
    return JSONResponse(body, status_code=201)


@router.post("/simulate", responses=answers(SimulatedAnswer, 400), openapi_extra=takes(SimulateCheckInBody))
async def simulate_check_in(request: Request) -> JSONResponse:
    """Where a vehicle would be parked now; what stands against it is an answer too."""
    plate, kind = parse_check_in_simulation(await read_json_object(request))
    try:
        simulation = await garage_of(request).check_in.simulate(plate, parse_vehicle_type(kind))
    except DuplicateCheckIn as error:
        return _refused("DUPLICATE_VEHICLE", error.message)
    except GarageFull as error:
        return _refused("NO_AVAILABLE_SPOTS", error.message, availableCount=0)
    except ValidationFailed as error:
        return _refused("SIMULATION_ERROR", error.message)
    body: SimulatedAnswer = {
        "success": True,
        "message": f"Vehicle would be assigned to spot {simulation.spot.id}",
        **view_simulated_check_in(simulation),
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/availability", responses=answers(AvailabilityAnswer))
async def find_availability(request: Request) -> JSONResponse:
    """Free spots for each vehicle type."""
    availability = await garage_of(request).check_in.availability()
    body: AvailabilityAnswer = {
        "success": True,
        "message": "Availability retrieved successfully",
        **view_availability(availability),
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/availability/{vehicle_type}", responses=answers(TypeAvailabilityAnswer, 400))
async def find_type_availability(request: Request, vehicle_type: str) -> JSONResponse:
    """Free spots for one vehicle type and the spot it would get."""
    try:
        kind = parse_vehicle_type(vehicle_type)
    except ValidationFailed as error:
        return JSONResponse({"success": False, "message": error.message, "timestamp": timestamp()}, status_code=400)
    availability = await garage_of(request).check_in.availability_for(kind)
    found = "available" if availability.has_available else "not available"
    body: TypeAvailabilityAnswer = {
        "success": True,
        **view_type_availability(availability),
        "message": f"Parking is {found} for {kind.value} vehicles",
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/stats", responses=answers(StatsAnswer))
async def find_check_in_stats(request: Request) -> JSONResponse:
    """Figures of the check-in desk."""
    stats = await garage_of(request).check_in.stats()
    body: StatsAnswer = {
        "success": True,
        "message": "Check-in statistics retrieved successfully",
        "statistics": view_check_in_stats(stats),
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/health", responses=answers(dict[str, object], 503))
async def check_in_health(request: Request) -> JSONResponse:
    """Whether the check-in desk works."""

    async def summary() -> dict[str, object]:
        stats = await garage_of(request).check_out.stats()
        return {
            "totalSpots": stats.occupancy.total,
            "availableSpots": stats.occupancy.available,
            "currentlyParked": stats.records.parked,
        }

    return await desk_health("checkin", summary)


def _refused(code: str, message: str, **facts: object) -> JSONResponse:
    body = {"success": False, "error": code, "message": message, **facts, "timestamp": timestamp()}
    return JSONResponse(body)
