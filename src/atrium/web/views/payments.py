"""Payments and receipts as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from atrium.garage.models import Payment, Receipt
from atrium.platform.clock import iso_z
from atrium.web.answers import amount

__all__ = ["PaymentView", "ReceiptView", "view_payment", "view_receipt"]


class ReceiptView(TypedDict):
    paymentId: str
    number: str
    sessionId: str | None
    licensePlate: str
    kind: str
    method: str
    amount: float
    tendered: float
    change: float
    balance: float
    currency: str
    processedAt: str


class PaymentView(TypedDict):
    id: str
    number: str
    sessionId: str | None
    kind: str
    status: str
    method: str
    amount: float
    refunded: float
    refundable: float
    currency: str
    refundOf: str | None
    authorisationCode: str | None
    declineCode: str | None
    permitId: str | None
    gatewayReference: str | None
    processedAt: str


def view_receipt(receipt: Receipt) -> ReceiptView:
    return {
        "paymentId": receipt.payment_id,
        "number": receipt.number,
        "sessionId": receipt.session_id,
        "licensePlate": receipt.license_plate,
        "kind": receipt.kind.value,
        "method": receipt.method.value,
        "amount": amount(receipt.amount_cents),
        "tendered": amount(receipt.tendered_cents),
        "change": amount(receipt.change_cents),
        "balance": amount(receipt.balance_cents),
        "currency": receipt.currency,
        "processedAt": receipt.processed_at,
    }


def view_payment(payment: Payment) -> PaymentView:
    return {
        "id": payment.id,
        "number": payment.number,
        "sessionId": payment.session_id,
        "kind": payment.kind.value,
        "status": payment.status.value,
        "method": payment.method.value,
        "amount": amount(payment.amount_cents),
        "refunded": amount(payment.refunded_cents),
        "refundable": amount(payment.refundable_cents),
        "currency": payment.currency,
        "refundOf": payment.refund_of,
        "authorisationCode": payment.authorisation_code,
        "declineCode": payment.decline_code,
        "permitId": payment.permit_id,
        "gatewayReference": payment.gateway_reference,
        "processedAt": iso_z(payment.processed_at),
    }
