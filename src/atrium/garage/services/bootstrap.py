"""Wires the services of one garage over a store; every part can be replaced."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.garage.interfaces import CardTerminal, GarageStore
from atrium.platform.clock import Clock, SystemClock

from .check_in import CheckInService
from .check_out import CheckOutService
from .garage_setup import GarageService
from .payment_desk import PaymentDesk
from .payments import PaymentService
from .policy import GaragePolicy
from .refund_desk import RefundDesk
from .reports import ReportService
from .spots import SpotService
from .terminal import SandboxTerminal
from .tickets import TicketService

__all__ = ["GarageServices", "bootstrap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GarageServices:
    """Everything the garage can do."""

    garage: GarageService
    spots: SpotService
    check_in: CheckInService
    check_out: CheckOutService
    payments: PaymentService
    tickets: TicketService
    reports: ReportService
    clock: Clock


def bootstrap(
    store: GarageStore,
    *,
    clock: Clock | None = None,
    policy: GaragePolicy | None = None,
    terminal: CardTerminal | None = None,
) -> GarageServices:
    """The services over ``store``; defaults: system clock, default policy, a terminal that moves no money."""
    clock = clock or SystemClock()
    policy = policy or GaragePolicy()
    desk = PaymentDesk(store, clock, terminal or SandboxTerminal(), policy.currency)
    return GarageServices(
        garage=GarageService(store, clock),
        spots=SpotService(store, clock),
        check_in=CheckInService(store, clock),
        check_out=CheckOutService(store, clock, policy, desk),
        payments=PaymentService(store, clock, policy, desk, RefundDesk(store, clock)),
        tickets=TicketService(store, clock, policy),
        reports=ReportService(store),
        clock=clock,
    )
