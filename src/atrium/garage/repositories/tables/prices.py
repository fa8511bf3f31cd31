"""Rate plans, discount codes and quotes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prisma import models

from atrium.garage.models import DiscountCode, Quote, RatePlan
from atrium.garage.repositories.price_rows import (
    code_to_row,
    plan_to_row,
    quote_to_row,
    surge_rows,
    tier_rows,
    to_code,
    to_plan,
    to_quote,
)
from atrium.garage.repositories.prices import WHOLE_PLAN
from prismstack.data import In, PrismaAdapter

from .row_table import Row, RowTable

__all__ = ["DiscountCodeTable", "QuoteTable", "RatePlanTable"]


class _Plans(PrismaAdapter[models.RatePlan]):
    pass


class _Rules(PrismaAdapter[models.SurgeRule]):
    pass


class _Tiers(PrismaAdapter[models.PlanTier]):
    pass


class _Codes(PrismaAdapter[models.DiscountCode]):
    pass


class _Quotes(PrismaAdapter[models.Quote]):
    pass


class RatePlanTable(RowTable[RatePlan]):
    """Every version of every plan, with its surge rules and tiers."""

    adapter = _Plans
    include = WHOLE_PLAN

    def to_value(self, row: models.RatePlan) -> RatePlan:
        return to_plan(row)

    def key(self, value: RatePlan) -> str:
        return value.id

    async def to_rows(self, values: Sequence[RatePlan]) -> list[Row]:
        return [plan_to_row(value) for value in values]

    async def to_changes(self, value: RatePlan, row: models.RatePlan) -> Row:
        return plan_to_row(value)

    async def add(self, values: Sequence[RatePlan]) -> None:
        await super().add(values)
        await self._add_parts(values)

    async def change(self, value: RatePlan, row: models.RatePlan) -> None:
        await super().change(value, row)
        await self._remove_parts([value.id])
        await self._add_parts([value])

    async def remove(self, keys: Collection[str]) -> None:
        await self._remove_parts(keys)
        await super().remove(keys)

    async def _add_parts(self, plans: Sequence[RatePlan]) -> None:
        await _Rules(self._client).create_many([row for plan in plans for row in surge_rows(plan)])
        await _Tiers(self._client).create_many([row for plan in plans for row in tier_rows(plan)])

    async def _remove_parts(self, keys: Collection[str]) -> None:
        await _Rules(self._client).delete_many(In("planId", sorted(keys)))
        await _Tiers(self._client).delete_many(In("planId", sorted(keys)))


class DiscountCodeTable(RowTable[DiscountCode]):
    """Discount codes, retired ones included."""

    adapter = _Codes

    def to_value(self, row: models.DiscountCode) -> DiscountCode:
        return to_code(row)

    def key(self, value: DiscountCode) -> str:
        return value.id

    async def to_rows(self, values: Sequence[DiscountCode]) -> list[Row]:
        return [code_to_row(value) for value in values]

    async def to_changes(self, value: DiscountCode, row: models.DiscountCode) -> Row:
        return code_to_row(value)


class QuoteTable(RowTable[Quote]):
    """Quotes."""

    adapter = _Quotes

    def to_value(self, row: models.Quote) -> Quote:
        return to_quote(row)

    def key(self, value: Quote) -> str:
        return value.id

    async def to_rows(self, values: Sequence[Quote]) -> list[Row]:
        return [quote_to_row(value) for value in values]

    async def to_changes(self, value: Quote, row: models.Quote) -> Row:
        return quote_to_row(value)
