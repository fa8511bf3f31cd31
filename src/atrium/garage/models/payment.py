"""Payments and receipts. Amounts are integer cents and never negative; ``kind`` tells the direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from atrium.platform.clock import iso_z

from .enums import PaymentKind, PaymentMethod, PaymentStatus

__all__ = ["Payment", "Receipt"]

_NEVER_CAPTURED = (PaymentStatus.DECLINED, PaymentStatus.FAILED)
_TAKEN_BACK = (PaymentStatus.DISPUTED, PaymentStatus.CHARGED_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money captured or refunded for a stay or a permit, or an attempt that failed (amount asked, nothing moved)."""

    id: str
    number: str
    garage_id: str
    session_id: str | None
    permit_id: str | None = None
    kind: PaymentKind
    status: PaymentStatus
    method: PaymentMethod
    amount_cents: int
    refunded_cents: int = 0
    currency: str = "USD"
    idempotency_key: str
    capture_key: str | None = None
    refund_of: str | None = None
    authorisation_code: str | None = None
    decline_code: str | None = None
    gateway_reference: str | None = None
    processed_at: datetime

    @property
    def refundable_cents(self) -> int:
        """What can still be given back: nothing of refunds, of failed attempts and of what a bank took back."""
        return self.amount_cents - self.refunded_cents if self.is_refundable else 0

    @property
    def is_captured(self) -> bool:
        """Whether money came in with it, whatever became of it later."""
        return self.kind is PaymentKind.CAPTURE and self.status not in _NEVER_CAPTURED

    @property
    def status_by_refunds(self) -> PaymentStatus:
        """The status of a capture that nobody disputes."""
        if self.refunded_cents == 0:
            return PaymentStatus.COMPLETED
        full = self.refunded_cents == self.amount_cents
        return PaymentStatus.REFUNDED if full else PaymentStatus.PARTIALLY_REFUNDED

    @property
    def is_refundable(self) -> bool:
        return self.is_captured and self.status not in _TAKEN_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the payer gets; the same receipt answers every repetition of the request."""

    payment_id: str
    number: str
    session_id: str | None
    license_plate: str
    kind: PaymentKind
    method: PaymentMethod
    amount_cents: int
    tendered_cents: int
    change_cents: int
    currency: str
    processed_at: str
    balance_cents: int = 0

    @classmethod
    def of(cls, payment: Payment, license_plate: str, tendered_cents: int, *, balance_cents: int = 0) -> Receipt:
        """The receipt of a payment: change is what was tendered above the amount, balance what is still owed."""
        return cls(
            payment_id=payment.id,
            number=payment.number,
            session_id=payment.session_id,
            license_plate=license_plate,
            kind=payment.kind,
            method=payment.method,
            amount_cents=payment.amount_cents,
            tendered_cents=tendered_cents,
            change_cents=tendered_cents - payment.amount_cents,
            currency=payment.currency,
            processed_at=iso_z(payment.processed_at),
            balance_cents=balance_cents,
        )

    def to_json(self) -> dict[str, object]:
        """Plain JSON values, as kept in the idempotency record."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Receipt:
        """The receipt that ``to_json`` described."""
        return cls(
            payment_id=str(stored["payment_id"]),
            number=str(stored["number"]),
            session_id=None if stored["session_id"] is None else str(stored["session_id"]),
            license_plate=str(stored["license_plate"]),
            kind=PaymentKind(str(stored["kind"])),
            method=PaymentMethod(str(stored["method"])),
            amount_cents=int(str(stored["amount_cents"])),
            tendered_cents=int(str(stored["tendered_cents"])),
            change_cents=int(str(stored["change_cents"])),
            currency=str(stored["currency"]),
            processed_at=str(stored["processed_at"]),
            balance_cents=int(str(stored.get("balance_cents", 0))),
        )
