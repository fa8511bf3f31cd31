"""Between a stay, a ticket, and their rows."""

from __future__ import annotations

from typing import Any, cast

from prisma import models

from atrium.garage.models import ParkingSession, RateType, SessionStatus, Ticket, TicketStatus, VehicleType
from atrium.platform.trail import plain_json

__all__ = ["session_changes", "session_to_row", "ticket_changes", "ticket_to_row", "to_session", "to_ticket"]


def to_session(row: models.ParkingSession) -> ParkingSession:
    """The stay that a row holds."""
    extras = cast(dict[str, Any], row.extras or {})
    return ParkingSession(
        id=row.id,
        garage_id=row.garageId,
        license_plate=row.licensePlate,
        spot_id=row.spotCode,
        vehicle_type=VehicleType(row.vehicleType),
        rate_type=RateType(row.rateType),
        status=SessionStatus(row.status),
        check_in_at=row.checkInAt,
        check_out_at=row.checkOutAt,
        fee_cents=row.feeCents,
        penalty_cents=row.penaltyCents,
        paid_cents=row.paidCents,
        paid_at=row.paidAt,
        charge_count=row.chargeCount,
        discount_cents=row.discountCents,
        rate_plan_id=row.ratePlanId,
        quote_id=row.quoteId,
        permit_id=row.permitId,
        version=row.version,
        record_removed_at=row.deletedAt,
        hidden_at=row.hiddenAt,
        expected_end_at=row.expectedEndAt,
        end_reason=row.endReason,
        notes=extras.get("notes"),
        tags=tuple(extras.get("tags", ())),
        metadata=extras.get("metadata", {}),
        details=extras.get("details", {}),
        created_at=row.createdAt,
        updated_at=row.updatedAt,
    )


def session_changes(session: ParkingSession) -> dict[str, Any]:
    """The columns that may change during a stay; an ended one frees its unique keys."""
    changes: dict[str, Any] = {
        "status": session.status.value,
        "checkOutAt": session.check_out_at,
        "feeCents": session.fee_cents,
        "penaltyCents": session.penalty_cents,
        "paidCents": session.paid_cents,
        "paidAt": session.paid_at,
        "chargeCount": session.charge_count,
        "discountCents": session.discount_cents,
        "ratePlanId": session.rate_plan_id,
        "quoteId": session.quote_id,
        "permitId": session.permit_id,
        "deletedAt": session.record_removed_at,
        "hiddenAt": session.hidden_at,
        "expectedEndAt": session.expected_end_at,
        "endReason": session.end_reason,
        "extras": plain_json(_extras(session)),
    }
    if not session.is_active:
        changes |= {"activePlate": None, "activeSpotId": None}
    return changes


def _extras(session: ParkingSession) -> dict[str, object]:
    return {
        "notes": session.notes,
        "tags": session.tags,
        "metadata": session.metadata,
        "details": session.details,
    }


def session_to_row(session: ParkingSession, vehicle_row_id: str, spot_row_id: str) -> dict[str, Any]:
    """The columns of a new, active stay."""
    return {
        "id": session.id,
        "garageId": session.garage_id,
        "vehicleId": vehicle_row_id,
        "spotId": spot_row_id,
        "spotCode": session.spot_id,
        "licensePlate": session.license_plate,
        "vehicleType": session.vehicle_type.value,
        "rateType": session.rate_type.value,
        "checkInAt": session.check_in_at,
        "activePlate": session.license_plate,
        "activeSpotId": spot_row_id,
        "createdAt": session.created_at,
        "updatedAt": session.updated_at,
        "version": session.version,
    }


def to_ticket(row: models.Ticket) -> Ticket:
    """The ticket that a row holds."""
    return Ticket(
        id=row.id,
        number=row.number,
        session_id=row.sessionId,
        status=TicketStatus(row.status),
        issued_at=row.issuedAt,
        lost_reported_at=row.lostReportedAt,
    )


def ticket_to_row(ticket: Ticket) -> dict[str, Any]:
    """The columns of a new ticket."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "sessionId": ticket.session_id,
        "issuedAt": ticket.issued_at,
        **ticket_changes(ticket),
    }


def ticket_changes(ticket: Ticket) -> dict[str, Any]:
    """The columns that may change."""
    return {"status": ticket.status.value, "lostReportedAt": ticket.lost_reported_at}
