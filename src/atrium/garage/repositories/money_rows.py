"""Between payments, journal entries, and their rows."""

from __future__ import annotations

from typing import Any

from prisma import models

from atrium.garage.models import (
    JournalEntry,
    JournalKind,
    LedgerAccount,
    LedgerLine,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
)

__all__ = ["entry_to_row", "line_rows", "payment_to_row", "to_entry", "to_payment"]


def to_payment(row: models.Payment) -> Payment:
    """The payment that a row holds."""
    return Payment(
        id=row.id,
        number=row.number,
        garage_id=row.garageId,
        session_id=row.sessionId,
        permit_id=row.permitId,
        kind=PaymentKind(row.kind),
        status=PaymentStatus(row.status),
        method=PaymentMethod(row.method),
        amount_cents=row.amountCents,
        refunded_cents=row.refundedCents,
        currency=row.currency,
        idempotency_key=row.idempotencyKey,
        capture_key=row.captureKey,
        refund_of=row.refundOfId,
        authorisation_code=row.authorisationCode,
        decline_code=row.declineCode,
        gateway_reference=row.gatewayReference,
        processed_at=row.processedAt,
    )


def payment_to_row(payment: Payment) -> dict[str, Any]:
    """The columns of a new payment."""
    return {
        "id": payment.id,
        "number": payment.number,
        "garageId": payment.garage_id,
        "sessionId": payment.session_id,
        "permitId": payment.permit_id,
        "kind": payment.kind.value,
        "status": payment.status.value,
        "method": payment.method.value,
        "amountCents": payment.amount_cents,
        "refundedCents": payment.refunded_cents,
        "currency": payment.currency,
        "idempotencyKey": payment.idempotency_key,
        "captureKey": payment.capture_key,
        "refundOfId": payment.refund_of,
        "authorisationCode": payment.authorisation_code,
        "declineCode": payment.decline_code,
        "gatewayReference": payment.gateway_reference,
        "processedAt": payment.processed_at,
    }


def to_entry(row: models.JournalEntry) -> JournalEntry:
    """The entry that a row and its lines hold.

    Raises:
        UnbalancedEntry: the stored lines do not sum to zero.
    """
    return JournalEntry(
        id=row.id,
        reference=row.reference,
        kind=JournalKind(row.kind),
        garage_id=row.garageId,
        session_id=row.sessionId,
        permit_id=row.permitId,
        payment_id=row.paymentId,
        occurred_at=row.occurredAt,
        lines=tuple(LedgerLine(LedgerAccount(line.account), line.amountCents) for line in row.lines or []),
    )


def entry_to_row(entry: JournalEntry) -> dict[str, Any]:
    """The columns of a new entry, without its lines."""
    return {
        "id": entry.id,
        "reference": entry.reference,
        "kind": entry.kind.value,
        "garageId": entry.garage_id,
        "sessionId": entry.session_id,
        "permitId": entry.permit_id,
        "paymentId": entry.payment_id,
        "occurredAt": entry.occurred_at,
    }


def line_rows(entry: JournalEntry) -> list[dict[str, Any]]:
    """The rows of the entry's lines."""
    return [
        {"entryId": entry.id, "account": line.account.value, "amountCents": line.amount_cents} for line in entry.lines
    ]
