"""The repositories of what an operator does beyond letting vehicles in and out."""

from __future__ import annotations

from typing import Protocol

from .analytics import AnalyticsRepository
from .archive import ArchiveRepository
from .attempts import AttemptRepository, DisputeRepository
from .closes import DayCloseRepository
from .permits import CustomerRepository, PermitRepository
from .prices import DiscountCodeRepository, QuoteRepository, RatePlanRepository
from .reservations import ReservationRepository

__all__ = ["OperationsRepositories"]


class OperationsRepositories(Protocol):
    """Part of ``Repositories``: all of them see one and the same state."""

    @property
    def reservations(self) -> ReservationRepository: ...
    @property
    def rate_plans(self) -> RatePlanRepository: ...
    @property
    def discount_codes(self) -> DiscountCodeRepository: ...
    @property
    def quotes(self) -> QuoteRepository: ...
    @property
    def customers(self) -> CustomerRepository: ...
    @property
    def permits(self) -> PermitRepository: ...
    @property
    def attempts(self) -> AttemptRepository: ...
    @property
    def disputes(self) -> DisputeRepository: ...
    @property
    def analytics(self) -> AnalyticsRepository: ...
    @property
    def archive(self) -> ArchiveRepository: ...
    @property
    def day_closes(self) -> DayCloseRepository: ...
