"""Rate plans, discount codes and quotes in memory."""

from __future__ import annotations

from dataclasses import replace

from atrium.garage.models import DiscountCode, Quote, RatePlan
from atrium.platform.clock import Clock
from atrium.platform.errors import DuplicateEntry

from .operations import Read

__all__ = ["InMemoryDiscountCodes", "InMemoryQuotes", "InMemoryRatePlans"]


class InMemoryRatePlans:
    """``RatePlanRepository`` over the state."""

    def __init__(self, state: Read, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def put(self, plan: RatePlan) -> RatePlan:
        former = [each for each in self._state().rate_plans.values() if each.code == plan.code]
        await self.retire(plan.code)
        if plan.is_default:
            self._clear_default()
        stored = replace(plan, version=1 + max((each.version for each in former), default=0))
        self._state().rate_plans[plan.id] = stored
        return stored

    async def find_by_id(self, plan_id: str) -> RatePlan | None:
        return self._state().rate_plans.get(plan_id)

    async def find_current(self, code: str) -> RatePlan | None:
        return next((each for each in await self.find_all_current() if each.code == code), None)

    async def find_default(self) -> RatePlan | None:
        return next((each for each in await self.find_all_current() if each.is_default), None)

    async def find_all_current(self) -> list[RatePlan]:
        current = (each for each in self._state().rate_plans.values() if each.retired_at is None)
        return sorted(current, key=lambda each: each.code)

    async def retire(self, code: str) -> bool:
        plan = await self.find_current(code)
        if plan is None:
            return False
        self._state().rate_plans[plan.id] = replace(plan, retired_at=self._clock.now(), is_default=False)
        return True

    def _clear_default(self) -> None:
        plans = self._state().rate_plans
        for plan in [each for each in plans.values() if each.is_default]:
            plans[plan.id] = replace(plan, is_default=False)


class InMemoryDiscountCodes:
    """``DiscountCodeRepository`` over the state."""

    def __init__(self, state: Read, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def create(self, code: DiscountCode) -> None:
        if await self.find_live(code.code) is not None:
            raise DuplicateEntry(f"The code {code.code} exists", fields=["activeCode"])
        self._state().discount_codes[code.id] = code

    async def find_live(self, code: str) -> DiscountCode | None:
        return next((each for each in await self.find_all_live() if each.code == code), None)

    async def find_all_live(self) -> list[DiscountCode]:
        live = (each for each in self._state().discount_codes.values() if each.retired_at is None)
        return sorted(live, key=lambda each: each.code)

    async def use(self, code: DiscountCode) -> bool:
        stored = self._state().discount_codes[code.id]
        if stored.usage_limit is not None and stored.used_count >= stored.usage_limit:
            return False
        self._state().discount_codes[code.id] = replace(stored, used_count=stored.used_count + 1)
        return True

    async def retire(self, code: str) -> bool:
        found = await self.find_live(code)
        if found is None:
            return False
        self._state().discount_codes[found.id] = replace(found, retired_at=self._clock.now())
        return True


class InMemoryQuotes:
    """``QuoteRepository`` over the state."""

    def __init__(self, state: Read) -> None:
        self._state = state

    async def create(self, quote: Quote) -> None:
        self._state().quotes[quote.id] = quote

    async def find_by_id(self, quote_id: str) -> Quote | None:
        return self._state().quotes.get(quote_id)
