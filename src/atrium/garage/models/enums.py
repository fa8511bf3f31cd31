"""The closed vocabularies of the garage; values are what the database and the API hold."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "AttemptStatus",
    "CustomerTier",
    "DiscountKind",
    "DisputeStatus",
    "Feature",
    "JournalKind",
    "LedgerAccount",
    "PaymentKind",
    "PaymentMethod",
    "PaymentStatus",
    "PermitStatus",
    "RateType",
    "RecordStatus",
    "ReservationStatus",
    "SessionStatus",
    "SpotStatus",
    "SpotType",
    "SurgeKind",
    "TicketStatus",
    "VehicleType",
]


class SpotType(StrEnum):
    COMPACT = "compact"
    STANDARD = "standard"
    OVERSIZED = "oversized"


class VehicleType(StrEnum):
    COMPACT = "compact"
    STANDARD = "standard"
    OVERSIZED = "oversized"


class SpotStatus(StrEnum):
    AVAILABLE = "available"
    OCCUPIED = "occupied"
    RESERVED = "reserved"
    MAINTENANCE = "maintenance"
    OUT_OF_ORDER = "out_of_order"


class Feature(StrEnum):
    EV_CHARGING = "ev_charging"
    HANDICAP = "handicap"


class RateType(StrEnum):
    HOURLY = "hourly"
    DAILY = "daily"
    MONTHLY = "monthly"


class SessionStatus(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class RecordStatus(StrEnum):
    """What the parking record of a plate says; derived from the stay, never stored."""

    PARKED = "parked"
    CHECKED_OUT_UNPAID = "checked_out_unpaid"
    COMPLETED = "completed"


class TicketStatus(StrEnum):
    ACTIVE = "active"
    PAID = "paid"
    LOST = "lost"
    CANCELLED = "cancelled"


class PaymentKind(StrEnum):
    CAPTURE = "capture"
    REFUND = "refund"


class PaymentStatus(StrEnum):
    """``failed``: the gateway gave no clear answer and was not charged; ``charged_back``: a dispute was lost."""

    COMPLETED = "completed"
    DECLINED = "declined"
    FAILED = "failed"
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class PaymentMethod(StrEnum):
    CASH = "cash"
    CARD = "card"
    MOBILE = "mobile"


class LedgerAccount(StrEnum):
    """Assets (cash, clearing, receivable, disputed funds), revenue, contra-revenue for refunds, and losses."""

    CASH = "cash"
    CARD_CLEARING = "card_clearing"
    MOBILE_CLEARING = "mobile_clearing"
    RECEIVABLE = "receivable"
    PARKING_REVENUE = "parking_revenue"
    LOST_TICKET_REVENUE = "lost_ticket_revenue"
    PERMIT_REVENUE = "permit_revenue"
    REFUNDS = "refunds"
    DISPUTED_FUNDS = "disputed_funds"
    CHARGEBACK_LOSSES = "chargeback_losses"
    CASH_OVER_SHORT = "cash_over_short"


class JournalKind(StrEnum):
    CHARGE = "charge"
    CAPTURE = "capture"
    REFUND = "refund"
    DISPUTE = "dispute"
    CLOSE = "close"


class AttemptStatus(StrEnum):
    """How far a payment through the gateway came.

    ``voiding``, ``voided``: a charge that will not be booked is being given back, was given back.
    """

    PENDING = "pending"
    BOOKED = "booked"
    DECLINED = "declined"
    FAILED = "failed"
    VOIDING = "voiding"
    VOIDED = "voided"


class DisputeStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class ReservationStatus(StrEnum):
    """``expired``: a hold that nobody used; ``no_show``: a booking whose vehicle did not come."""

    ACTIVE = "active"
    USED = "used"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


class CustomerTier(StrEnum):
    BASIC = "basic"
    PREMIUM = "premium"
    VIP = "vip"
    CORPORATE = "corporate"


class SurgeKind(StrEnum):
    WINDOW = "window"
    OCCUPANCY = "occupancy"
    EV_CHARGING = "ev_charging"


class DiscountKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"


class PermitStatus(StrEnum):
    ACTIVE = "active"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
