"""The garage in the database: each unit of work is one interactive transaction, run again when it lost a race."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from prisma import Prisma

from atrium.garage.interfaces import Repositories
from atrium.garage.models import DEFAULT_CONFIG_NAME
from atrium.platform.clock import Clock, SystemClock
from atrium.platform.database import keep_one_snapshot
from atrium.platform.trail import PrismaAudit, PrismaIdempotency
from prismstack.data import UnitOfWork, run_in_unit

from .analytics import PrismaAnalytics
from .archive import PrismaArchive
from .attempts import PrismaAttempts, PrismaDisputes
from .closes import PrismaDayCloses
from .garages import PrismaGarages
from .money import PrismaLedger, PrismaPayments
from .permits import PrismaCustomers, PrismaPermits
from .prices import PrismaDiscountCodes, PrismaQuotes, PrismaRatePlans
from .reservations import PrismaReservations
from .scope import GarageScope
from .sessions import PrismaSessions, PrismaTickets
from .spots import PrismaSpots
from .tables import tables_of

__all__ = ["PrismaStore"]

T = TypeVar("T")


class PrismaRepositories:
    """The repositories of one garage over one client, or over one transaction of it."""

    def __init__(self, client: Prisma, config_name: str, clock: Clock) -> None:
        scope = GarageScope(client, config_name)
        self.garages = PrismaGarages(client, scope, clock)
        self.spots = PrismaSpots(client, scope, clock)
        self.sessions = PrismaSessions(client, scope, clock)
        self.tickets = PrismaTickets(client)
        self.payments = PrismaPayments(client, scope)
        self.idempotency = PrismaIdempotency(client)
        self.audit = PrismaAudit(client)
        self.reservations = PrismaReservations(client, scope)
        self.rate_plans = PrismaRatePlans(client, scope, clock)
        self.discount_codes = PrismaDiscountCodes(client, scope, clock)
        self.quotes = PrismaQuotes(client, scope)
        self.customers = PrismaCustomers(client)
        self.permits = PrismaPermits(client, scope)
        self.attempts = PrismaAttempts(client, scope)
        self.disputes = PrismaDisputes(client, scope)
        self.analytics = PrismaAnalytics(client, scope)
        self.archive = PrismaArchive(client, scope)
        self.day_closes = PrismaDayCloses(client, scope)
        self.tables = tables_of(client, scope)
        self.ledger = PrismaLedger(client, scope, clock, self.day_closes)


class PrismaStore:
    """``GarageStore`` over a connected client."""

    def __init__(self, client: Prisma, config_name: str = DEFAULT_CONFIG_NAME, clock: Clock | None = None) -> None:
        self._client = client
        self._config_name = config_name
        self._clock = clock or SystemClock()

    @property
    def config_name(self) -> str:
        return self._config_name

    @property
    def committed(self) -> Repositories:
        return PrismaRepositories(self._client, self._config_name, self._clock)

    async def read(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        async def unit(unit_of_work: UnitOfWork) -> T:
            await keep_one_snapshot(unit_of_work.client)
            return await work(PrismaRepositories(unit_of_work.client, self._config_name, self._clock))

        return await run_in_unit(self._client, unit)

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        async def unit(unit_of_work: UnitOfWork) -> T:
            return await work(PrismaRepositories(unit_of_work.client, self._config_name, self._clock))

        return await run_in_unit(self._client, unit)
