"""Pure domain types of the garage: frozen values without any knowledge of a database."""

from .attempt import Dispute, PaymentAttempt
from .day_close import DayClose
from .enums import (
    AttemptStatus,
    CustomerTier,
    DiscountKind,
    DisputeStatus,
    Feature,
    JournalKind,
    LedgerAccount,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    PermitStatus,
    RateType,
    RecordStatus,
    ReservationStatus,
    SessionStatus,
    SpotStatus,
    SpotType,
    SurgeKind,
    TicketStatus,
    VehicleType,
)
from .garage import DEFAULT_CONFIG_NAME, DEFAULT_RATES, DEFAULT_SPOT_SIZES, Floor, Garage, Rates, SpotSize
from .ledger import METHOD_ACCOUNTS, JournalEntry, LedgerLine, UnbalancedEntry
from .payment import Payment, Receipt
from .permit import Customer, Permit
from .plate import normalise_plate
from .quote import Quote
from .rate_plan import DiscountCode, PlanTier, RatePlan, SurgeRule
from .reservation import BLOCKING_STATUSES, Reservation
from .session import ParkingSession, Ticket
from .spot import Spot, SpotLocation, format_spot_id, is_spot_id, ordered_features, parse_spot_id
from .vehicle import Vehicle

__all__ = [
    "BLOCKING_STATUSES",
    "DEFAULT_CONFIG_NAME",
    "DEFAULT_RATES",
    "DEFAULT_SPOT_SIZES",
    "METHOD_ACCOUNTS",
    "AttemptStatus",
    "Customer",
    "CustomerTier",
    "DayClose",
    "DiscountCode",
    "DiscountKind",
    "Dispute",
    "DisputeStatus",
    "Feature",
    "Floor",
    "Garage",
    "JournalEntry",
    "JournalKind",
    "LedgerAccount",
    "LedgerLine",
    "ParkingSession",
    "Payment",
    "PaymentAttempt",
    "PaymentKind",
    "PaymentMethod",
    "PaymentStatus",
    "Permit",
    "PermitStatus",
    "PlanTier",
    "Quote",
    "RatePlan",
    "RateType",
    "Rates",
    "Receipt",
    "RecordStatus",
    "Reservation",
    "ReservationStatus",
    "SessionStatus",
    "Spot",
    "SpotLocation",
    "SpotSize",
    "SpotStatus",
    "SpotType",
    "SurgeKind",
    "SurgeRule",
    "Ticket",
    "TicketStatus",
    "UnbalancedEntry",
    "Vehicle",
    "VehicleType",
    "format_spot_id",
    "is_spot_id",
    "normalise_plate",
    "ordered_features",
    "parse_spot_id",
]
