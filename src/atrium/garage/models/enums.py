"""The closed vocabularies of the garage; values are what the database and the API hold."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Feature",
    "JournalKind",
    "LedgerAccount",
    "PaymentKind",
    "PaymentMethod",
    "PaymentStatus",
    "RateType",
    "RecordStatus",
    "SessionStatus",
    "SpotStatus",
    "SpotType",
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
    COMPLETED = "completed"
    DECLINED = "declined"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class PaymentMethod(StrEnum):
    CASH = "cash"
    CARD = "card"
    MOBILE = "mobile"


class LedgerAccount(StrEnum):
    """Assets (cash, clearing, receivable), revenue, and the contra-revenue account for refunds."""

    CASH = "cash"
    CARD_CLEARING = "card_clearing"
    MOBILE_CLEARING = "mobile_clearing"
    RECEIVABLE = "receivable"
    PARKING_REVENUE = "parking_revenue"
    LOST_TICKET_REVENUE = "lost_ticket_revenue"
    REFUNDS = "refunds"


class JournalKind(StrEnum):
    CHARGE = "charge"
    CAPTURE = "capture"
    REFUND = "refund"
