"""What the stays of the seed data cost and who paid: every cent goes through the same bookkeeping as a real one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from atrium.garage.gateways import DECLINE_TOKENS
from atrium.garage.models import (
    JournalEntry,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    SessionStatus,
    Ticket,
    TicketStatus,
)
from atrium.garage.services.accounting import capture, capture_key, charge_fee, charge_penalty, refund_entry
from atrium.garage.services.numbers import payment_number, ticket_number
from atrium.garage.services.policy import GaragePolicy

from .chances import Chances
from .history import SeededStay

__all__ = ["Books", "keep_books"]

_UNPAID_SHARE = 0.03
_LOST_SHARE = 0.01
_DECLINED_SHARE = 0.7


@dataclass(slots=True)
class Books:
    """Tickets, payments and journal entries of the stays."""

    tickets: list[Ticket] = field(default_factory=list[Ticket])
    payments: list[Payment] = field(default_factory=list[Payment])
    entries: list[JournalEntry] = field(default_factory=list[JournalEntry])


def keep_books(stays: list[SeededStay], payments: int, chances: Chances) -> Books:
    """Charge the completed stays and capture most of them; ``stays`` get their balances.

    Declined attempts and refunds fill the number of payments up.
    """
    keeper = _Keeper(chances)
    for stay in stays:
        keeper.book(stay)
    keeper.fill_up(payments)
    return keeper.books


class _Keeper:
    def __init__(self, chances: Chances) -> None:
        self.books = Books()
        self._chances = chances
        self._policy = GaragePolicy()
        self._captures: list[int] = []

    def book(self, stay: SeededStay) -> None:
        """Ticket, charges and capture of one stay."""
        status = TicketStatus.CANCELLED if stay.session.status is SessionStatus.CANCELLED else TicketStatus.ACTIVE
        end = stay.session.check_out_at
        if stay.session.status is SessionStatus.COMPLETED and end is not None:
            is_lost = self._chances.random.random() < _LOST_SHARE
            self._charge(stay, end, is_lost=is_lost)
            is_paid = self._chances.random.random() >= _UNPAID_SHARE
            if is_paid:
                self._capture(stay, end)
            status = TicketStatus.LOST if is_lost else TicketStatus.PAID if is_paid else TicketStatus.ACTIVE
        self._issue_ticket(stay, status)

    def fill_up(self, payments: int) -> None:
        """Add declined attempts and refunds to captures until there are so many payments."""
        missing = max(0, payments - len(self.books.payments))
        declined = int(missing * _DECLINED_SHARE)
        chosen = self._chances.random.sample(self._captures, min(missing, len(self._captures)))
        for index in chosen[:declined]:
            self._add_declined_attempt(self.books.payments[index])
        for index in chosen[declined:]:
            self._add_refund(index)

    def _charge(self, stay: SeededStay, end: datetime, *, is_lost: bool) -> None:
        charges: list[JournalEntry] = []
        if is_lost:
            stay.session, charges = charge_penalty(stay.session, self._policy.lost_ticket_fee, end)
        fee = self._policy.fee_until(stay.session, stay.spot, end)
        stay.session, more = charge_fee(stay.session, fee.total, end)
        self._post(*charges, *more)

    def _capture(self, stay: SeededStay, at: datetime) -> None:
        payment = self._payment(
            stay.session.garage_id, stay.session.id, at, self._chances.method(), stay.session.balance_cents
        )
        payment = replace(payment, capture_key=capture_key(stay.session))
        stay.session, entry = capture(stay.session, payment)
        self._post(entry)
        self._captures.append(len(self.books.payments))
        self.books.payments.append(payment)

    def _add_declined_attempt(self, paid: Payment) -> None:
        attempt = self._payment(
            paid.garage_id,
            paid.session_id,
            paid.processed_at - timedelta(seconds=40),
            PaymentMethod.CARD,
            paid.amount_cents,
        )
        reason = self._chances.random.choice(sorted(DECLINE_TOKENS.values()))
        self.books.payments.append(replace(attempt, status=PaymentStatus.DECLINED, decline_code=reason))

    def _add_refund(self, index: int) -> None:
        paid = self.books.payments[index]
        is_full = self._chances.random.random() < 0.5
        amount = paid.amount_cents if is_full else max(1, paid.amount_cents // 2)
        status = PaymentStatus.REFUNDED if amount == paid.amount_cents else PaymentStatus.PARTIALLY_REFUNDED
        self.books.payments[index] = replace(paid, refunded_cents=amount, status=status)
        at = paid.processed_at + timedelta(minutes=30)
        refund = self._payment(paid.garage_id, paid.session_id, at, paid.method, amount)
        refund = replace(refund, kind=PaymentKind.REFUND, refund_of=paid.id)
        self._post(refund_entry(refund))
        self.books.payments.append(refund)

    def _payment(
        self, garage_id: str, session_id: str | None, at: datetime, method: PaymentMethod, amount: int
    ) -> Payment:
        payment_id = self._chances.identifier(at)
        return Payment(
            id=payment_id,
            number=payment_number(payment_id, at),
            garage_id=garage_id,
            session_id=session_id,
            kind=PaymentKind.CAPTURE,
            status=PaymentStatus.COMPLETED,
            method=method,
            amount_cents=amount,
            idempotency_key=f"seed-{payment_id}",
            processed_at=at,
        )

    def _issue_ticket(self, stay: SeededStay, status: TicketStatus) -> None:
        issued_at = stay.session.check_in_at
        ticket_id = self._chances.identifier(issued_at)
        self.books.tickets.append(
            Ticket(
                id=ticket_id,
                number=ticket_number(ticket_id, issued_at),
                session_id=stay.session.id,
                status=status,
                issued_at=issued_at,
                lost_reported_at=stay.session.check_out_at if status is TicketStatus.LOST else None,
            )
        )

    def _post(self, *entries: JournalEntry) -> None:
        """Entries with ids of this seed instead of random ones."""
        self.books.entries += [replace(each, id=self._chances.identifier(each.occurred_at)) for each in entries]
