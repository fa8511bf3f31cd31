"""Payment attempts, disputes and closed days."""

from __future__ import annotations

from collections.abc import Sequence

from prisma import models

from atrium.garage.models import DayClose, Dispute, PaymentAttempt
from atrium.garage.repositories.attempts import attempt_to_row, dispute_to_row, to_attempt, to_dispute
from atrium.garage.repositories.closes import close_to_row, to_close
from prismstack.data import Filter, PrismaAdapter, Related

from .row_table import Row, RowTable

__all__ = ["AttemptTable", "DayCloseTable", "DisputeTable"]


class _Attempts(PrismaAdapter[models.PaymentAttempt]):
    pass


class _Disputes(PrismaAdapter[models.Dispute]):
    pass


class _Closes(PrismaAdapter[models.DayClose]):
    pass


class AttemptTable(RowTable[PaymentAttempt]):
    """Payments on their way through the gateway, and what became of them."""

    adapter = _Attempts
    key_column = "idempotencyKey"

    def to_value(self, row: models.PaymentAttempt) -> PaymentAttempt:
        return to_attempt(row)

    def key(self, value: PaymentAttempt) -> str:
        return value.key

    async def to_rows(self, values: Sequence[PaymentAttempt]) -> list[Row]:
        return [attempt_to_row(value) for value in values]

    async def to_changes(self, value: PaymentAttempt, row: models.PaymentAttempt) -> Row:
        return attempt_to_row(value)


class DisputeTable(RowTable[Dispute]):
    """Disputes of the garage's payments."""

    adapter = _Disputes
    key_column = "reference"

    def filters(self) -> list[Filter]:
        return [Related("payment", self._scope.ever)]

    def to_value(self, row: models.Dispute) -> Dispute:
        return to_dispute(row)

    def key(self, value: Dispute) -> str:
        return value.reference

    async def to_rows(self, values: Sequence[Dispute]) -> list[Row]:
        return [dispute_to_row(value) for value in values]

    async def to_changes(self, value: Dispute, row: models.Dispute) -> Row:
        return dispute_to_row(value)


class DayCloseTable(RowTable[DayClose]):
    """Closed days."""

    adapter = _Closes
    key_column = "day"

    def to_value(self, row: models.DayClose) -> DayClose:
        return to_close(row)

    def key(self, value: DayClose) -> str:
        return value.day

    async def to_rows(self, values: Sequence[DayClose]) -> list[Row]:
        return [close_to_row(value) for value in values]

    async def to_changes(self, value: DayClose, row: models.DayClose) -> Row:
        return close_to_row(value)
