"""Stays as the session endpoints show them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from typing_extensions import TypedDict

from atrium.garage.models import SessionStatus, parse_spot_id
from atrium.garage.services import ListedSession, SessionFigures, SessionPage
from atrium.platform.clock import iso_z
from atrium.web.answers import amount, number

__all__ = [
    "SessionFiguresView",
    "SessionListView",
    "SessionView",
    "sessions_as_csv",
    "view_session",
    "view_session_figures",
    "view_session_page",
]


class SessionView(TypedDict):
    id: str
    vehicleId: str
    licensePlate: str
    vehicleType: str
    vehicleMake: str | None
    vehicleModel: str | None
    vehicleColor: str | None
    spotId: str
    floor: int
    bay: int
    spotNumber: str
    garageId: str
    status: str
    createdAt: str
    updatedAt: str
    endTime: str | None
    expectedEndTime: str | None
    duration: int
    cost: float
    rateType: str
    endReason: str | None
    notes: str | None
    tags: list[str]
    metadata: dict[str, object]


class SessionPaginationView(TypedDict):
    total: int
    limit: int
    offset: int
    page: int
    totalPages: int
    hasNextPage: bool
    hasPreviousPage: bool


class SessionListView(TypedDict):
    data: list[SessionView]
    pagination: SessionPaginationView


class SessionFiguresView(TypedDict):
    total: int
    active: int
    completed: int
    cancelled: int
    totalRevenue: float
    averageDuration: float


_COLUMNS = (
    ("Session ID", "id"),
    ("License Plate", "licensePlate"),
    ("Vehicle Type", "vehicleType"),
    ("Spot ID", "spotId"),
    ("Floor", "floor"),
    ("Bay", "bay"),
    ("Status", "status"),
    ("Start Time", "createdAt"),
    ("End Time", "endTime"),
    ("Duration (minutes)", "duration"),
    ("Cost", "cost"),
    ("Rate Type", "rateType"),
    ("End Reason", "endReason"),
    ("Notes", "notes"),
)


def view_session(listed: ListedSession) -> SessionView:
    session, vehicle = listed.session, listed.vehicle
    place = parse_spot_id(session.spot_id)
    return {
        "id": session.id,
        "vehicleId": session.license_plate,
        "licensePlate": session.license_plate,
        "vehicleType": session.vehicle_type.value,
        "vehicleMake": vehicle.make if vehicle else None,
        "vehicleModel": vehicle.model if vehicle else None,
        "vehicleColor": vehicle.color if vehicle else None,
        "spotId": session.spot_id,
        "floor": place.floor,
        "bay": place.bay,
        "spotNumber": str(place.spot_number),
        "garageId": session.garage_id,
        "status": session.status.value,
        "createdAt": iso_z(session.check_in_at),
        "updatedAt": iso_z(session.updated_at),
        "endTime": iso_z(session.check_out_at) if session.check_out_at else None,
        "expectedEndTime": iso_z(session.expected_end_at) if session.expected_end_at else None,
        "duration": listed.minutes,
        "cost": amount(session.charged_cents),
        "rateType": session.rate_type.value,
        "endReason": session.end_reason,
        "notes": session.notes,
        "tags": list(session.tags),
        "metadata": dict(session.metadata),
    }


def view_session_page(page: SessionPage) -> SessionListView:
    limit, offset = page.wanted.take, page.wanted.skip
    return {
        "data": [view_session(each) for each in page.sessions],
        "pagination": {
            "total": page.total,
            "limit": limit,
            "offset": offset,
            "page": offset // limit + 1,
            "totalPages": -(-page.total // limit),
            "hasNextPage": offset + limit < page.total,
            "hasPreviousPage": offset > 0,
        },
    }


def view_session_figures(figures: SessionFigures) -> SessionFiguresView:
    return {
        "total": figures.counts.total(),
        "active": figures.counts[SessionStatus.ACTIVE],
        "completed": figures.counts[SessionStatus.COMPLETED],
        "cancelled": figures.counts[SessionStatus.CANCELLED],
        "totalRevenue": amount(figures.revenue_cents),
        "averageDuration": number(figures.average_minutes),
    }


def sessions_as_csv(sessions: Iterable[ListedSession]) -> str:
    """Every field in quotation marks; what a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([title for title, _ in _COLUMNS])
    for each in sessions:
        row: dict[str, object] = dict(view_session(each))
        writer.writerow([_cell(row[name]) for _, name in _COLUMNS])
    return text.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
