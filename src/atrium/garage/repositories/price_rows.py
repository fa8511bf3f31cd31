"""Between rate plans, discount codes, quotes, and their rows."""

from __future__ import annotations

from typing import Any, cast

from prisma import Json, models

from atrium.garage.models import (
    CustomerTier,
    DiscountCode,
    DiscountKind,
    PlanTier,
    Quote,
    RatePlan,
    SpotType,
    SurgeKind,
    SurgeRule,
)
from atrium.platform.ids import uuid7
from atrium.platform.trail import plain_json

__all__ = [
    "code_to_row",
    "plan_to_row",
    "quote_to_row",
    "surge_rows",
    "tier_rows",
    "to_code",
    "to_plan",
    "to_quote",
]


def to_plan(row: models.RatePlan) -> RatePlan:
    """The plan that a row, its surge rules and its tiers hold."""
    return RatePlan(
        id=row.id,
        garage_id=row.garageId,
        code=row.code,
        version=row.version,
        is_default=row.defaultKey is not None,
        name=row.name,
        compact_hourly_cents=row.compactHourlyCents,
        standard_hourly_cents=row.standardHourlyCents,
        oversized_hourly_cents=row.oversizedHourlyCents,
        ev_premium_cents=row.evPremiumCents,
        handicap_premium_cents=row.handicapPremiumCents,
        daily_percent=row.dailyPercent,
        daily_cap_hours=row.dailyCapHours,
        monthly_percent=row.monthlyPercent,
        monthly_cap_hours=row.monthlyCapHours,
        day_cap_cents=row.dayCapCents,
        minimum_cents=row.minimumCents,
        grace_minutes=row.graceMinutes,
        surge_cap_percent=row.surgeCapPercent,
        surge_rules=tuple(_to_rule(each) for each in row.surgeRules or []),
        tiers=tuple(_to_tier(each) for each in row.tiers or []),
        created_at=row.createdAt,
        retired_at=row.deletedAt,
    )


def plan_to_row(plan: RatePlan) -> dict[str, Any]:
    """The columns of a version; only a current one holds its code."""
    return {
        "id": plan.id,
        "garageId": plan.garage_id,
        "code": plan.code,
        "activeCode": plan.code if plan.retired_at is None else None,
        "defaultKey": "default" if plan.is_default else None,
        "version": plan.version,
        "name": plan.name,
        "compactHourlyCents": plan.compact_hourly_cents,
        "standardHourlyCents": plan.standard_hourly_cents,
        "oversizedHourlyCents": plan.oversized_hourly_cents,
        "evPremiumCents": plan.ev_premium_cents,
        "handicapPremiumCents": plan.handicap_premium_cents,
        "dailyPercent": plan.daily_percent,
        "dailyCapHours": plan.daily_cap_hours,
        "monthlyPercent": plan.monthly_percent,
        "monthlyCapHours": plan.monthly_cap_hours,
        "dayCapCents": plan.day_cap_cents,
        "minimumCents": plan.minimum_cents,
        "graceMinutes": plan.grace_minutes,
        "surgeCapPercent": plan.surge_cap_percent,
        "createdAt": plan.created_at,
        "deletedAt": plan.retired_at,
    }


def surge_rows(plan: RatePlan) -> list[dict[str, Any]]:
    """The rows of the plan's surge rules."""
    return [
        {
            "id": uuid7(),
            "planId": plan.id,
            "kind": rule.kind.value,
            "percent": rule.percent,
            "weekdays": sum(1 << day for day in rule.weekdays),
            "startMinute": rule.start_minute,
            "endMinute": rule.end_minute,
            "occupancyPercent": rule.occupancy_percent,
        }
        for rule in plan.surge_rules
    ]


def tier_rows(plan: RatePlan) -> list[dict[str, Any]]:
    """The rows of the plan's tiers."""
    return [
        {
            "planId": plan.id,
            "tier": terms.tier.value,
            "discountPercent": terms.discount_percent,
            "graceMinutes": terms.grace_minutes,
            "freeHours": terms.free_hours,
        }
        for terms in plan.tiers
    ]


def to_code(row: models.DiscountCode) -> DiscountCode:
    """The discount code that a row holds."""
    return DiscountCode(
        id=row.id,
        garage_id=row.garageId,
        code=row.code,
        kind=DiscountKind(row.kind),
        value=row.value,
        minimum_cents=row.minimumCents,
        maximum_cents=row.maximumCents,
        spot_types=tuple(SpotType(each) for each in cast("list[str]", row.spotTypes)),
        tiers=tuple(CustomerTier(each) for each in cast("list[str]", row.tiers)),
        valid_from=row.validFrom,
        valid_until=row.validUntil,
        usage_limit=row.usageLimit,
        used_count=row.usedCount,
        created_at=row.createdAt,
        retired_at=row.deletedAt,
    )


def code_to_row(code: DiscountCode) -> dict[str, Any]:
    """The columns of a code; only a live one holds its name."""
    return {
        "id": code.id,
        "garageId": code.garage_id,
        "code": code.code,
        "activeCode": code.code if code.retired_at is None else None,
        "kind": code.kind.value,
        "value": code.value,
        "minimumCents": code.minimum_cents,
        "maximumCents": code.maximum_cents,
        "spotTypes": Json([each.value for each in code.spot_types]),
        "tiers": Json([each.value for each in code.tiers]),
        "validFrom": code.valid_from,
        "validUntil": code.valid_until,
        "usageLimit": code.usage_limit,
        "usedCount": code.used_count,
        "createdAt": code.created_at,
        "deletedAt": code.retired_at,
    }


def to_quote(row: models.Quote) -> Quote:
    """The quote that a row holds."""
    return Quote(
        id=row.id,
        garage_id=row.garageId,
        session_id=row.sessionId,
        license_plate=row.licensePlate,
        plan_id=row.planId,
        discount_code=row.discountCode,
        amount_cents=row.amountCents,
        currency=row.currency,
        priced_from=row.pricedFrom,
        priced_until=row.pricedUntil,
        issued_at=row.issuedAt,
        valid_until=row.validUntil,
        breakdown=cast("dict[str, object]", row.breakdown),
    )


def quote_to_row(quote: Quote) -> dict[str, Any]:
    """The columns of a new quote."""
    return {
        "id": quote.id,
        "garageId": quote.garage_id,
        "sessionId": quote.session_id,
        "licensePlate": quote.license_plate,
        "planId": quote.plan_id,
        "discountCode": quote.discount_code,
        "amountCents": quote.amount_cents,
        "currency": quote.currency,
        "pricedFrom": quote.priced_from,
        "pricedUntil": quote.priced_until,
        "issuedAt": quote.issued_at,
        "validUntil": quote.valid_until,
        "breakdown": plain_json(quote.breakdown),
    }


def _to_rule(row: models.SurgeRule) -> SurgeRule:
    return SurgeRule(
        kind=SurgeKind(row.kind),
        percent=row.percent,
        weekdays=frozenset(day for day in range(7) if row.weekdays >> day & 1),
        start_minute=row.startMinute,
        end_minute=row.endMinute,
        occupancy_percent=row.occupancyPercent,
    )


def _to_tier(row: models.PlanTier) -> PlanTier:
    return PlanTier(
        tier=CustomerTier(row.tier),
        discount_percent=row.discountPercent,
        grace_minutes=row.graceMinutes,
        free_hours=row.freeHours,
    )
