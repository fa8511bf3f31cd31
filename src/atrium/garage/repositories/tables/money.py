"""Payments and journal entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prisma import models

from atrium.garage.models import JournalEntry, Payment
from atrium.garage.repositories.money import WITH_LINES
from atrium.garage.repositories.money_rows import entry_to_row, line_rows, payment_to_row, to_entry, to_payment
from prismstack.data import In, PrismaAdapter

from .row_table import Row, RowTable

__all__ = ["EntryTable", "PaymentTable"]


class _Payments(PrismaAdapter[models.Payment]):
    pass


class _Entries(PrismaAdapter[models.JournalEntry]):
    pass


class _Lines(PrismaAdapter[models.LedgerLine]):
    pass


class PaymentTable(RowTable[Payment]):
    """Captures, refunds and declined attempts."""

    adapter = _Payments

    def to_value(self, row: models.Payment) -> Payment:
        return to_payment(row)

    def key(self, value: Payment) -> str:
        return value.id

    async def to_rows(self, values: Sequence[Payment]) -> list[Row]:
        """Refunds after what they give back."""
        return [payment_to_row(value) for value in sorted(values, key=lambda value: value.refund_of is not None)]

    async def to_changes(self, value: Payment, row: models.Payment) -> Row:
        return payment_to_row(value)


class EntryTable(RowTable[JournalEntry]):
    """Journal entries with their lines."""

    adapter = _Entries
    key_column = "reference"
    include = WITH_LINES

    def to_value(self, row: models.JournalEntry) -> JournalEntry:
        return to_entry(row)

    def key(self, value: JournalEntry) -> str:
        return value.reference

    async def to_rows(self, values: Sequence[JournalEntry]) -> list[Row]:
        return [entry_to_row(value) for value in values]

    async def to_changes(self, value: JournalEntry, row: models.JournalEntry) -> Row:
        return entry_to_row(value)

    async def add(self, values: Sequence[JournalEntry]) -> None:
        await super().add(values)
        await _Lines(self._client).create_many([row for value in values for row in line_rows(value)])

    async def change(self, value: JournalEntry, row: models.JournalEntry) -> None:
        """The books say otherwise: what the shadow had was wrong, and is written anew."""
        await self.remove([value.reference])
        await self.add([value])

    async def remove(self, keys: Collection[str]) -> None:
        rows = await self.find_rows(keys)
        await _Lines(self._client).delete_many(In("entryId", [row.id for row in rows.values()]))
        await super().remove(keys)
