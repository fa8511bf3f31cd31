"""Finding a stay and its spot, with the errors every service raises for what is missing."""

from __future__ import annotations

from dataclasses import replace

from atrium.garage.errors import AlreadyCheckedOut, SpotMissing, VehicleNotFound
from atrium.garage.interfaces import Repositories
from atrium.garage.models import ParkingSession, Spot, TicketStatus
from atrium.platform.clock import iso_z

__all__ = ["mark_ticket_paid", "parked_stay", "spot_of"]


async def parked_stay(repositories: Repositories, plate: str) -> ParkingSession:
    """The active stay of a plate.

    Raises:
        AlreadyCheckedOut: the parking record says the vehicle left.
        VehicleNotFound: there is no parking record.
    """
    active = await repositories.sessions.find_active_by_plate(plate)
    if active is not None:
        return active
    latest = await repositories.sessions.find_latest_by_plate(plate)
    if latest is None or latest.check_out_at is None:
        raise VehicleNotFound(
            f"Vehicle with license plate {plate} not found. Please check the license plate and try again."
        )
    left = iso_z(latest.check_out_at)
    raise AlreadyCheckedOut(f"Vehicle {plate} has already been checked out at {left}", {"checkOutTime": left})


async def spot_of(repositories: Repositories, session: ParkingSession) -> Spot:
    """The spot of a stay.

    Raises:
        SpotMissing: the spot was deleted by hand.
    """
    spot = await repositories.spots.find_by_id(session.spot_id)
    if spot is None:
        raise SpotMissing(f"Spot {session.spot_id} not found. Data integrity issue - please contact support.")
    return spot


async def mark_ticket_paid(repositories: Repositories, session_id: str) -> None:
    """A paid stay's ticket opens the gate; a lost ticket stays lost."""
    ticket = await repositories.tickets.find_by_session(session_id)
    if ticket is not None and ticket.status is TicketStatus.ACTIVE:
        await repositories.tickets.save(replace(ticket, status=TicketStatus.PAID))
