"""The operator's repositories in memory, and their part of the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields

from atrium.garage.models import (
    Customer,
    DayClose,
    DiscountCode,
    Dispute,
    PaymentAttempt,
    Permit,
    Quote,
    RatePlan,
    Reservation,
)

__all__ = ["OperationsState", "Read"]


@dataclass(slots=True)
class OperationsState:
    """Rows by id (attempts by key, disputes by reference, closes by day)."""

    reservations: dict[str, Reservation] = field(default_factory=dict[str, Reservation])
    rate_plans: dict[str, RatePlan] = field(default_factory=dict[str, RatePlan])
    discount_codes: dict[str, DiscountCode] = field(default_factory=dict[str, DiscountCode])
    quotes: dict[str, Quote] = field(default_factory=dict[str, Quote])
    customers: dict[str, Customer] = field(default_factory=dict[str, Customer])
    permits: dict[str, Permit] = field(default_factory=dict[str, Permit])
    attempts: dict[str, PaymentAttempt] = field(default_factory=dict[str, PaymentAttempt])
    disputes: dict[str, Dispute] = field(default_factory=dict[str, Dispute])
    day_closes: dict[str, DayClose] = field(default_factory=dict[str, DayClose])

    def copy(self) -> OperationsState:
        """A state that can be changed without changing this one."""
        return OperationsState(**{each.name: getattr(self, each.name).copy() for each in fields(self)})


#: Gives the state as it is at the moment of a call.
Read = Callable[[], OperationsState]
