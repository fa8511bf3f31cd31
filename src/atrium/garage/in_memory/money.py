"""Payments and the ledger in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

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

    async def find_by_session(self, session_id: str) -> list[Payment]:
        return self._sorted(lambda each: each.session_id == session_id)

    async def find_between(self, start: datetime, end: datetime) -> list[Payment]:
        return self._sorted(lambda each: start <= each.processed_at < end)

    async def add_refund(self, capture: Payment, amount_cents: int) -> Payment:
        payments = self._state().payments
        if payments[capture.id].refunded_cents != capture.refunded_cents:
            raise Conflict(f"Payment {capture.number} was refunded by another request")
        refunded = capture.refunded_cents + amount_cents
        full = refunded == capture.amount_cents
        status = PaymentStatus.REFUNDED if full else PaymentStatus.PARTIALLY_REFUNDED
        changed = replace(capture, refunded_cents=refunded, status=status)
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
        for entry in entries:
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
