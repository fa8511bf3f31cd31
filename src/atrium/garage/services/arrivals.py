"""What a reservation means for a vehicle that arrives or leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from atrium.garage.interfaces import Repositories
from atrium.garage.models import ParkingSession, Reservation, ReservationStatus, Spot, SpotStatus
from atrium.platform.audit import AuditRecord

__all__ = ["claim_reserved_spot", "find_due_reservation", "note_arrival", "note_departure"]


async def find_due_reservation(
    repositories: Repositories, plate: str, now: datetime, early: timedelta
) -> Reservation | None:
    """The active reservation of a vehicle that arrives, at most ``early`` before its time."""
    reservations = await repositories.reservations.find_active_by_plate(plate)
    return next((each for each in reservations if each.starts_at - early <= now < each.hold_until), None)


async def claim_reserved_spot(repositories: Repositories, reservation: Reservation) -> Spot | None:
    """Occupy the reserved spot; None when another vehicle still stands on it, or it is closed."""
    for status in (SpotStatus.RESERVED, SpotStatus.AVAILABLE):
        spot_id, plate = reservation.spot_id, reservation.license_plate
        if await repositories.spots.move(spot_id, status, SpotStatus.OCCUPIED, plate):
            return await repositories.spots.find_by_id(spot_id)
    return None


async def note_arrival(
    repositories: Repositories, reservation: Reservation, session: ParkingSession, actor: str
) -> None:
    """The reservation is used by this stay."""
    used = replace(reservation, status=ReservationStatus.USED, session_id=session.id)
    await repositories.reservations.save(used)
    await repositories.audit.write(_trail(used, "reservation.used", actor, session.check_in_at))


async def note_departure(repositories: Repositories, session: ParkingSession, at: datetime, actor: str) -> None:
    """The reservation of an ended stay is completed."""
    reservation = await repositories.reservations.find_by_session(session.id)
    if reservation is None or reservation.status is not ReservationStatus.USED:
        return
    done = replace(reservation, status=ReservationStatus.COMPLETED, closed_at=at)
    await repositories.reservations.save(done)
    await repositories.audit.write(_trail(done, "reservation.completed", actor, at))


def _trail(reservation: Reservation, action: str, actor: str, at: datetime) -> AuditRecord:
    return AuditRecord(
        actor=actor,
        action=action,
        entity_type="reservation",
        entity_id=reservation.id,
        at=at,
        detail={"plate": reservation.license_plate, "spot": reservation.spot_id, "session": reservation.session_id},
        after={"status": reservation.status.value},
    )
