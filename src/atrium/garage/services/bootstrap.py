"""Wires the services of one garage over a store; every part can be replaced."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.garage.gateways import SimulatedGateway
from atrium.garage.interfaces import GarageStore, PaymentGateway
from atrium.platform.clock import Clock, SystemClock

from .analytics import AnalyticsService
from .check_in import CheckInService
from .check_out import CheckOutService
from .day_close import DayCloseService
from .disputes import DisputeService
from .garage_setup import GarageService
from .payment_desk import PaymentDesk
from .payment_recovery import PaymentRecovery
from .payments import PaymentService
from .permits import CustomerService, PermitService
from .plans import PlanService
from .policy import GaragePolicy
from .quotes import QuoteService
from .refund_desk import RefundDesk
from .reports import ReportService
from .reservations import ReservationService
from .session_desk import SessionDesk
from .spots import SpotService
from .statistics import StatisticsService
from .tickets import TicketService
from .trail import TrailService
from .vehicle_search import VehicleSearchService

__all__ = ["GarageServices", "bootstrap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GarageServices:
    """Everything the garage can do, and the store it is done on."""

    store: GarageStore
    garage: GarageService
    spots: SpotService
    check_in: CheckInService
    check_out: CheckOutService
    payments: PaymentService
    recovery: PaymentRecovery
    disputes: DisputeService
    tickets: TicketService
    reservations: ReservationService
    plans: PlanService
    quotes: QuoteService
    permits: PermitService
    customers: CustomerService
    days: DayCloseService
    analytics: AnalyticsService
    reports: ReportService
    vehicles: VehicleSearchService
    statistics: StatisticsService
    trail: TrailService
    sessions: SessionDesk
    clock: Clock


def bootstrap(
    store: GarageStore,
    *,
    clock: Clock | None = None,
    policy: GaragePolicy | None = None,
    gateway: PaymentGateway | None = None,
) -> GarageServices:
    """The services over ``store``; defaults: system clock, default policy, a gateway that moves no money."""
    clock = clock or SystemClock()
    policy = policy or GaragePolicy()
    gateway = gateway or SimulatedGateway()
    desk = PaymentDesk(store, clock, gateway, policy.currency)
    refunds = RefundDesk(store, clock, gateway)
    check_out = CheckOutService(store, clock, policy, desk)
    return GarageServices(
        store=store,
        garage=GarageService(store, clock),
        spots=SpotService(store, clock),
        check_in=CheckInService(store, clock, policy),
        check_out=check_out,
        payments=PaymentService(store, clock, policy, desk, refunds),
        recovery=PaymentRecovery(store, clock, gateway, refunds),
        disputes=DisputeService(store, clock, gateway),
        tickets=TicketService(store, clock, policy),
        reservations=ReservationService(store, clock, policy),
        plans=PlanService(store, clock),
        quotes=QuoteService(store, clock, policy),
        permits=PermitService(store, clock, policy, desk),
        customers=CustomerService(store, clock),
        days=DayCloseService(store, clock),
        analytics=AnalyticsService(store),
        reports=ReportService(store),
        vehicles=VehicleSearchService(store, clock),
        statistics=StatisticsService(store, clock),
        trail=TrailService(store, clock),
        sessions=SessionDesk(store, clock, check_out),
        clock=clock,
    )
