"""The stores of payment attempts and disputes."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from atrium.garage.models import AttemptStatus, Dispute, PaymentAttempt

__all__ = ["AttemptRepository", "DisputeRepository"]


class AttemptRepository(Protocol):
    """Payments and refunds on their way through the gateway."""

    async def create(self, attempt: PaymentAttempt) -> None:
        """Write an attempt down before the gateway is asked.

        Raises:
            DuplicateEntry: there is one with this key.
        """
        ...

    async def find_by_key(self, key: str) -> PaymentAttempt | None: ...

    async def find_unfinished(self, before: datetime) -> list[PaymentAttempt]:
        """Attempts made before a moment that are pending or being voided, earliest first."""
        ...

    async def move(self, attempt: PaymentAttempt, status: AttemptStatus, failure_code: str | None = None) -> None:
        """Change the status, if it is still the one the attempt was read with.

        Raises:
            Conflict: somebody else moved it meanwhile.
        """
        ...


class DisputeRepository(Protocol):
    async def create(self, dispute: Dispute) -> None:
        """Store a dispute.

        Raises:
            DuplicateEntry: the gateway's reference is known already.
        """
        ...

    async def find_by_reference(self, reference: str) -> Dispute | None: ...

    async def find_all(self) -> list[Dispute]:
        """Every dispute of the garage's payments, earliest first."""
        ...

    async def resolve(self, dispute: Dispute) -> None:
        """Write the outcome of an open dispute.

        Raises:
            Conflict: it is not open any more.
        """
        ...
