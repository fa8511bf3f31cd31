"""What the garage does, as asynchronous services over a ``GarageStore``.

``bootstrap(store)`` gives ``GarageServices``:

``garage``     initialize, find, is_initialized, find_spots, occupancy, update_rates, rename, statistics, reset
``spots``      list_page(SpotQuery), find, update, occupancy, distribution; ``parse_search`` for the search language
``check_in``   check_in(CheckIn), simulate, availability, availability_for, stats
``check_out``  check_out(CheckOut), check_out_and_pay(PaidCheckOut), force, estimate, ready_for_check_out, stats
``payments``   pay(StayPayment), refund(Refund), find, find_by_session, find_between
``tickets``    report_lost, find
``reports``    report(start, end), activity(start, end), reconcile()

Amounts are integer cents (``platform.money`` converts at the edge), times are aware UTC. Results are frozen
domain values; failures are errors with ``code``, ``http_status`` and ``message`` (``garage.errors``).
A store is ``PrismaStore(client)`` (``garage.repositories``) or ``InMemoryStore()`` (``garage.in_memory``).
"""

from .availability import TypeAvailability
from .bootstrap import GarageServices, bootstrap
from .check_in import CheckInResult, CheckInService, CheckInSimulation, CheckInStats, GarageAvailability
from .check_out import CheckOutResult, CheckOutService, CheckOutStats, StayEstimate
from .disputes import DisputeService
from .distribution import Distribution, GroupCount
from .garage_setup import GarageService, GarageStatistics, InitialisedGarage
from .payment_recovery import PaymentRecovery, Recovered
from .payments import PaymentService
from .policy import GaragePolicy
from .reports import Activity, PeriodReport, Reconciliation, ReportService
from .requests import CheckIn, CheckOut, PaidCheckOut, PaymentTerms, Refund, StayPayment
from .spot_search import parse_search
from .spots import SpotPage, SpotQuery, SpotService, SpotSort
from .tickets import LostTicket, TicketService

__all__ = [
    "Activity",
    "CheckIn",
    "CheckInResult",
    "CheckInService",
    "CheckInSimulation",
    "CheckInStats",
    "CheckOut",
    "CheckOutResult",
    "CheckOutService",
    "CheckOutStats",
    "DisputeService",
    "Distribution",
    "GarageAvailability",
    "GaragePolicy",
    "GarageService",
    "GarageServices",
    "GarageStatistics",
    "GroupCount",
    "InitialisedGarage",
    "LostTicket",
    "PaidCheckOut",
    "PaymentRecovery",
    "PaymentService",
    "PaymentTerms",
    "PeriodReport",
    "Reconciliation",
    "Recovered",
    "Refund",
    "ReportService",
    "SpotPage",
    "SpotQuery",
    "SpotService",
    "SpotSort",
    "StayEstimate",
    "StayPayment",
    "TicketService",
    "TypeAvailability",
    "bootstrap",
    "parse_search",
]
