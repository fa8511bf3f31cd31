"""Stays as clients list and steer them: pages, figures, ending, cancelling, extending.

``SessionDesk``: ``page``, ``find``, ``figures``, ``end``, ``cancel``, ``extend``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from atrium.garage.errors import SessionNotActive, SessionNotFound, SpotReleaseFailed
from atrium.garage.interfaces import GarageStore, Kind, Repositories, SessionFilter, SessionRange
from atrium.garage.models import ParkingSession, SessionStatus, TicketStatus, Vehicle
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import ValidationFailed

from .arrivals import note_departure
from .check_out import CheckOutService
from .requests import CheckOut

__all__ = ["MAX_EXTENSION", "ListedSession", "SessionDesk", "SessionFigures", "SessionPage"]

MAX_EXTENSION = timedelta(hours=48)
_EXTENSION_STEP = timedelta(minutes=15)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSession:
    """A stay, what is known of its vehicle, and when this was read."""

    session: ParkingSession
    vehicle: Vehicle | None
    at: datetime

    @property
    def minutes(self) -> int:
        """Up to now, or to the end."""
        return max(0, int(((self.session.check_out_at or self.at) - self.session.check_in_at).total_seconds() // 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """``counts`` has every stay that matches, by status."""

    sessions: list[ListedSession]
    counts: Counter[SessionStatus]
    wanted: SessionRange

    @property
    def total(self) -> int:
        return self.counts.total()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFigures:
    """Counts of the stays that came in the period; money and durations of those that ended in it."""

    counts: Counter[SessionStatus]
    revenue_cents: int
    average_minutes: float


class SessionDesk:
    """Ending a stay is a check-out that keeps the record; it charges what every check-out charges."""

    def __init__(self, store: GarageStore, clock: Clock, check_out: CheckOutService) -> None:
        self._store = store
        self._clock = clock
        self._check_out = check_out

    async def page(self, wanted: SessionRange) -> SessionPage:
        """One page of the stays that match."""
        sessions = self._store.committed.sessions
        return SessionPage(
            sessions=await self._list(await sessions.find_range(wanted)),
            counts=await sessions.count_by_status(wanted.where),
            wanted=wanted,
        )

    async def find(self, session_id: str) -> ListedSession:
        """One stay.

        Raises:
            SessionNotFound: there is none with this id.
        """
        return (await self._list([await _require(self._store.committed, session_id)]))[0]

    async def figures(self, since: datetime | None) -> SessionFigures:
        """Counts, revenue and average duration since a moment (None: ever)."""
        repositories = self._store.committed
        start, end = since or _EVER, self._clock.now() + timedelta(milliseconds=1)
        closed = await repositories.sessions.get_closed(start, end)
        bands = await repositories.analytics.get_durations(start, end)
        stays = sum(band.stays for band in bands)
        return SessionFigures(
            counts=await repositories.sessions.count_by_status(SessionFilter(since=since)),
            revenue_cents=sum(group.charged_cents for group in closed),
            average_minutes=sum(band.minutes for band in bands) / stays if stays else 0.0,
        )

    async def end(self, session_id: str, reason: str | None, *, actor: str = SYSTEM_ACTOR) -> ListedSession:
        """Check the vehicle out.

        Raises:
            SessionNotFound, SessionNotActive; SpotReleaseFailed as ``CheckOutService.check_out``.
        """
        session = _require_active(await _require(self._store.committed, session_id))
        order = CheckOut(license_plate=session.license_plate, remove_record=False, end_reason=reason, actor=actor)
        await self._check_out.check_out(order)
        return await self.find(session_id)

    async def cancel(self, session_id: str, reason: str | None, *, actor: str = SYSTEM_ACTOR) -> ListedSession:
        """End the stay without a charge, and free its spot; what was charged and paid before stays in the books.

        Raises:
            SessionNotFound, SessionNotActive.
            SpotReleaseFailed: the spot does not hold this vehicle.
        """

        async def change(repositories: Repositories, session: ParkingSession) -> ParkingSession:
            if not await repositories.spots.release(session.spot_id, session.license_plate):
                raise SpotReleaseFailed(f"Failed to release spot: {session.spot_id} does not hold this vehicle")
            await note_departure(repositories, session, self._clock.now(), actor)
            ticket = await repositories.tickets.find_by_session(session.id)
            if ticket is not None and ticket.status is TicketStatus.ACTIVE:
                await repositories.tickets.save(replace(ticket, status=TicketStatus.CANCELLED))
            now = self._clock.now()
            return replace(session, status=SessionStatus.CANCELLED, check_out_at=now, end_reason=reason)

        return await self._change(session_id, "session.cancelled", actor, change)

    async def extend(self, session_id: str, by: timedelta, *, actor: str = SYSTEM_ACTOR) -> ListedSession:
        """Move the expected end, in quarters of an hour.

        Raises:
            ValidationFailed: not in quarters of an hour, or more than two days.
            SessionNotFound, SessionNotActive.
        """
        if not timedelta() < by <= MAX_EXTENSION or by % _EXTENSION_STEP:
            raise ValidationFailed("Additional hours must be quarters of an hour, and at most 48")

        async def change(repositories: Repositories, session: ParkingSession) -> ParkingSession:
            return replace(session, expected_end_at=(session.expected_end_at or self._clock.now()) + by)

        return await self._change(session_id, "session.extended", actor, change)

    async def _change(
        self,
        session_id: str,
        action: str,
        actor: str,
        change: Callable[[Repositories, ParkingSession], Awaitable[ParkingSession]],
    ) -> ListedSession:
        async def unit(repositories: Repositories) -> None:
            session = _require_active(await _require(repositories, session_id))
            saved = await repositories.sessions.save(await change(repositories, session))
            await repositories.audit.write(
                AuditRecord(
                    actor=actor,
                    action=action,
                    entity_type="session",
                    entity_id=session_id,
                    at=self._clock.now(),
                    detail={"plate": saved.license_plate, "spot": saved.spot_id, "reason": saved.end_reason},
                )
            )

        await self._store.transact(unit)
        return await self.find(session_id)

    async def _list(self, sessions: list[ParkingSession]) -> list[ListedSession]:
        plates = {session.license_plate for session in sessions}
        vehicles = await self._store.committed.tables[Kind.VEHICLE].find(plates) if plates else {}
        now = self._clock.now()
        return [ListedSession(session=each, vehicle=vehicles.get(each.license_plate), at=now) for each in sessions]


async def _require(repositories: Repositories, session_id: str) -> ParkingSession:
    session = await repositories.sessions.find_by_id(session_id)
    if session is None or session.hidden_at is not None:
        raise SessionNotFound(f"Session with ID '{session_id}' not found")
    return session


def _require_active(session: ParkingSession) -> ParkingSession:
    if not session.is_active:
        raise SessionNotActive(f"Session is not active (status: {session.status.value})")
    return session
