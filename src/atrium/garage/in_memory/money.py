"""Payments and the ledger in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from atrium.garage.errors import DayClosed
from atrium.garage.models import JournalEntry, LedgerAccount, Payment, PaymentStatus
from atrium.platform.errors import Conflict, DuplicateEntry

from .state import State

__all__ = ["InMemoryLedger", "InMemoryPayments"]


class InMemoryPayments:
    """``PaymentRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def create(self, payment: Payment) -> None:
        payments = self._state().payments
        for other in payments.values():
            if other.idempotency_key == payment.idempotency_key:
                raise DuplicateEntry("The idempotency key was used", fields=["idempotencyKey"])
            if payment.capture_key is not None and other.capture_key == payment.capture_key:
                raise DuplicateEntry("The charge is captured already", fields=["captureKey"])
        payments[payment.id] = payment

    async def find_by_id(self, payment_id: str) -> Payment | None:
        return self._state().payments.get(payment_id)

    async def find_by_key(self, idempotency_key: str) -> Payment | None:
        return next(iter(self._sorted(lambda each: each.idempotency_key == idempotency_key)), None)

    async def find_by_gateway_reference(self, reference: str) -> Payment | None:
        return next(iter(self._sorted(lambda each: each.gateway_reference == reference and each.is_captured)), None)

    async def find_by_permit(self, permit_id: str) -> list[Payment]:
        return self._sorted(lambda each: each.permit_id == permit_id)

    async def find_by_session(self, session_id: str) -> list[Payment]:
        return self._sorted(lambda each: each.session_id == session_id)

    async def find_between(self, start: datetime, end: datetime) -> list[Payment]:
        return self._sorted(lambda each: start <= each.processed_at < end)

    async def set_status(self, payment: Payment, status: PaymentStatus) -> Payment:
        payments = self._state().payments
        if payments[payment.id].status is not payment.status:
            raise Conflict(f"Payment {payment.number} was changed by another request")
        payments[payment.id] = replace(payment, status=status)
        return payments[payment.id]

    async def add_refund(self, capture: Payment, amount_cents: int) -> Payment:
        payments = self._state().payments
        stored = payments[capture.id]
        if (stored.refunded_cents, stored.status) != (capture.refunded_cents, capture.status):
            raise Conflict(f"Payment {capture.number} was refunded by another request")
        counted = replace(capture, refunded_cents=capture.refunded_cents + amount_cents)
        changed = replace(counted, status=counted.status_by_refunds)
        payments[capture.id] = changed
        return changed

    def _sorted(self, wanted: Callable[[Payment], bool]) -> list[Payment]:
        found = (each for each in self._state().payments.values() if wanted(each))
        return sorted(found, key=lambda each: (each.processed_at, each.id))


class InMemoryLedger:
    """``LedgerRepository`` over a ``State``; keyed by reference."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def post(self, *entries: JournalEntry) -> None:
        journal = self._state().journal
        closes = self._state().operations.day_closes.values()
        for entry in entries:
            closed = next((each for each in closes if each.starts_at <= entry.occurred_at < each.ends_at), None)
            if closed is not None:
                raise DayClosed(f"{closed.day} is closed: {entry.reference} cannot be posted into it")
            if entry.reference in journal:
                raise DuplicateEntry(f"{entry.reference} was posted already", fields=["reference"])
            journal[entry.reference] = entry

    async def find_by_session(self, session_id: str) -> list[JournalEntry]:
        return [entry for entry in self._state().journal.values() if entry.session_id == session_id]

    async def find_between(self, start: datetime, end: datetime) -> list[JournalEntry]:
        found = (entry for entry in self._state().journal.values() if start <= entry.occurred_at < end)
        return sorted(found, key=lambda entry: (entry.occurred_at, entry.id))

    async def get_balances(self) -> dict[LedgerAccount, int]:
        balances: Counter[LedgerAccount] = Counter()
        for entry in self._state().journal.values():
            for line in entry.lines:
                balances[line.account] += line.amount_cents
        return dict(balances)

    async def find_unbalanced(self) -> Sequence[str]:
        return [
            entry.reference
            for entry in self._state().journal.values()
            if sum(line.amount_cents for line in entry.lines) != 0
        ]
