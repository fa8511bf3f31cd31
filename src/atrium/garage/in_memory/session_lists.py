"""Lists of stays in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from atrium.garage.interfaces import SessionFilter, SessionRange, SessionSort
from atrium.garage.models import ParkingSession, SessionStatus

__all__ = ["count_sessions", "session_range"]

_NO_END = datetime(1, 1, 1, tzinfo=UTC)


def session_range(sessions: Iterable[ParkingSession], wanted: SessionRange) -> list[ParkingSession]:
    """The wanted part of the stays that match."""
    found = sorted((each for each in sessions if _matches(each, wanted.where)), key=lambda each: each.id)
    found.sort(key=lambda each: _key(each, wanted.sort), reverse=wanted.descending)
    return found[wanted.skip : wanted.skip + wanted.take]


def count_sessions(sessions: Iterable[ParkingSession], where: SessionFilter) -> Counter[SessionStatus]:
    return Counter(each.status for each in sessions if _matches(each, where))


def _matches(session: ParkingSession, where: SessionFilter) -> bool:
    return (
        session.hidden_at is None
        and where.status in (None, session.status)
        and (where.since is None or session.check_in_at >= where.since)
        and (where.text is None or where.text in session.license_plate or where.text in session.spot_id)
    )


def _key(session: ParkingSession, sort: SessionSort) -> Any:
    match sort:
        case SessionSort.CREATED_AT:
            return session.check_in_at
        case SessionSort.END_TIME:
            return session.check_out_at or _NO_END
        case SessionSort.DURATION:
            return (session.check_out_at or session.check_in_at) - session.check_in_at
        case SessionSort.COST:
            return session.charged_cents
        case SessionSort.LICENSE_PLATE:
            return session.license_plate
