"""Pure domain types of the garage: frozen values without any knowledge of a database."""

from .enums import (
    Feature,
    JournalKind,
    LedgerAccount,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    RateType,
    RecordStatus,
    SessionStatus,
    SpotStatus,
    SpotType,
    TicketStatus,
    VehicleType,
)
from .garage import DEFAULT_CONFIG_NAME, DEFAULT_RATES, DEFAULT_SPOT_SIZES, Floor, Garage, Rates, SpotSize
from .ledger import METHOD_ACCOUNTS, JournalEntry, LedgerLine, UnbalancedEntry
from .payment import Payment, Receipt
from .plate import normalise_plate
from .session import ParkingSession, Ticket
from .spot import Spot, SpotLocation, format_spot_id, is_spot_id, ordered_features, parse_spot_id

__all__ = [
    "DEFAULT_CONFIG_NAME",
    "DEFAULT_RATES",
    "DEFAULT_SPOT_SIZES",
    "METHOD_ACCOUNTS",
    "Feature",
    "Floor",
    "Garage",
    "JournalEntry",
    "JournalKind",
    "LedgerAccount",
    "LedgerLine",
    "ParkingSession",
    "Payment",
    "PaymentKind",
    "PaymentMethod",
    "PaymentStatus",
    "RateType",
    "Rates",
    "Receipt",
    "RecordStatus",
    "SessionStatus",
    "Spot",
    "SpotLocation",
    "SpotSize",
    "SpotStatus",
    "SpotType",
    "Ticket",
    "TicketStatus",
    "UnbalancedEntry",
    "VehicleType",
    "format_spot_id",
    "is_spot_id",
    "normalise_plate",
    "ordered_features",
    "parse_spot_id",
]
