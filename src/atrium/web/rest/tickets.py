"""``/api/tickets``: look a ticket up, report one lost."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.web.answers import ACTOR, garage_of
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import answers, takes
from atrium.web.inputs.fields import Fields
from atrium.web.views.operations import TicketView, view_ticket

from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api/tickets", tags=["Tickets"])


class LostTicketBody(TypedDict):
    licensePlate: str


@router.post("/lost", responses=answers(StampedData[TicketView], 400, 404, 409), openapi_extra=takes(LostTicketBody))
async def report_lost(request: Request) -> JSONResponse:
    """Report the ticket of a parked vehicle lost; the fee is charged once, however often this is sent."""
    fields = Fields(await read_json_object(request))
    plate = fields.plate()
    fields.check("Invalid ticket data")
    return done(view_ticket(await garage_of(request).tickets.report_lost(plate, actor=ACTOR)), "Ticket reported lost")


@router.get("/{number}", responses=answers(StampedData[TicketView], 404))
async def find_ticket(request: Request, number: str) -> JSONResponse:
    """A ticket by its number, with the stay it is for."""
    return done(view_ticket(await garage_of(request).tickets.find_by_number(number)))
