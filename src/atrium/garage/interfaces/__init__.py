"""What the garage's services ask of a store; ``in_memory`` and ``repositories`` both answer."""

from .analytics import AnalyticsRepository, DurationBand, HourFlow, RevenueRow, SpotUse
from .archive import ARCHIVED_KINDS, ArchivedRow, ArchiveRepository
from .attempts import AttemptRepository, DisputeRepository
from .closes import SETTLING_TIME, DayCloseRepository
from .garages import GarageRepository, GarageUpdates
from .gateway import ChargeState, GatewayCharge, GatewayDispute, PaymentGateway
from .money import LedgerRepository, PaymentRepository
from .operations import OperationsRepositories
from .permits import CustomerRepository, PermitRepository
from .prices import DiscountCodeRepository, QuoteRepository, RatePlanRepository
from .reservations import ReservationRepository
from .session_lists import SessionFilter, SessionLists, SessionRange, SessionSort
from .sessions import ClosedStays, ParkingStats, RecordFilter, RevenueStats, SessionRepository, TicketRepository
from .spot_figures import KindCount, OccupancyStats, PlaceCount, SpotFigures, SpotFilter, SpotRange, SpotSort
from .spots import SpotRepository, SpotUpdates
from .store import GarageStore, Repositories
from .tables import Kind, Table, Tables, key_of

__all__ = [
    "ARCHIVED_KINDS",
    "SETTLING_TIME",
    "AnalyticsRepository",
    "ArchiveRepository",
    "ArchivedRow",
    "AttemptRepository",
    "ChargeState",
    "ClosedStays",
    "CustomerRepository",
    "DayCloseRepository",
    "DiscountCodeRepository",
    "DisputeRepository",
    "DurationBand",
    "GarageRepository",
    "GarageStore",
    "GarageUpdates",
    "GatewayCharge",
    "GatewayDispute",
    "HourFlow",
    "Kind",
    "KindCount",
    "LedgerRepository",
    "OccupancyStats",
    "OperationsRepositories",
    "ParkingStats",
    "PaymentGateway",
    "PaymentRepository",
    "PermitRepository",
    "PlaceCount",
    "QuoteRepository",
    "RatePlanRepository",
    "RecordFilter",
    "Repositories",
    "ReservationRepository",
    "RevenueRow",
    "RevenueStats",
    "SessionFilter",
    "SessionLists",
    "SessionRange",
    "SessionRepository",
    "SessionSort",
    "SpotFigures",
    "SpotFilter",
    "SpotRange",
    "SpotRepository",
    "SpotSort",
    "SpotUpdates",
    "SpotUse",
    "Table",
    "Tables",
    "TicketRepository",
    "key_of",
]
