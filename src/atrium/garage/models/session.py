"""A stay: one vehicle on one spot from check-in to check-out, and what it owes. Money is integer cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .enums import RateType, RecordStatus, SessionStatus, TicketStatus, VehicleType

__all__ = ["ParkingSession", "Ticket"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkingSession:
    """One stay.

    ``spot_id`` is the spot's code, as in ``Spot.id``.
    ``version`` is the optimistic lock: a repository saves a stay only over the version it was read at.
    ``charge_count`` numbers the charges.
    ``discount_cents`` is what a discount code took off the fee; ``rate_plan_id`` the plan that priced it (None: the
    default tariff); ``quote_id`` the quote that was honoured; ``permit_id`` the permit that covered it.
    ``paid_at`` is when the balance last became zero by payment; a new charge clears it.
    ``record_removed_at`` hides the parking record from the store; the stay itself is never lost.
    ``hidden_at`` hides the stay from lists of sessions.
    ``notes``, ``tags`` and ``metadata`` are the client's own, ``details`` what a session's record holds beyond the
    stay; ``metadata`` and ``details`` hold plain JSON values.
    """

    id: str
    garage_id: str
    license_plate: str
    spot_id: str
    vehicle_type: VehicleType
    rate_type: RateType
    status: SessionStatus = SessionStatus.ACTIVE
    check_in_at: datetime
    check_out_at: datetime | None = None
    fee_cents: int = 0
    penalty_cents: int = 0
    paid_cents: int = 0
    paid_at: datetime | None = None
    charge_count: int = 0
    discount_cents: int = 0
    rate_plan_id: str | None = None
    quote_id: str | None = None
    permit_id: str | None = None
    version: int = 0
    record_removed_at: datetime | None = None
    hidden_at: datetime | None = None
    expected_end_at: datetime | None = None
    end_reason: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict[str, object])
    details: Mapping[str, object] = field(default_factory=dict[str, object])
    created_at: datetime
    updated_at: datetime

    @property
    def is_active(self) -> bool:
        return self.status is SessionStatus.ACTIVE

    @property
    def charged_cents(self) -> int:
        return self.fee_cents + self.penalty_cents

    @property
    def balance_cents(self) -> int:
        """What is charged and not captured yet; never negative."""
        return self.charged_cents - self.paid_cents

    @property
    def is_paid(self) -> bool:
        """The stay is over and nothing is owed."""
        return not self.is_active and self.paid_at is not None

    @property
    def record_status(self) -> RecordStatus:
        if self.check_out_at is None:
            return RecordStatus.PARKED
        return RecordStatus.COMPLETED if self.is_paid else RecordStatus.CHECKED_OUT_UNPAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The ticket issued at the gate for a stay."""

    id: str
    number: str
    session_id: str
    status: TicketStatus = TicketStatus.ACTIVE
    issued_at: datetime
    lost_reported_at: datetime | None = None
