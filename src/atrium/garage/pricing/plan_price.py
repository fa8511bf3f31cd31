"""What a stay costs under a rate plan: surge, tiers, caps and discount codes. All amounts are cents.

The surge of a stay is that of the moment it begins, so that a driver knows it at the gate. Of the rules that
hold the highest counts, up to the plan's cap. Source: the feature contract's pricing engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from atrium.garage.models import (
    CustomerTier,
    DiscountCode,
    DiscountKind,
    Feature,
    RatePlan,
    RateType,
    SpotType,
    SurgeKind,
    SurgeRule,
)
from atrium.platform.errors import ValidationFailed
from atrium.platform.money import scale

from .duration import billable_hours
from .fee import Fee

__all__ = ["NO_SURGE", "PlanFee", "StayFacts", "calculate_plan_fee", "covered_minutes", "discount_of", "surge_percent"]

NO_SURGE = 100
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class StayFacts:
    """What the price depends on. ``occupancy_percent`` is the garage's when the stay began."""

    begins_at: datetime
    minutes: int
    spot_type: SpotType
    features: Sequence[Feature]
    rate_type: RateType
    tier: CustomerTier = CustomerTier.BASIC
    occupancy_percent: float = 0.0
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFee:
    """The fee, and how it came about; ``tier_discount`` is part of the fee's discount."""

    fee: Fee
    surge_percent: int
    tier_discount: int
    free_hours: int


def surge_percent(plan: RatePlan, facts: StayFacts) -> int:
    """The surge of a stay: 100 is none."""
    local = facts.begins_at.astimezone(ZoneInfo(facts.time_zone))
    holding = [rule.percent for rule in plan.surge_rules if _holds(rule, local, facts)]
    return min(max([NO_SURGE, *holding]), plan.surge_cap_percent)


def calculate_plan_fee(plan: RatePlan, facts: StayFacts) -> PlanFee:
    """Price a stay.

    Grace (the plan's or the tier's, the longer one) makes a stay free; free hours are taken off the started
    ones; then hourly rate with surge, premiums, the rate type's percentage and cap, the day cap, the minimum,
    and last the tier's discount.

    Raises:
        ValidationFailed: negative minutes.
    """
    if facts.minutes < 0:
        raise ValidationFailed("Total minutes must be a non-negative number")
    terms = plan.tier(facts.tier)
    grace = max(plan.grace_minutes, terms.grace_minutes)
    within_grace = grace > 0 and facts.minutes <= grace
    hours = 0 if within_grace else max(0, billable_hours(facts.minutes) - terms.free_hours)
    surge = surge_percent(plan, facts)
    base = scale(plan.hourly_cents(facts.spot_type), surge, 100) if hours else 0
    premiums = {feature: _premium(plan, feature) for feature in facts.features} if hours else {}
    subtotal = hours * (base + sum(premiums.values()))
    capped = _capped(plan, facts.rate_type, hours, base + sum(premiums.values()))
    total = scale(capped, 100 - terms.discount_percent, 100)
    fee = Fee(
        minutes=facts.minutes,
        billable_hours=hours,
        spot_type=facts.spot_type,
        features=tuple(facts.features),
        rate_type=facts.rate_type,
        base_rate=base,
        premiums_per_hour=premiums,
        subtotal=subtotal,
        total=total,
        grace_applied=within_grace,
    )
    return PlanFee(fee=fee, surge_percent=surge, tier_discount=capped - total, free_hours=terms.free_hours)


def discount_of(code: DiscountCode, total: int) -> int:
    """What a code takes off a total that it applies to; never more than the total."""
    wanted = scale(total, code.value, 100) if code.kind is DiscountKind.PERCENT else code.value
    limit = total if code.maximum_cents is None else min(total, code.maximum_cents)
    return min(wanted, limit)


def _holds(rule: SurgeRule, local: datetime, facts: StayFacts) -> bool:
    if rule.kind is SurgeKind.WINDOW:
        minute = local.hour * 60 + local.minute
        return local.weekday() in rule.weekdays and rule.start_minute <= minute < rule.end_minute
    if rule.kind is SurgeKind.OCCUPANCY:
        return facts.occupancy_percent > rule.occupancy_percent
    return Feature.EV_CHARGING in facts.features


def _premium(plan: RatePlan, feature: Feature) -> int:
    return plan.ev_premium_cents if feature is Feature.EV_CHARGING else plan.handicap_premium_cents


def _capped(plan: RatePlan, rate_type: RateType, hours: int, hourly: int) -> int:
    percent, cap_hours = {
        RateType.HOURLY: (100, None),
        RateType.DAILY: (plan.daily_percent, plan.daily_cap_hours),
        RateType.MONTHLY: (plan.monthly_percent, plan.monthly_cap_hours),
    }[rate_type]
    charged = hours if cap_hours is None else min(hours, cap_hours)
    amount = scale(charged * hourly, percent, 100)
    if plan.day_cap_cents is not None:
        days = -(-hours // _HOURS_OF_A_DAY)
        amount = min(amount, days * plan.day_cap_cents)
    return max(amount, plan.minimum_cents) if hours else 0


def covered_minutes(covered: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime) -> int:
    """Whole minutes of ``[start, end]`` that lie in one of the periods, which do not overlap each other."""
    total = timedelta()
    for begin, stop in covered:
        total += max(timedelta(), min(stop, end) - max(begin, start))
    return total // timedelta(minutes=1)
