"""Payments and the ledger in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from prisma import Prisma, models

from atrium.garage.errors import DayClosed
from atrium.garage.interfaces import SETTLING_TIME, DayCloseRepository
from atrium.garage.models import (
    JournalEntry,
    LedgerAccount,
    Payment,
    PaymentStatus,
)
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict
from prismstack.data import During, Equals, Filter, In, OrderBy, PrismaAdapter, translated

from .money_rows import entry_to_row, line_rows, payment_to_row, to_entry, to_payment
from .scope import GarageScope

__all__ = ["WITH_LINES", "PrismaLedger", "PrismaPayments"]

WITH_LINES = {"lines": {"order_by": {"amountCents": "desc"}}}


class _Payments(PrismaAdapter[models.Payment]):
    deleted_at = "deletedAt"


class _Entries(PrismaAdapter[models.JournalEntry]):
    pass


class _Lines(PrismaAdapter[models.LedgerLine]):
    pass


class PrismaPayments:
    """``PaymentRepository`` over ``Payment``; unique keys refuse a second capture of a charge."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._payments = _Payments(client)
        self._scope = scope

    async def create(self, payment: Payment) -> None:
        await self._payments.create(payment_to_row(payment))

    async def find_by_id(self, payment_id: str) -> Payment | None:
        row = await self._payments.find_one(self._scope.ever, Equals("id", payment_id))
        return to_payment(row) if row else None

    async def find_by_key(self, idempotency_key: str) -> Payment | None:
        return next(iter(await self._find(Equals("idempotencyKey", idempotency_key))), None)

    async def find_by_gateway_reference(self, reference: str) -> Payment | None:
        found = await self._find(Equals("gatewayReference", reference))
        return next((each for each in found if each.is_captured), None)

    async def find_by_permit(self, permit_id: str) -> list[Payment]:
        return await self._find(Equals("permitId", permit_id))

    async def find_by_session(self, session_id: str) -> list[Payment]:
        return await self._find(Equals("sessionId", session_id))

    async def find_between(self, start: datetime, end: datetime) -> list[Payment]:
        return await self._find(During("processedAt", start, end))

    async def set_status(self, payment: Payment, status: PaymentStatus) -> Payment:
        written = await self._payments.update_many(
            Equals("id", payment.id), Equals("status", payment.status.value), data={"status": status.value}
        )
        if written != 1:
            raise Conflict(f"Payment {payment.number} was changed by another request")
        return replace(payment, status=status)

    async def add_refund(self, capture: Payment, amount_cents: int) -> Payment:
        counted = replace(capture, refunded_cents=capture.refunded_cents + amount_cents)
        written = await self._payments.update_many(
            Equals("id", capture.id),
            Equals("refundedCents", capture.refunded_cents),
            Equals("status", capture.status.value),
            data={"refundedCents": counted.refunded_cents, "status": counted.status_by_refunds.value},
        )
        if written != 1:
            raise Conflict(f"Payment {capture.number} was refunded by another request")
        return replace(counted, status=counted.status_by_refunds)

    async def _find(self, condition: Filter) -> list[Payment]:
        order = [OrderBy("processedAt"), OrderBy("id")]
        return [to_payment(row) for row in await self._payments.find_many(self._scope.ever, condition, order=order)]


class PrismaLedger:
    """``LedgerRepository`` over ``JournalEntry`` and ``LedgerLine``."""

    def __init__(self, client: Prisma, scope: GarageScope, clock: Clock, closes: DayCloseRepository) -> None:
        self._clock = clock
        self._closes = closes
        self._client = client
        self._entries = _Entries(client)
        self._lines = _Lines(client)
        self._scope = scope

    async def post(self, *entries: JournalEntry) -> None:
        for entry in entries:
            await self._refuse_closed_day(entry)
        await self._entries.create_many([entry_to_row(entry) for entry in entries])
        await self._lines.create_many([row for entry in entries for row in line_rows(entry)])

    async def find_by_session(self, session_id: str) -> list[JournalEntry]:
        return await self._find(Equals("sessionId", session_id))

    async def find_between(self, start: datetime, end: datetime) -> list[JournalEntry]:
        return await self._find(During("occurredAt", start, end))

    async def get_balances(self) -> dict[LedgerAccount, int]:
        groups = await self._grouped_sums("account")
        return {LedgerAccount(str(each["account"])): int(each["_sum"]["amountCents"]) for each in groups}

    async def find_unbalanced(self) -> Sequence[str]:
        groups = await self._grouped_sums("entryId", having={"amountCents": {"_sum": {"not": 0}}})
        if not groups:
            return []
        entries = await self._entries.find_many(In("id", [each["entryId"] for each in groups]))
        return [each.reference for each in entries]

    async def _refuse_closed_day(self, entry: JournalEntry) -> None:
        """A day is closed after its end, so only an entry of the past can meet a close."""
        if entry.occurred_at > self._clock.now() - SETTLING_TIME:
            return
        await self._closes.lock_books()
        closed = await self._closes.find_covering(entry.occurred_at)
        if closed is not None:
            raise DayClosed(f"{closed.day} is closed: {entry.reference} cannot be posted into it")

    async def _find(self, condition: Filter) -> list[JournalEntry]:
        rows = await self._entries.find_many(
            self._scope.ever, condition, order=[OrderBy("occurredAt"), OrderBy("id")], include=WITH_LINES
        )
        return [to_entry(row) for row in rows]

    async def _grouped_sums(self, field: Any, having: Any = None) -> list[Any]:
        where: Any = {"entry": {"is": self._scope.ever.where()}}
        lines: Any = self._client.ledgerline
        with translated():
            found: Any = await lines.group_by(by=[field], where=where, sum={"amountCents": True}, having=having)
        return found
