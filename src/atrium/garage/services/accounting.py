"""Bookkeeping of a stay: pure steps that change its balance and say what to post. Amounts are cents.

Charge: debit receivable, credit revenue. Capture: debit where the money went, credit receivable.
Refund: debit refunds, credit where the money came from.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from atrium.garage.models import (
    METHOD_ACCOUNTS,
    JournalEntry,
    JournalKind,
    LedgerAccount,
    ParkingSession,
    Payment,
)
from atrium.platform.ids import uuid7

__all__ = ["capture", "capture_key", "charge_fee", "charge_penalty", "refund_entry"]


def charge_fee(session: ParkingSession, fee: int, at: datetime) -> tuple[ParkingSession, list[JournalEntry]]:
    """Charge what the fee exceeds the parking fee charged so far by; a lower fee takes nothing back."""
    due = fee - session.fee_cents
    if due <= 0:
        return session, []
    charged = replace(session, fee_cents=fee, charge_count=session.charge_count + 1, paid_at=None)
    return charged, [_charge_entry(charged, LedgerAccount.PARKING_REVENUE, due, at)]


def charge_penalty(session: ParkingSession, amount: int, at: datetime) -> tuple[ParkingSession, list[JournalEntry]]:
    """Charge a lost-ticket fee on top of the parking fee."""
    if amount <= 0:
        return session, []
    charged = replace(
        session, penalty_cents=session.penalty_cents + amount, charge_count=session.charge_count + 1, paid_at=None
    )
    return charged, [_charge_entry(charged, LedgerAccount.LOST_TICKET_REVENUE, amount, at)]


def capture_key(session: ParkingSession) -> str:
    """The unique key of the next capture: the database refuses a second one of the same balance."""
    return f"{session.id}:{session.charge_count}:{session.paid_cents}"


def capture(session: ParkingSession, payment: Payment) -> tuple[ParkingSession, JournalEntry]:
    """Settle the balance, or part of it; the stay is paid when nothing is left."""
    paid = replace(session, paid_cents=session.paid_cents + payment.amount_cents)
    if paid.balance_cents == 0:
        paid = replace(paid, paid_at=payment.processed_at)
    entry = JournalEntry(
        id=uuid7(),
        reference=f"capture:{payment.id}",
        kind=JournalKind.CAPTURE,
        garage_id=session.garage_id,
        session_id=session.id,
        payment_id=payment.id,
        occurred_at=payment.processed_at,
        lines=JournalEntry.transfer(METHOD_ACCOUNTS[payment.method], LedgerAccount.RECEIVABLE, payment.amount_cents),
    )
    return paid, entry


def refund_entry(refund: Payment) -> JournalEntry:
    """What a refund posts."""
    return JournalEntry(
        id=uuid7(),
        reference=f"refund:{refund.id}",
        kind=JournalKind.REFUND,
        garage_id=refund.garage_id,
        session_id=refund.session_id,
        payment_id=refund.id,
        occurred_at=refund.processed_at,
        lines=JournalEntry.transfer(LedgerAccount.REFUNDS, METHOD_ACCOUNTS[refund.method], refund.amount_cents),
    )


def _charge_entry(session: ParkingSession, revenue: LedgerAccount, amount: int, at: datetime) -> JournalEntry:
    return JournalEntry(
        id=uuid7(),
        reference=f"charge:{session.id}:{session.charge_count}",
        kind=JournalKind.CHARGE,
        garage_id=session.garage_id,
        session_id=session.id,
        occurred_at=at,
        lines=JournalEntry.transfer(LedgerAccount.RECEIVABLE, revenue, amount),
    )
