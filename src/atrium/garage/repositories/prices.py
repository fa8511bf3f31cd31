"""Rate plans, discount codes and quotes in the database: plans by version, uses of a code counted exactly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from prisma import Prisma, models

from atrium.garage.models import DiscountCode, Quote, RatePlan
from atrium.platform.clock import Clock
from prismstack.data import (
    DuplicateEntry,
    Equals,
    Filter,
    LessThan,
    OrderBy,
    PrismaAdapter,
    WriteConflict,
)

from .price_rows import code_to_row, plan_to_row, quote_to_row, surge_rows, tier_rows, to_code, to_plan, to_quote
from .scope import GarageScope

__all__ = ["WHOLE_PLAN", "PrismaDiscountCodes", "PrismaQuotes", "PrismaRatePlans"]

WHOLE_PLAN: dict[str, Any] = {
    "surgeRules": {"order_by": {"id": "asc"}},
    "tiers": {"order_by": {"discountPercent": "asc"}},
}


class _Plans(PrismaAdapter[models.RatePlan]):
    deleted_at = "deletedAt"


class _Rules(PrismaAdapter[models.SurgeRule]):
    pass


class _Tiers(PrismaAdapter[models.PlanTier]):
    pass


class _Codes(PrismaAdapter[models.DiscountCode]):
    deleted_at = "deletedAt"


class _Quotes(PrismaAdapter[models.Quote]):
    pass


class PrismaRatePlans:
    """``RatePlanRepository`` over ``RatePlan``, ``SurgeRule`` and ``PlanTier``."""

    def __init__(self, client: Prisma, scope: GarageScope, clock: Clock) -> None:
        self._plans = _Plans(client)
        self._rules = _Rules(client)
        self._tiers = _Tiers(client)
        self._scope = scope
        self._clock = clock

    async def put(self, plan: RatePlan) -> RatePlan:
        of_code = (Equals("garageId", plan.garage_id), Equals("code", plan.code))
        latest = await self._plans.with_deleted.find_one(*of_code, order=[OrderBy("version", "desc")])
        stored = replace(plan, version=latest.version + 1 if latest else 1)
        await self.retire(plan.code)
        if plan.is_default:
            await self._plans.update_many(Equals("garageId", plan.garage_id), data={"defaultKey": None})
        try:
            await self._plans.create(plan_to_row(stored))
        except DuplicateEntry as error:
            raise WriteConflict(f"plan {plan.code} was changed by another request", retryable=True) from error
        await self._rules.create_many(surge_rows(stored))
        await self._tiers.create_many(tier_rows(stored))
        return stored

    async def find_by_id(self, plan_id: str) -> RatePlan | None:
        row = await self._plans.with_deleted.find_one(self._scope.ever, Equals("id", plan_id), include=WHOLE_PLAN)
        return to_plan(row) if row else None

    async def find_current(self, code: str) -> RatePlan | None:
        return await self._current(Equals("activeCode", code))

    async def find_default(self) -> RatePlan | None:
        return await self._current(Equals("defaultKey", "default"))

    async def find_all_current(self) -> list[RatePlan]:
        in_garage = Equals("garageId", await self._scope.live_id() or "")
        rows = await self._plans.find_many(in_garage, order=[OrderBy("code")], include=WHOLE_PLAN)
        return [to_plan(row) for row in rows]

    async def retire(self, code: str) -> bool:
        changed = await self._plans.update_many(
            Equals("garageId", await self._scope.live_id() or ""),
            Equals("activeCode", code),
            data={"activeCode": None, "defaultKey": None, "deletedAt": self._clock.now()},
        )
        return changed == 1

    async def _current(self, condition: Filter) -> RatePlan | None:
        in_garage = Equals("garageId", await self._scope.live_id() or "")
        row = await self._plans.find_one(in_garage, condition, include=WHOLE_PLAN)
        return to_plan(row) if row else None


class PrismaDiscountCodes:
    """``DiscountCodeRepository`` over ``DiscountCode``."""

    def __init__(self, client: Prisma, scope: GarageScope, clock: Clock) -> None:
        self._codes = _Codes(client)
        self._scope = scope
        self._clock = clock

    async def create(self, code: DiscountCode) -> None:
        await self._codes.create(code_to_row(code))

    async def find_live(self, code: str) -> DiscountCode | None:
        row = await self._codes.find_one(await self._here(), Equals("activeCode", code))
        return to_code(row) if row else None

    async def find_all_live(self) -> list[DiscountCode]:
        return [to_code(row) for row in await self._codes.find_many(await self._here(), order=[OrderBy("code")])]

    async def use(self, code: DiscountCode) -> bool:
        room: list[Filter] = [] if code.usage_limit is None else [LessThan("usedCount", code.usage_limit)]
        counted = await self._codes.update_many(Equals("id", code.id), *room, data={"usedCount": {"increment": 1}})
        return counted == 1

    async def retire(self, code: str) -> bool:
        gone = {"activeCode": None, "deletedAt": self._clock.now()}
        return await self._codes.update_many(await self._here(), Equals("activeCode", code), data=gone) == 1

    async def _here(self) -> Filter:
        return Equals("garageId", await self._scope.live_id() or "")


class PrismaQuotes:
    """``QuoteRepository`` over ``Quote``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._quotes = _Quotes(client)
        self._scope = scope

    async def create(self, quote: Quote) -> None:
        await self._quotes.create(quote_to_row(quote))

    async def find_by_id(self, quote_id: str) -> Quote | None:
        row = await self._quotes.find_one(self._scope.ever, Equals("id", quote_id))
        return to_quote(row) if row else None
