"""The double-entry ledger: entries whose lines sum to zero. Debits are positive cents, credits negative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import JournalKind, LedgerAccount, PaymentMethod

__all__ = ["METHOD_ACCOUNTS", "JournalEntry", "LedgerLine", "UnbalancedEntry"]

METHOD_ACCOUNTS: dict[PaymentMethod, LedgerAccount] = {
    PaymentMethod.CASH: LedgerAccount.CASH,
    PaymentMethod.CARD: LedgerAccount.CARD_CLEARING,
    PaymentMethod.MOBILE: LedgerAccount.MOBILE_CLEARING,
}


class UnbalancedEntry(ValueError):
    """The lines of a journal entry do not sum to zero, or there are fewer than two: a defect of the caller."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    account: LedgerAccount
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One business event; ``reference`` is unique, so that nothing is posted twice.

    It belongs to a stay, to a permit, or (a day's close) to the garage alone.

    Raises:
        UnbalancedEntry: at construction, so that an unbalanced entry cannot exist.
    """

    id: str
    reference: str
    kind: JournalKind
    garage_id: str
    session_id: str | None = None
    permit_id: str | None = None
    payment_id: str | None = None
    occurred_at: datetime
    lines: tuple[LedgerLine, ...]

    def __post_init__(self) -> None:
        if len(self.lines) < 2 or sum(line.amount_cents for line in self.lines) != 0:
            raise UnbalancedEntry(f"Journal entry {self.reference!r} does not sum to zero: {self.lines!r}")

    @staticmethod
    def transfer(debit: LedgerAccount, credit: LedgerAccount, amount_cents: int) -> tuple[LedgerLine, LedgerLine]:
        """The two lines that move an amount from one account to another."""
        return LedgerLine(debit, amount_cents), LedgerLine(credit, -amount_cents)
