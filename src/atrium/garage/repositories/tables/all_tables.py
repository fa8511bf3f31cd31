"""One table for each kind, over one client or one transaction."""

from __future__ import annotations

from prisma import Prisma

from atrium.garage.interfaces import Kind, Tables
from atrium.garage.repositories.scope import GarageScope

from .building import GarageTable, SpotTable
from .customers import CustomerTable, PermitTable, ReservationTable
from .gateway import AttemptTable, DayCloseTable, DisputeTable
from .money import EntryTable, PaymentTable
from .prices import DiscountCodeTable, QuoteTable, RatePlanTable
from .stays import SessionTable, TicketTable, VehicleTable
from .trail import AuditTable, IdempotencyTable

__all__ = ["tables_of"]


def tables_of(client: Prisma, scope: GarageScope) -> Tables:
    """The tables of the scope's garage."""
    return {
        Kind.GARAGE: GarageTable(client, scope),
        Kind.CUSTOMER: CustomerTable(client, scope),
        Kind.VEHICLE: VehicleTable(client, scope),
        Kind.SPOT: SpotTable(client, scope),
        Kind.RATE_PLAN: RatePlanTable(client, scope),
        Kind.DISCOUNT_CODE: DiscountCodeTable(client, scope),
        Kind.QUOTE: QuoteTable(client, scope),
        Kind.PERMIT: PermitTable(client, scope),
        Kind.SESSION: SessionTable(client, scope),
        Kind.TICKET: TicketTable(client, scope),
        Kind.RESERVATION: ReservationTable(client, scope),
        Kind.PAYMENT: PaymentTable(client, scope),
        Kind.ATTEMPT: AttemptTable(client, scope),
        Kind.DISPUTE: DisputeTable(client, scope),
        Kind.ENTRY: EntryTable(client, scope),
        Kind.DAY_CLOSE: DayCloseTable(client, scope),
        Kind.IDEMPOTENCY: IdempotencyTable(client, scope),
        Kind.AUDIT: AuditTable(client, scope),
    }
