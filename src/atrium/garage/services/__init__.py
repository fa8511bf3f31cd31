"""What the garage does, as asynchronous services over a ``GarageStore``.

``bootstrap(store)`` gives ``GarageServices``:

``garage``     initialize, find, is_initialized, find_spots, occupancy, update_rates, rename, statistics, reset
``spots``      list_page(SpotQuery), find, update, distribution; ``parse_search`` for the search language
``check_in``   check_in(CheckIn), simulate, availability, availability_for, stats
``check_out``  check_out(CheckOut), check_out_and_pay(PaidCheckOut), force, estimate, ready_for_check_out, stats
``payments``   pay(StayPayment), refund(Refund), receipt, find, find_by_session, find_between
``recovery``   recover: what a crash left between us and the payment gateway
``disputes``   fetch, win, lose, find_all
``sessions``   page(SessionRange), find, figures, end, cancel, extend
``statistics`` overview, trends, revenue, usage, today, last, floor
``vehicles``   search(PlateSearch), at_location(Location), suggest, find, available_spots
``tickets``    report_lost, find, find_by_number
``reservations``  reserve, change, cancel, complete, sweep, find…, stats
``plans``      put, retire, find…, add_code, retire_code, find_codes
``quotes``     quote_parked, quote_prospective, find
``permits``    sell, renew, cancel, end_due, find…; ``customers``: register, set_tier, assign_vehicle, find_all
``days``       close, preview, find_all
``reports``    report(start, end), activity(start, end), reconcile()

Amounts are integer cents (``platform.money`` converts at the edge), times are aware UTC. Results are frozen
domain values; failures are errors with ``code``, ``http_status`` and ``message`` (``garage.errors``).
A store is ``PrismaStore(client)`` (``garage.repositories``) or ``InMemoryStore()`` (``garage.in_memory``).
"""

from .analytics import AnalyticsService
from .availability import TypeAvailability
from .bootstrap import GarageServices, bootstrap
from .check_in import CheckInResult, CheckInService, CheckInSimulation, CheckInStats, GarageAvailability
from .check_out import CheckOutResult, CheckOutService, CheckOutStats, StayEstimate
from .day_close import DayCloseService, business_day
from .disputes import DisputeService
from .distribution import Distribution, GroupCount
from .garage_setup import GarageService, GarageStatistics, InitialisedGarage
from .payment_recovery import PaymentRecovery, Recovered
from .payments import PaymentService, PrintedReceipt
from .permits import CustomerService, PermitOrder, PermitService
from .plans import PlanService
from .plate_matching import MatchMode
from .policy import GaragePolicy
from .quotes import ProspectiveStay, QuoteService
from .reports import Activity, PeriodReport, Reconciliation, ReportService
from .requests import CheckIn, CheckOut, PaidCheckOut, PaymentTerms, Refund, StayPayment
from .reservations import ReservationService, Reserve, Sweep
from .session_desk import ListedSession, SessionDesk, SessionFigures, SessionPage
from .spot_search import parse_search
from .spots import SpotPage, SpotQuery, SpotService
from .statistics import FloorStatistics, Overview, PeriodFigures, RevenueStatistics, StatisticsService, UsageStatistics
from .tickets import StayTicket, TicketService
from .trail import TrailService
from .vehicle_search import Location, PlateSearch, SeenVehicle, VehicleHit, VehicleSearchService

__all__ = [
    "Activity",
    "AnalyticsService",
    "CheckIn",
    "CheckInResult",
    "CheckInService",
    "CheckInSimulation",
    "CheckInStats",
    "CheckOut",
    "CheckOutResult",
    "CheckOutService",
    "CheckOutStats",
    "CustomerService",
    "DayCloseService",
    "DisputeService",
    "Distribution",
    "FloorStatistics",
    "GarageAvailability",
    "GaragePolicy",
    "GarageService",
    "GarageServices",
    "GarageStatistics",
    "GroupCount",
    "InitialisedGarage",
    "ListedSession",
    "Location",
    "MatchMode",
    "Overview",
    "PaidCheckOut",
    "PaymentRecovery",
    "PaymentService",
    "PaymentTerms",
    "PeriodFigures",
    "PeriodReport",
    "PermitOrder",
    "PermitService",
    "PlanService",
    "PlateSearch",
    "PrintedReceipt",
    "ProspectiveStay",
    "QuoteService",
    "Reconciliation",
    "Recovered",
    "Refund",
    "ReportService",
    "ReservationService",
    "Reserve",
    "RevenueStatistics",
    "SeenVehicle",
    "SessionDesk",
    "SessionFigures",
    "SessionPage",
    "SpotPage",
    "SpotQuery",
    "SpotService",
    "StatisticsService",
    "StayEstimate",
    "StayPayment",
    "StayTicket",
    "Sweep",
    "TicketService",
    "TrailService",
    "TypeAvailability",
    "UsageStatistics",
    "VehicleHit",
    "VehicleSearchService",
    "bootstrap",
    "business_day",
    "parse_search",
]
