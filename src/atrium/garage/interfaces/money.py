"""The stores of payments and of the double-entry ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from atrium.garage.models import JournalEntry, LedgerAccount, Payment, PaymentStatus

__all__ = ["LedgerRepository", "PaymentRepository"]


class PaymentRepository(Protocol):
    """Captures, refunds and declined attempts of one garage."""

    async def create(self, payment: Payment) -> None:
        """Store a payment.

        Raises:
            DuplicateEntry: its idempotency key was used, or its charge is captured already.
        """
        ...

    async def find_by_id(self, payment_id: str) -> Payment | None: ...

    async def find_by_key(self, idempotency_key: str) -> Payment | None: ...

    async def find_by_gateway_reference(self, reference: str) -> Payment | None:
        """The capture that the gateway knows by this name."""
        ...

    async def find_by_permit(self, permit_id: str) -> list[Payment]:
        """Payments of a permit, earliest first."""
        ...

    async def find_by_session(self, session_id: str) -> list[Payment]:
        """Payments of a stay, earliest first."""
        ...

    async def find_between(self, start: datetime, end: datetime) -> list[Payment]:
        """Payments processed within ``[start, end)``, earliest first."""
        ...

    async def set_status(self, payment: Payment, status: PaymentStatus) -> Payment:
        """Change the status, if it is still the one the payment was read with; the payment as it is now.

        Raises:
            Conflict: it changed meanwhile.
        """
        ...

    async def add_refund(self, capture: Payment, amount_cents: int) -> Payment:
        """Count a refund on a capture, unless another refund came between; the capture as it is now.

        Raises:
            Conflict: the capture was refunded meanwhile.
        """
        ...


class LedgerRepository(Protocol):
    """The journal of one garage: append only."""

    async def post(self, *entries: JournalEntry) -> None:
        """Append balanced entries.

        Raises:
            DuplicateEntry: an entry with this reference was posted.
            DayClosed: an entry's day is closed.
            WriteConflict: the books are being closed; run the unit again.
        """
        ...

    async def find_by_session(self, session_id: str) -> list[JournalEntry]:
        """Entries of a stay in the order of posting."""
        ...

    async def find_between(self, start: datetime, end: datetime) -> list[JournalEntry]:
        """Entries that occurred within ``[start, end)``, earliest first."""
        ...

    async def get_balances(self) -> dict[LedgerAccount, int]:
        """The balance of every account that was ever used, in cents; they sum to zero."""
        ...

    async def find_unbalanced(self) -> Sequence[str]:
        """References of entries whose lines do not sum to zero; empty unless the ledger is damaged."""
        ...
