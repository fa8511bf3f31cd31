"""Closed days in the database; the garage's books version excludes closes and postings into the past."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from prisma import Prisma, models

from atrium.garage.models import DayClose
from atrium.platform.trail import plain_json
from prismstack.data import After, AtMost, Equals, Filter, OrderBy, PrismaAdapter, WriteConflict

from .scope import GarageScope

__all__ = ["PrismaDayCloses", "close_to_row", "to_close"]


class _Closes(PrismaAdapter[models.DayClose]):
    pass


class _Garages(PrismaAdapter[models.Garage]):
    key_field = "activeKey"


class PrismaDayCloses:
    """``DayCloseRepository`` over ``DayClose``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._closes = _Closes(client)
        self._garages = _Garages(client)
        self._scope = scope

    async def lock_books(self) -> None:
        garage = await self._garages.get_or_none(self._scope.config_name)
        if garage is None:
            return
        locked = await self._garages.update_many(
            Equals("id", garage.id),
            Equals("booksVersion", garage.booksVersion),
            data={"booksVersion": garage.booksVersion + 1},
        )
        if locked != 1:
            raise WriteConflict("the books are being closed or corrected by another request", retryable=True)

    async def create(self, close: DayClose) -> None:
        await self._closes.create(close_to_row(close))

    async def find(self, day: str) -> DayClose | None:
        return await self._first(Equals("day", day))

    async def find_covering(self, moment: datetime) -> DayClose | None:
        return await self._first(AtMost("startsAt", moment), After("endsAt", moment))

    async def find_all(self) -> list[DayClose]:
        return [to_close(row) for row in await self._closes.find_many(self._scope.ever, order=[OrderBy("day")])]

    async def _first(self, *filters: Filter) -> DayClose | None:
        row = await self._closes.find_one(self._scope.ever, *filters)
        return to_close(row) if row else None


def close_to_row(close: DayClose) -> dict[str, Any]:
    """The columns of a close."""
    return {
        "id": close.id,
        "garageId": close.garage_id,
        "day": close.day,
        "startsAt": close.starts_at,
        "endsAt": close.ends_at,
        "expectedCashCents": close.expected_cash_cents,
        "countedCashCents": close.counted_cash_cents,
        "varianceCents": close.variance_cents,
        "closedBy": close.closed_by,
        "closedAt": close.closed_at,
        "figures": plain_json(close.figures),
    }


def to_close(row: models.DayClose) -> DayClose:
    """The close that a row holds."""
    return DayClose(
        id=row.id,
        garage_id=row.garageId,
        day=row.day,
        starts_at=row.startsAt,
        ends_at=row.endsAt,
        expected_cash_cents=row.expectedCashCents,
        counted_cash_cents=row.countedCashCents,
        closed_by=row.closedBy,
        closed_at=row.closedAt,
        figures=cast("dict[str, object]", row.figures),
    )
