"""The store as a whole: the repositories of one garage, and units of work over them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from atrium.platform.audit import AuditWriter
from atrium.platform.idempotency import IdempotencyStore

from .garages import GarageRepository
from .money import LedgerRepository, PaymentRepository
from .operations import OperationsRepositories
from .sessions import SessionRepository, TicketRepository
from .spots import SpotRepository
from .tables import Tables

__all__ = ["GarageStore", "Repositories"]

T = TypeVar("T")


class Repositories(OperationsRepositories, Protocol):
    """The repositories that see one and the same state: committed data, or one unit of work."""

    @property
    def garages(self) -> GarageRepository: ...
    @property
    def spots(self) -> SpotRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def tickets(self) -> TicketRepository: ...
    @property
    def payments(self) -> PaymentRepository: ...
    @property
    def ledger(self) -> LedgerRepository: ...
    @property
    def idempotency(self) -> IdempotencyStore: ...
    @property
    def audit(self) -> AuditWriter: ...
    @property
    def tables(self) -> Tables: ...


class GarageStore(Protocol):
    """Where a garage lives. ``config_name`` is the configuration its repositories work on."""

    @property
    def config_name(self) -> str: ...

    @property
    def committed(self) -> Repositories:
        """Repositories outside any unit of work: they see committed data only. Use them for reading."""
        ...

    async def read(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        """Run ``work``, which only reads, on one consistent state: nothing committed meanwhile is seen by half."""
        ...

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        """Run ``work`` as one unit: all of its writes are committed together, or none when it raises.

        A busy database or a serialization failure runs the whole unit again, so ``work`` must not
        have effects outside the repositories it is given.

        Raises:
            prismstack.data.OperationTimeout: the database stayed busy until the deadline.
        """
        ...
