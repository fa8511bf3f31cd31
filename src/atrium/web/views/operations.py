"""Reservations, plans, quotes, permits, tickets, disputes, closed days and the trail as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict

from atrium.garage.interfaces import ArchivedRow
from atrium.garage.models import (
    Customer,
    DayClose,
    DiscountCode,
    Dispute,
    JournalEntry,
    Permit,
    Quote,
    RatePlan,
    Reservation,
)
from atrium.garage.services import StayTicket
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import iso_z
from atrium.web.answers import amount

__all__ = [
    "ArchivedView",
    "AuditView",
    "CodeView",
    "CustomerView",
    "DayCloseView",
    "DisputeView",
    "EntryView",
    "PermitView",
    "PlanView",
    "QuoteView",
    "ReservationView",
    "TicketView",
    "view_archived",
    "view_audit",
    "view_close",
    "view_code",
    "view_customer",
    "view_dispute",
    "view_entry",
    "view_permit",
    "view_plan",
    "view_quote",
    "view_reservation",
    "view_ticket",
]


class ReservationView(TypedDict):
    id: str
    number: str
    spotId: str
    licensePlate: str
    vehicleType: str
    status: str
    startsAt: str
    endsAt: str
    holdUntil: str
    sessionId: str | None
    reason: str | None
    createdAt: str


class PlanView(TypedDict):
    code: str
    version: int
    name: str
    isDefault: bool
    hourly: dict[str, float]
    premiums: dict[str, float]
    daily: dict[str, int | None]
    monthly: dict[str, int | None]
    dayCap: float | None
    minimum: float
    graceMinutes: int
    surgeCapPercent: int
    surge: list[dict[str, object]]
    tiers: list[dict[str, object]]


class CodeView(TypedDict):
    code: str
    kind: str
    value: float
    minimum: float
    maximum: float | None
    spotTypes: list[str]
    tiers: list[str]
    validFrom: str | None
    validUntil: str | None
    usageLimit: int | None
    usedCount: int


class QuoteView(TypedDict):
    id: str
    amount: float
    currency: str
    sessionId: str | None
    licensePlate: str | None
    discountCode: str | None
    pricedFrom: str
    pricedUntil: str
    issuedAt: str
    validUntil: str
    breakdown: Mapping[str, object]


class PermitView(TypedDict):
    id: str
    number: str
    licensePlate: str
    customerId: str | None
    status: str
    startsAt: str
    endsAt: str
    months: int
    price: float
    paid: float
    autoRenew: bool


class CustomerView(TypedDict):
    id: str
    name: str
    email: str
    tier: str


class TicketView(TypedDict):
    number: str
    status: str
    issuedAt: str
    lostReportedAt: str | None
    sessionId: str
    licensePlate: str
    spotId: str
    lostTicketFee: float
    balance: float


class DisputeView(TypedDict):
    reference: str
    paymentId: str
    amount: float
    reason: str
    status: str
    openedAt: str
    resolvedAt: str | None


class DayCloseView(TypedDict):
    day: str
    startsAt: str
    endsAt: str
    expectedCash: float
    countedCash: float
    variance: float
    closedBy: str
    closedAt: str
    figures: Mapping[str, object]


class EntryView(TypedDict):
    id: str
    reference: str
    kind: str
    sessionId: str | None
    permitId: str | None
    paymentId: str | None
    occurredAt: str
    lines: list[dict[str, object]]


class AuditView(TypedDict):
    id: str
    at: str
    actor: str
    action: str
    entityType: str
    entityId: str
    detail: Mapping[str, object]
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


class ArchivedView(TypedDict):
    kind: str
    id: str
    label: str
    deletedAt: str


def view_reservation(reservation: Reservation) -> ReservationView:
    return {
        "id": reservation.id,
        "number": reservation.number,
        "spotId": reservation.spot_id,
        "licensePlate": reservation.license_plate,
        "vehicleType": reservation.vehicle_type.value,
        "status": reservation.status.value,
        "startsAt": iso_z(reservation.starts_at),
        "endsAt": iso_z(reservation.ends_at),
        "holdUntil": iso_z(reservation.hold_until),
        "sessionId": reservation.session_id,
        "reason": reservation.reason,
        "createdAt": iso_z(reservation.created_at),
    }


def view_plan(plan: RatePlan) -> PlanView:
    return {
        "code": plan.code,
        "version": plan.version,
        "name": plan.name,
        "isDefault": plan.is_default,
        "hourly": {
            "compact": amount(plan.compact_hourly_cents),
            "standard": amount(plan.standard_hourly_cents),
            "oversized": amount(plan.oversized_hourly_cents),
        },
        "premiums": {"ev_charging": amount(plan.ev_premium_cents), "handicap": amount(plan.handicap_premium_cents)},
        "daily": {"percent": plan.daily_percent, "capHours": plan.daily_cap_hours},
        "monthly": {"percent": plan.monthly_percent, "capHours": plan.monthly_cap_hours},
        "dayCap": None if plan.day_cap_cents is None else amount(plan.day_cap_cents),
        "minimum": amount(plan.minimum_cents),
        "graceMinutes": plan.grace_minutes,
        "surgeCapPercent": plan.surge_cap_percent,
        "surge": [
            {
                "kind": rule.kind.value,
                "percent": rule.percent,
                "weekdays": sorted(rule.weekdays),
                "startMinute": rule.start_minute,
                "endMinute": rule.end_minute,
                "occupancyPercent": rule.occupancy_percent,
            }
            for rule in plan.surge_rules
        ],
        "tiers": [
            {
                "tier": terms.tier.value,
                "discountPercent": terms.discount_percent,
                "graceMinutes": terms.grace_minutes,
                "freeHours": terms.free_hours,
            }
            for terms in plan.tiers
        ],
    }


def view_code(code: DiscountCode) -> CodeView:
    return {
        "code": code.code,
        "kind": code.kind.value,
        "value": code.value if code.kind.value == "percent" else amount(code.value),
        "minimum": amount(code.minimum_cents),
        "maximum": None if code.maximum_cents is None else amount(code.maximum_cents),
        "spotTypes": [each.value for each in code.spot_types],
        "tiers": [each.value for each in code.tiers],
        "validFrom": iso_z(code.valid_from) if code.valid_from else None,
        "validUntil": iso_z(code.valid_until) if code.valid_until else None,
        "usageLimit": code.usage_limit,
        "usedCount": code.used_count,
    }


def view_quote(quote: Quote) -> QuoteView:
    return {
        "id": quote.id,
        "amount": amount(quote.amount_cents),
        "currency": quote.currency,
        "sessionId": quote.session_id,
        "licensePlate": quote.license_plate,
        "discountCode": quote.discount_code,
        "pricedFrom": iso_z(quote.priced_from),
        "pricedUntil": iso_z(quote.priced_until),
        "issuedAt": iso_z(quote.issued_at),
        "validUntil": iso_z(quote.valid_until),
        "breakdown": quote.breakdown,
    }


def view_permit(permit: Permit) -> PermitView:
    return {
        "id": permit.id,
        "number": permit.number,
        "licensePlate": permit.license_plate,
        "customerId": permit.customer_id,
        "status": permit.status.value,
        "startsAt": iso_z(permit.starts_at),
        "endsAt": iso_z(permit.ends_at),
        "months": permit.months,
        "price": amount(permit.price_cents),
        "paid": amount(permit.paid_cents),
        "autoRenew": permit.auto_renew,
    }


def view_customer(customer: Customer) -> CustomerView:
    return {"id": customer.id, "name": customer.name, "email": customer.email, "tier": customer.tier.value}


def view_ticket(found: StayTicket) -> TicketView:
    ticket, session = found.ticket, found.session
    return {
        "number": ticket.number,
        "status": ticket.status.value,
        "issuedAt": iso_z(ticket.issued_at),
        "lostReportedAt": iso_z(ticket.lost_reported_at) if ticket.lost_reported_at else None,
        "sessionId": session.id,
        "licensePlate": session.license_plate,
        "spotId": session.spot_id,
        "lostTicketFee": amount(session.penalty_cents),
        "balance": amount(session.balance_cents),
    }


def view_dispute(dispute: Dispute) -> DisputeView:
    return {
        "reference": dispute.reference,
        "paymentId": dispute.payment_id,
        "amount": amount(dispute.amount_cents),
        "reason": dispute.reason,
        "status": dispute.status.value,
        "openedAt": iso_z(dispute.opened_at),
        "resolvedAt": iso_z(dispute.resolved_at) if dispute.resolved_at else None,
    }


def view_close(close: DayClose) -> DayCloseView:
    return {
        "day": close.day,
        "startsAt": iso_z(close.starts_at),
        "endsAt": iso_z(close.ends_at),
        "expectedCash": amount(close.expected_cash_cents),
        "countedCash": amount(close.counted_cash_cents),
        "variance": amount(close.variance_cents),
        "closedBy": close.closed_by,
        "closedAt": iso_z(close.closed_at),
        "figures": close.figures,
    }


def view_entry(entry: JournalEntry) -> EntryView:
    return {
        "id": entry.id,
        "reference": entry.reference,
        "kind": entry.kind.value,
        "sessionId": entry.session_id,
        "permitId": entry.permit_id,
        "paymentId": entry.payment_id,
        "occurredAt": iso_z(entry.occurred_at),
        "lines": [{"account": line.account.value, "amount": amount(line.amount_cents)} for line in entry.lines],
    }


def view_audit(record: AuditRecord) -> AuditView:
    return {
        "id": record.id,
        "at": iso_z(record.at),
        "actor": record.actor,
        "action": record.action,
        "entityType": record.entity_type,
        "entityId": record.entity_id,
        "detail": record.detail,
        "before": record.before,
        "after": record.after,
    }


def view_archived(row: ArchivedRow) -> ArchivedView:
    return {"kind": row.kind, "id": row.id, "label": row.label, "deletedAt": iso_z(row.deleted_at)}
