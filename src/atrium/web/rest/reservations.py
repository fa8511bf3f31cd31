"""``/api/reservations``: spots kept for vehicles."""

from __future__ import annotations

from datetime import timedelta
from typing import NotRequired

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.models import ReservationStatus, VehicleType
from atrium.garage.services import Reserve
from atrium.web.answers import ACTOR, garage_of
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import InvalidRequest
from atrium.web.inputs.fields import Fields
from atrium.web.views.operations import ReservationView, view_reservation

from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api/reservations", tags=["Reservations"])

_MOMENT: dict[str, object] = {"type": "string", "format": "date-time"}
_LIST: tuple[Query, ...] = (
    ("from", _MOMENT, "Begins at or after; default: now less a day"),
    ("to", _MOMENT, "Begins before; default: 30 days later"),
    ("status", {"type": "string", "enum": list(ReservationStatus)}, "Only those of this status"),
)
_FREE: tuple[Query, ...] = (
    ("from", _MOMENT, "Default: now"),
    ("to", _MOMENT, "Default: an hour later"),
    ("vehicleType", {"type": "string", "enum": list(VehicleType)}, "Required"),
)


class ReservationBody(TypedDict):
    """No ``startsAt``: a hold from now on. No ``endsAt``: for the hold time. No ``spotId``: on the best spot."""

    licensePlate: str
    vehicleType: str
    startsAt: NotRequired[str]
    endsAt: NotRequired[str]
    spotId: NotRequired[str]


class PeriodBody(TypedDict):
    startsAt: str
    endsAt: str


@router.post(
    "",
    status_code=201,
    responses=answers(StampedData[ReservationView], 400, 404, 409, status=201),
    openapi_extra=takes(ReservationBody),
)
async def reserve(request: Request) -> JSONResponse:
    """Reserve a spot, now or for later."""
    fields = Fields(await read_json_object(request))
    order = Reserve(
        license_plate=fields.plate(),
        vehicle_type=fields.choice("vehicleType", VehicleType),
        starts_at=fields.moment("startsAt"),
        ends_at=fields.moment("endsAt"),
        spot_id=fields.optional_text("spotId"),
        actor=ACTOR,
    )
    fields.check("Invalid reservation data")
    made = await garage_of(request).reservations.reserve(order)
    return done(view_reservation(made), "Reservation created successfully", status=201)


@router.get("", responses=answers(StampedData[list[ReservationView]], 400), openapi_extra=takes(query=_LIST))
async def list_reservations(request: Request) -> JSONResponse:
    """Reservations that begin within a period, earliest first."""
    services = garage_of(request)
    fields = Fields(request.query_params)
    start = fields.moment("from") or services.clock.now() - timedelta(days=1)
    end = fields.moment("to") or start + timedelta(days=31)
    status = fields.optional_choice("status", ReservationStatus)
    fields.check("Invalid query parameters")
    found = await services.reservations.find_between(start, end, status)
    return done([view_reservation(each) for each in found])


@router.get("/stats", responses=answers(StampedData[dict[str, int]]))
async def count_reservations(request: Request) -> JSONResponse:
    """How many reservations there are of each status."""
    return done(await garage_of(request).reservations.stats())


@router.get("/availability", responses=answers(StampedData[list[str]], 400), openapi_extra=takes(query=_FREE))
async def find_free_spots(request: Request) -> JSONResponse:
    """Spots that could be reserved for a period, the best one first."""
    services = garage_of(request)
    fields = Fields(request.query_params)
    start = fields.moment("from") or services.clock.now()
    end = fields.moment("to") or start + timedelta(hours=1)
    vehicle_type = fields.choice("vehicleType", VehicleType)
    fields.check("Invalid query parameters")
    if end <= start:
        raise InvalidRequest("Invalid query parameters", ["to must be after from"])
    spots = await services.reservations.find_free_spots(start, end, vehicle_type)
    return done([spot.id for spot in spots])


@router.get("/license/{plate}", responses=answers(StampedData[list[ReservationView]], 400))
async def find_by_plate(request: Request, plate: str) -> JSONResponse:
    """The active reservations of a vehicle."""
    return done([view_reservation(each) for each in await garage_of(request).reservations.find_by_plate(plate)])


@router.get("/{reservation_id}", responses=answers(StampedData[ReservationView], 404))
async def find_reservation(request: Request, reservation_id: str) -> JSONResponse:
    """One reservation."""
    return done(view_reservation(await garage_of(request).reservations.find(reservation_id)))


@router.put(
    "/{reservation_id}",
    responses=answers(StampedData[ReservationView], 400, 404, 409),
    openapi_extra=takes(PeriodBody),
)
async def change_reservation(request: Request, reservation_id: str) -> JSONResponse:
    """Move a reservation to another time: a new one takes its place."""
    fields = Fields(await read_json_object(request))
    start, end = fields.moment("startsAt"), fields.moment("endsAt")
    fields.check("Invalid reservation data")
    if start is None or end is None:
        raise InvalidRequest("Invalid reservation data", ["startsAt and endsAt are required"])
    changed = await garage_of(request).reservations.change(reservation_id, start, end, actor=ACTOR)
    return done(view_reservation(changed), "Reservation changed successfully")


@router.delete("/{reservation_id}", responses=answers(StampedData[ReservationView], 404, 409))
async def cancel_reservation(request: Request, reservation_id: str) -> JSONResponse:
    """Give a reservation up."""
    cancelled = await garage_of(request).reservations.cancel(reservation_id, actor=ACTOR)
    return done(view_reservation(cancelled), "Reservation cancelled successfully")


@router.put("/{reservation_id}/complete", responses=answers(StampedData[ReservationView], 404, 409))
async def complete_reservation(request: Request, reservation_id: str) -> JSONResponse:
    """End a used reservation before its vehicle leaves."""
    completed = await garage_of(request).reservations.complete(reservation_id, actor=ACTOR)
    return done(view_reservation(completed), "Reservation completed successfully")
