"""Customers and their permits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import CustomerTier, PermitStatus

__all__ = ["Customer", "Permit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody whose vehicles get a tier's terms; ``email`` is kept in lower case."""

    id: str
    name: str
    email: str
    tier: CustomerTier = CustomerTier.BASIC
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A subscription: stays of its vehicle cost nothing within ``[starts_at, ends_at)``."""

    id: str
    number: str
    garage_id: str
    customer_id: str | None = None
    license_plate: str
    status: PermitStatus = PermitStatus.ACTIVE
    starts_at: datetime
    ends_at: datetime
    months: int = 1
    price_cents: int
    paid_cents: int = 0
    auto_renew: bool = False
    version: int = 0
    created_at: datetime

    @property
    def balance_cents(self) -> int:
        return self.price_cents - self.paid_cents
