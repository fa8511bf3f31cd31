"""What callers ask of the services. Amounts are cents, times aware UTC; services validate the content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from atrium.garage.models import PaymentMethod, RateType, VehicleType
from atrium.platform.audit import SYSTEM_ACTOR

__all__ = ["CheckIn", "CheckOut", "PaidCheckOut", "PaymentTerms", "Refund", "StayPayment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A vehicle at the entry."""

    license_plate: str
    vehicle_type: VehicleType
    rate_type: RateType = RateType.HOURLY
    actor: str = SYSTEM_ACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut:
    """A vehicle that leaves without paying now; what is owed stays owed.

    ``remove_record`` hides the parking record afterwards (the default of the REST contract);
    ``check_out_time`` replaces the clock; ``end_reason`` is kept with the stay.
    """

    license_plate: str
    apply_grace_period: bool = False
    remove_record: bool = True
    check_out_time: datetime | None = None
    end_reason: str | None = None
    actor: str = SYSTEM_ACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """How somebody pays, once per idempotency key: the whole balance, or ``part_cents`` of it.

    ``tendered_cents`` may exceed the balance for cash (the receipt shows the change) and is the exact
    amount otherwise; None tenders exactly the amount. Cards need a ``card_token``.
    """

    idempotency_key: str
    method: PaymentMethod
    tendered_cents: int | None = None
    part_cents: int | None = None
    card_token: str | None = None
    actor: str = SYSTEM_ACTOR

    def as_body(self) -> dict[str, object]:
        """The part of the request that must be the same when the key is used again."""
        part = {} if self.part_cents is None else {"part": self.part_cents}
        return {"method": self.method.value, "tendered": self.tendered_cents, "card": self.card_token, **part}


@dataclass(frozen=True, slots=True, kw_only=True)
class StayPayment:
    """Payment of a stay at a station or afterwards; names the stay by plate or by session id.

    ``quote_id`` names a quote to be honoured, ``discount_code`` a code to be used.
    """

    terms: PaymentTerms
    quote_id: str | None = None
    discount_code: str | None = None
    license_plate: str | None = None
    session_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidCheckOut:
    """A vehicle that pays all it owes at the exit: check-out and payment are one unit.

    ``quote_id`` and ``discount_code`` as in ``StayPayment``.
    """

    terms: PaymentTerms
    quote_id: str | None = None
    discount_code: str | None = None
    license_plate: str
    apply_grace_period: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Give back a captured payment, in whole (``amount_cents`` None: what remains) or in part."""

    idempotency_key: str
    payment_id: str
    amount_cents: int | None = None
    reason: str = ""
    actor: str = SYSTEM_ACTOR
