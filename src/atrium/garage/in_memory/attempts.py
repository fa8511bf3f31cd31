"""Payment attempts and disputes in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from atrium.garage.models import AttemptStatus, Dispute, DisputeStatus, PaymentAttempt
from atrium.platform.errors import Conflict, DuplicateEntry

from .operations import Read

__all__ = ["InMemoryAttempts", "InMemoryDisputes"]

_UNFINISHED = (AttemptStatus.PENDING, AttemptStatus.VOIDING)


class InMemoryAttempts:
    """``AttemptRepository`` over the state."""

    def __init__(self, state: Read) -> None:
        self._state = state

    async def create(self, attempt: PaymentAttempt) -> None:
        if attempt.key in self._state().attempts:
            raise DuplicateEntry("There is an attempt with this key", fields=["idempotencyKey"])
        self._state().attempts[attempt.key] = attempt

    async def find_by_key(self, key: str) -> PaymentAttempt | None:
        return self._state().attempts.get(key)

    async def find_unfinished(self, before: datetime) -> list[PaymentAttempt]:
        found = (
            each for each in self._state().attempts.values() if each.status in _UNFINISHED and each.created_at < before
        )
        return sorted(found, key=lambda each: (each.created_at, each.id))

    async def move(self, attempt: PaymentAttempt, status: AttemptStatus, failure_code: str | None = None) -> None:
        if self._state().attempts[attempt.key].status is not attempt.status:
            raise Conflict("The payment was finished by another request")
        self._state().attempts[attempt.key] = replace(attempt, status=status, failure_code=failure_code)


class InMemoryDisputes:
    """``DisputeRepository`` over the state."""

    def __init__(self, state: Read) -> None:
        self._state = state

    async def create(self, dispute: Dispute) -> None:
        if dispute.reference in self._state().disputes:
            raise DuplicateEntry("The dispute is known", fields=["reference"])
        self._state().disputes[dispute.reference] = dispute

    async def find_by_reference(self, reference: str) -> Dispute | None:
        return self._state().disputes.get(reference)

    async def find_all(self) -> list[Dispute]:
        return sorted(self._state().disputes.values(), key=lambda each: (each.opened_at, each.id))

    async def resolve(self, dispute: Dispute) -> None:
        if self._state().disputes[dispute.reference].status is not DisputeStatus.OPEN:
            raise Conflict(f"Dispute {dispute.reference} is resolved already")
        self._state().disputes[dispute.reference] = dispute
