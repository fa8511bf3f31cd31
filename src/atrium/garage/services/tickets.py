"""Lost tickets: the fee is charged once, however often the loss is reported."""

from __future__ import annotations

from dataclasses import dataclass, replace

from atrium.garage.errors import TicketNotFound, VehicleNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import ParkingSession, Ticket, TicketStatus, normalise_plate
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock

from .accounting import charge_penalty
from .policy import GaragePolicy
from .stays import parked_stay

__all__ = ["StayTicket", "TicketService"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayTicket:
    """A ticket and its stay; ``session.penalty_cents`` is the fee for a lost one."""

    ticket: Ticket
    session: ParkingSession


class TicketService:
    """``report_lost``, ``find`` and ``find_by_number``."""

    def __init__(self, store: GarageStore, clock: Clock, policy: GaragePolicy) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy

    async def find(self, session_id: str) -> Ticket | None:
        """The ticket of a stay."""
        return await self._store.committed.tickets.find_by_session(session_id)

    async def find_by_number(self, number: str) -> StayTicket:
        """The ticket with a number, and its stay. Raises TicketNotFound."""
        repositories = self._store.committed
        ticket = await repositories.tickets.find_by_number(number.strip().upper())
        session = await repositories.sessions.find_by_id(ticket.session_id) if ticket else None
        if ticket is None or session is None:
            raise TicketNotFound(f"Ticket {number!r} not found")
        return StayTicket(ticket=ticket, session=session)

    async def report_lost(self, license_plate: str, *, actor: str = SYSTEM_ACTOR) -> StayTicket:
        """Charge the policy's lost-ticket fee to a parked vehicle; reported again, nothing more is charged.

        Raises:
            VehicleNotFound, AlreadyCheckedOut: the vehicle is not parked, or has no ticket.
        """
        plate = normalise_plate(license_plate)

        async def unit(repositories: Repositories) -> StayTicket:
            session = await parked_stay(repositories, plate)
            ticket = await repositories.tickets.find_by_session(session.id)
            if ticket is None:
                raise VehicleNotFound(f"The stay of {plate} has no ticket")
            if ticket.status is TicketStatus.LOST:
                return StayTicket(ticket=ticket, session=session)
            return await self._charge(repositories, session, ticket, actor)

        return await self._store.transact(unit)

    async def _charge(
        self, repositories: Repositories, session: ParkingSession, ticket: Ticket, actor: str
    ) -> StayTicket:
        now = self._clock.now()
        charged, charges = charge_penalty(session, self._policy.lost_ticket_fee, now)
        lost = replace(ticket, status=TicketStatus.LOST, lost_reported_at=now)
        saved = await repositories.sessions.save(charged)
        await repositories.tickets.save(lost)
        if charges:
            await repositories.ledger.post(*charges)
        await repositories.audit.write(
            AuditRecord(
                actor=actor,
                action="ticket.lost",
                entity_type="ticket",
                entity_id=ticket.id,
                at=now,
                detail={"session": session.id, "feeCents": self._policy.lost_ticket_fee},
                before={"status": ticket.status.value},
                after={"status": lost.status.value},
            )
        )
        return StayTicket(ticket=lost, session=saved)
