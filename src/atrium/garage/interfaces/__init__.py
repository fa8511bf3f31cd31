"""What the garage's services ask of a store; ``in_memory`` and ``repositories`` both answer."""

from .garages import GarageRepository, GarageUpdates
from .money import LedgerRepository, PaymentRepository
from .sessions import ParkingStats, RevenueStats, SessionRepository, TicketRepository
from .spots import OccupancyStats, SpotFilter, SpotRepository, SpotUpdates
from .store import GarageStore, Repositories
from .terminal import Authorisation, CardTerminal

__all__ = [
    "Authorisation",
    "CardTerminal",
    "GarageRepository",
    "GarageStore",
    "GarageUpdates",
    "LedgerRepository",
    "OccupancyStats",
    "ParkingStats",
    "PaymentRepository",
    "Repositories",
    "RevenueStats",
    "SessionRepository",
    "SpotFilter",
    "SpotRepository",
    "SpotUpdates",
    "TicketRepository",
]
