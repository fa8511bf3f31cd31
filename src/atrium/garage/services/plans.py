"""Rate plans and discount codes: what an operator decides about prices."""

from __future__ import annotations

from dataclasses import fields, replace

from atrium.garage.errors import DiscountCodeInvalid, GarageNotInitialised, PlanNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import DiscountCode, DiscountKind, RatePlan
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed

__all__ = ["PlanService"]

_LONGEST_NAME = 40


class PlanService:
    """``put``, ``retire``, ``find``, ``find_all`` for plans; ``add_code``, ``retire_code``, ``find_codes``."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def put(self, plan: RatePlan, *, actor: str = SYSTEM_ACTOR) -> RatePlan:
        """Make a plan the current version of its code; stays keep the version that priced them.

        Raises:
            ValidationFailed: a figure makes no sense; nothing was changed.
            GarageNotInitialised: there is no garage.
        """
        _check_plan(plan)

        async def unit(repositories: Repositories) -> RatePlan:
            former = await repositories.rate_plans.find_current(plan.code)
            garage_id = await self._garage_id(repositories)
            stored = await repositories.rate_plans.put(replace(plan, garage_id=garage_id))
            before, after = _difference(former, stored)
            await repositories.audit.write(
                AuditRecord(
                    actor=actor,
                    action="rate_plan.put",
                    entity_type="rate_plan",
                    entity_id=stored.id,
                    at=self._clock.now(),
                    detail={"code": stored.code, "version": stored.version},
                    before=before,
                    after=after,
                )
            )
            return stored

        return await self._store.transact(unit)

    async def retire(self, code: str, *, actor: str = SYSTEM_ACTOR) -> None:
        """Take a plan out of use; without a default plan the tariff prices stays.

        Raises:
            PlanNotFound: no current plan has this code.
        """

        async def unit(repositories: Repositories) -> None:
            plan = await repositories.rate_plans.find_current(code)
            if plan is None:
                raise PlanNotFound(f"Rate plan {code!r} not found")
            await repositories.rate_plans.retire(code)
            await repositories.audit.write(
                AuditRecord(
                    actor=actor,
                    action="rate_plan.retired",
                    entity_type="rate_plan",
                    entity_id=plan.id,
                    at=self._clock.now(),
                    detail={"code": code, "version": plan.version},
                )
            )

        await self._store.transact(unit)

    async def find(self, code: str) -> RatePlan:
        """The current version of a plan. Raises PlanNotFound."""
        plan = await self._store.committed.rate_plans.find_current(code)
        if plan is None:
            raise PlanNotFound(f"Rate plan {code!r} not found")
        return plan

    async def find_all(self) -> list[RatePlan]:
        """The current plans, by code."""
        return await self._store.committed.rate_plans.find_all_current()

    async def add_code(self, code: DiscountCode, *, actor: str = SYSTEM_ACTOR) -> DiscountCode:
        """Add a discount code.

        Raises:
            ValidationFailed: a figure makes no sense.
            Conflict: a live code has the name.
        """
        _check_code(code)

        async def unit(repositories: Repositories) -> DiscountCode:
            stored = replace(code, garage_id=await self._garage_id(repositories))
            await repositories.discount_codes.create(stored)
            await repositories.audit.write(self._code_trail("discount_code.added", stored, actor))
            return stored

        try:
            return await self._store.transact(unit)
        except DuplicateEntry as error:
            raise Conflict(f"The discount code {code.code} exists") from error

    async def retire_code(self, name: str, *, actor: str = SYSTEM_ACTOR) -> None:
        """Take a code out of use. Raises DiscountCodeInvalid when there is none."""

        async def unit(repositories: Repositories) -> None:
            code = await repositories.discount_codes.find_live(name.upper())
            if code is None:
                raise DiscountCodeInvalid(f"There is no discount code {name.upper()!r}")
            await repositories.discount_codes.retire(code.code)
            await repositories.audit.write(self._code_trail("discount_code.retired", code, actor))

        await self._store.transact(unit)

    async def find_codes(self) -> list[DiscountCode]:
        """The live codes, by name."""
        return await self._store.committed.discount_codes.find_all_live()

    async def _garage_id(self, repositories: Repositories) -> str:
        garage = await repositories.garages.find_by_name(self._store.config_name)
        if garage is None:
            raise GarageNotInitialised("Garage not initialized")
        return garage.id

    def _code_trail(self, action: str, code: DiscountCode, actor: str) -> AuditRecord:
        return AuditRecord(
            actor=actor,
            action=action,
            entity_type="discount_code",
            entity_id=code.id,
            at=self._clock.now(),
            detail={"code": code.code, "kind": code.kind.value, "value": code.value},
        )


def _check_plan(plan: RatePlan) -> None:
    amounts = {
        "compactHourly": plan.compact_hourly_cents,
        "standardHourly": plan.standard_hourly_cents,
        "oversizedHourly": plan.oversized_hourly_cents,
        "evPremium": plan.ev_premium_cents,
        "handicapPremium": plan.handicap_premium_cents,
        "minimum": plan.minimum_cents,
        "dayCap": plan.day_cap_cents or 0,
    }
    errors = [f"{name} must not be negative" for name, cents in amounts.items() if cents < 0]
    if not 1 <= len(plan.code) <= _LONGEST_NAME or not 1 <= len(plan.name) <= _LONGEST_NAME:
        errors.append(f"code and name must have 1 to {_LONGEST_NAME} characters")
    if any(rule.percent < 100 for rule in plan.surge_rules) or plan.surge_cap_percent < 100:
        errors.append("a surge is at least 100 percent")
    if any(not 0 <= rule.start_minute < rule.end_minute <= 1440 for rule in plan.surge_rules if rule.weekdays):
        errors.append("a surge window begins before it ends, within one day")
    if any(not 0 <= tier.discount_percent <= 100 for tier in plan.tiers):
        errors.append("a tier's discount is 0 to 100 percent")
    if len({tier.tier for tier in plan.tiers}) != len(plan.tiers):
        errors.append("a tier is listed twice")
    if errors:
        raise ValidationFailed("Invalid rate plan", errors)


def _check_code(code: DiscountCode) -> None:
    errors: list[str] = []
    if not 1 <= len(code.code) <= _LONGEST_NAME or code.code != code.code.strip().upper():
        errors.append(f"code must have 1 to {_LONGEST_NAME} characters, in upper case")
    if code.value <= 0 or (code.kind is DiscountKind.PERCENT and code.value > 100):
        errors.append("value must be positive, and at most 100 percent")
    if code.minimum_cents < 0 or (code.maximum_cents is not None and code.maximum_cents <= 0):
        errors.append("minimum must not be negative, maximum must be positive")
    if code.usage_limit is not None and code.usage_limit < 1:
        errors.append("usageLimit must be positive")
    if errors:
        raise ValidationFailed("Invalid discount code", errors)


def _difference(former: RatePlan | None, plan: RatePlan) -> tuple[dict[str, object] | None, dict[str, object]]:
    """The figures that changed, as they were and as they are."""
    names = [each.name for each in fields(plan) if each.name.endswith(("_cents", "_percent", "_hours", "_minutes"))]
    after: dict[str, object] = {name: getattr(plan, name) for name in names}
    if former is None:
        return None, after
    changed = [name for name in names if getattr(former, name) != after[name]]
    return {name: getattr(former, name) for name in changed}, {name: after[name] for name in changed}
