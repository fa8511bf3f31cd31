"""The stores of rate plans, discount codes and quotes."""

from __future__ import annotations

from typing import Protocol

from atrium.garage.models import DiscountCode, Quote, RatePlan

__all__ = ["DiscountCodeRepository", "QuoteRepository", "RatePlanRepository"]


class RatePlanRepository(Protocol):
    """Rate plans of one garage. A plan is never changed: a new version takes its place."""

    async def put(self, plan: RatePlan) -> RatePlan:
        """Store a plan as the current version of its code; a default plan takes that place from another one.

        Raises:
            WriteConflict: another version was stored at the same moment; run the unit again.
        """
        ...

    async def find_by_id(self, plan_id: str) -> RatePlan | None:
        """Any version, retired ones included."""
        ...

    async def find_current(self, code: str) -> RatePlan | None: ...

    async def find_default(self) -> RatePlan | None: ...

    async def find_all_current(self) -> list[RatePlan]:
        """The current versions, by code."""
        ...

    async def retire(self, code: str) -> bool:
        """Take a plan out of use; whether there was one."""
        ...


class DiscountCodeRepository(Protocol):
    """Discount codes of one garage; ``code`` is in upper case."""

    async def create(self, code: DiscountCode) -> None:
        """Store a code.

        Raises:
            DuplicateEntry: a live code has the same name.
        """
        ...

    async def find_live(self, code: str) -> DiscountCode | None: ...

    async def find_all_live(self) -> list[DiscountCode]:
        """The live codes, by name."""
        ...

    async def use(self, code: DiscountCode) -> bool:
        """Count one more use, exactly once however many ask; False when the limit is reached."""
        ...

    async def retire(self, code: str) -> bool: ...


class QuoteRepository(Protocol):
    async def create(self, quote: Quote) -> None: ...

    async def find_by_id(self, quote_id: str) -> Quote | None: ...
