"""What happens between us and a payment gateway: attempts, and disputes of what was captured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import AttemptStatus, DisputeStatus, PaymentMethod

__all__ = ["Dispute", "PaymentAttempt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAttempt:
    """A gateway payment or refund from before the gateway is asked until it is booked.

    Written before the gateway is asked, so that whatever a crash leaves behind can be finished or given
    back. ``priced_at`` is the moment the amount was computed for: a repetition prices the same stay.
    """

    id: str
    key: str
    operation: str
    request_hash: str
    garage_id: str
    session_id: str | None = None
    permit_id: str | None = None
    method: PaymentMethod
    amount_cents: int
    currency: str = "USD"
    status: AttemptStatus = AttemptStatus.PENDING
    gateway_reference: str | None = None
    failure_code: str | None = None
    priced_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A payer's bank took a captured payment back: for now (open), not after all (won), for good (lost)."""

    id: str
    reference: str
    payment_id: str
    amount_cents: int
    reason: str
    status: DisputeStatus = DisputeStatus.OPEN
    opened_at: datetime
    resolved_at: datetime | None = None
