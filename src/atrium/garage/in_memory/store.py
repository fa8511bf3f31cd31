"""The in-memory garage: units of work run one after the other on a copy that replaces the state at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from atrium.garage.interfaces import Repositories
from atrium.garage.models import DEFAULT_CONFIG_NAME
from atrium.platform.clock import Clock, SystemClock

from .analytics import InMemoryAnalytics
from .archive import InMemoryArchive
from .attempts import InMemoryAttempts, InMemoryDisputes
from .closes import InMemoryDayCloses
from .garages import InMemoryGarages
from .money import InMemoryLedger, InMemoryPayments
from .operations import OperationsState
from .permits import InMemoryCustomers, InMemoryPermits
from .prices import InMemoryDiscountCodes, InMemoryQuotes, InMemoryRatePlans
from .reservations import InMemoryReservations
from .sessions import InMemorySessions, InMemoryTickets
from .spots import InMemorySpots
from .state import State
from .tables import tables_of
from .trail import InMemoryAudit, InMemoryIdempotency

__all__ = ["InMemoryStore"]

T = TypeVar("T")


class InMemoryRepositories:
    """Repositories over whatever state ``state()`` gives at the moment of a call."""

    def __init__(self, state: Callable[[], State], clock: Clock, config_name: str) -> None:
        self.garages = InMemoryGarages(state, clock, config_name)
        self.spots = InMemorySpots(state, clock, config_name)
        self.sessions = InMemorySessions(state, clock)
        self.tickets = InMemoryTickets(state)
        self.payments = InMemoryPayments(state)
        self.ledger = InMemoryLedger(state)
        self.idempotency = InMemoryIdempotency(state)
        self.audit = InMemoryAudit(state)
        self.tables = tables_of(state)

        def operations() -> OperationsState:
            return state().operations

        self.reservations = InMemoryReservations(state)
        self.rate_plans = InMemoryRatePlans(operations, clock)
        self.discount_codes = InMemoryDiscountCodes(operations, clock)
        self.quotes = InMemoryQuotes(operations)
        self.customers = InMemoryCustomers(state)
        self.permits = InMemoryPermits(state)
        self.attempts = InMemoryAttempts(operations)
        self.disputes = InMemoryDisputes(operations)
        self.analytics = InMemoryAnalytics(state)
        self.archive = InMemoryArchive(state)
        self.day_closes = InMemoryDayCloses(operations)


class InMemoryStore:
    """``GarageStore`` without a database; nothing survives the process."""

    def __init__(self, clock: Clock | None = None, config_name: str = DEFAULT_CONFIG_NAME) -> None:
        self._clock = clock or SystemClock()
        self._config_name = config_name
        self._state = State()
        self._turn = asyncio.Lock()
        self._committed = InMemoryRepositories(lambda: self._state, self._clock, config_name)

    @property
    def config_name(self) -> str:
        return self._config_name

    @property
    def committed(self) -> Repositories:
        return self._committed

    async def read(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        # Values are frozen, so a copy of the dictionaries is one moment for ever and holds nobody up.
        moment = self._state.copy()
        return await work(InMemoryRepositories(lambda: moment, self._clock, self._config_name))

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        async with self._turn:
            draft = self._state.copy()
            result = await work(InMemoryRepositories(lambda: draft, self._clock, self._config_name))
            self._state = draft
            return result
