"""The garage in the database: each unit of work is one interactive transaction, run again when it lost a race."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from prisma import Prisma

from atrium.garage.interfaces import Repositories, Tables
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
    """The repositories of one garage over one client, or over one transaction of it; a unit needs but a few."""

    def __init__(self, client: Prisma, config_name: str, clock: Clock) -> None:
        self._client = client
        self._scope = GarageScope(client, config_name)
        self._clock = clock
        self._made: dict[str, Any] = {}

    @property
    def garages(self) -> PrismaGarages:
        return self._once("garages", lambda: PrismaGarages(self._client, self._scope, self._clock))

    @property
    def spots(self) -> PrismaSpots:
        return self._once("spots", lambda: PrismaSpots(self._client, self._scope, self._clock))

    @property
    def sessions(self) -> PrismaSessions:
        return self._once("sessions", lambda: PrismaSessions(self._client, self._scope, self._clock))

    @property
    def tickets(self) -> PrismaTickets:
        return self._once("tickets", lambda: PrismaTickets(self._client))

    @property
    def payments(self) -> PrismaPayments:
        return self._once("payments", lambda: PrismaPayments(self._client, self._scope))

    @property
    def idempotency(self) -> PrismaIdempotency:
        return self._once("idempotency", lambda: PrismaIdempotency(self._client))

    @property
    def audit(self) -> PrismaAudit:
        return self._once("audit", lambda: PrismaAudit(self._client))

    @property
    def reservations(self) -> PrismaReservations:
        return self._once("reservations", lambda: PrismaReservations(self._client, self._scope))

    @property
    def rate_plans(self) -> PrismaRatePlans:
        return self._once("rate_plans", lambda: PrismaRatePlans(self._client, self._scope, self._clock))

    @property
    def discount_codes(self) -> PrismaDiscountCodes:
        return self._once("discount_codes", lambda: PrismaDiscountCodes(self._client, self._scope, self._clock))

    @property
    def quotes(self) -> PrismaQuotes:
        return self._once("quotes", lambda: PrismaQuotes(self._client, self._scope))

    @property
    def customers(self) -> PrismaCustomers:
        return self._once("customers", lambda: PrismaCustomers(self._client))

    @property
    def permits(self) -> PrismaPermits:
        return self._once("permits", lambda: PrismaPermits(self._client, self._scope))

    @property
    def attempts(self) -> PrismaAttempts:
        return self._once("attempts", lambda: PrismaAttempts(self._client, self._scope))

    @property
    def disputes(self) -> PrismaDisputes:
        return self._once("disputes", lambda: PrismaDisputes(self._client, self._scope))

    @property
    def analytics(self) -> PrismaAnalytics:
        return self._once("analytics", lambda: PrismaAnalytics(self._client, self._scope))

    @property
    def archive(self) -> PrismaArchive:
        return self._once("archive", lambda: PrismaArchive(self._client, self._scope))

    @property
    def day_closes(self) -> PrismaDayCloses:
        return self._once("day_closes", lambda: PrismaDayCloses(self._client, self._scope))

    @property
    def tables(self) -> Tables:
        return self._once("tables", lambda: tables_of(self._client, self._scope))

    @property
    def ledger(self) -> PrismaLedger:
        return self._once("ledger", lambda: PrismaLedger(self._client, self._scope, self._clock, self.day_closes))

    def _once(self, name: str, make: Callable[[], T]) -> T:
        made: T | None = self._made.get(name)
        if made is None:
            made = self._made[name] = make()
        return made


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
