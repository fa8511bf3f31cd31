"""The dynamic plan and its codes, ready to be put. Source: the feature contract's pricing engine."""

from __future__ import annotations

from datetime import datetime

from atrium.garage.models import (
    CustomerTier,
    DiscountCode,
    DiscountKind,
    PlanTier,
    RatePlan,
    SpotType,
    SurgeKind,
    SurgeRule,
)
from atrium.platform.ids import uuid7

__all__ = ["dynamic_codes", "dynamic_plan"]

_WORKDAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_NIGHTS_OUT = frozenset({4, 5})


def dynamic_plan(garage_id: str, created_at: datetime) -> RatePlan:
    """Rates by spot type with surge by hour, weekday and occupancy, and terms for every tier."""
    return RatePlan(
        id=uuid7(),
        garage_id=garage_id,
        code="dynamic",
        is_default=True,
        name="Dynamic",
        compact_hourly_cents=400,
        standard_hourly_cents=500,
        oversized_hourly_cents=700,
        ev_premium_cents=300,
        surge_rules=(
            _window(150, _WORKDAYS, 7, 9),
            _window(150, _WORKDAYS, 17, 19),
            _window(120, _WEEKEND, 10, 22),
            _window(140, _NIGHTS_OUT, 18, 23),
            SurgeRule(kind=SurgeKind.OCCUPANCY, percent=180, occupancy_percent=80),
            SurgeRule(kind=SurgeKind.OCCUPANCY, percent=130, occupancy_percent=60),
            SurgeRule(kind=SurgeKind.EV_CHARGING, percent=120),
        ),
        tiers=(
            PlanTier(tier=CustomerTier.BASIC, discount_percent=0, grace_minutes=5, free_hours=0),
            PlanTier(tier=CustomerTier.PREMIUM, discount_percent=10, grace_minutes=15, free_hours=2),
            PlanTier(tier=CustomerTier.VIP, discount_percent=20, grace_minutes=30, free_hours=5),
            PlanTier(tier=CustomerTier.CORPORATE, discount_percent=25, grace_minutes=30, free_hours=10),
        ),
        created_at=created_at,
    )


def dynamic_codes(garage_id: str, created_at: datetime) -> list[DiscountCode]:
    """WELCOME10, SAVE20 and PREMIUM5."""
    welcome = DiscountCode(
        id=uuid7(),
        garage_id=garage_id,
        code="WELCOME10",
        kind=DiscountKind.PERCENT,
        value=10,
        created_at=created_at,
    )
    save = DiscountCode(
        id=uuid7(),
        garage_id=garage_id,
        code="SAVE20",
        kind=DiscountKind.PERCENT,
        value=20,
        minimum_cents=1000,
        maximum_cents=5000,
        spot_types=(SpotType.STANDARD, SpotType.OVERSIZED),
        created_at=created_at,
    )
    premium = DiscountCode(
        id=uuid7(),
        garage_id=garage_id,
        code="PREMIUM5",
        kind=DiscountKind.AMOUNT,
        value=500,
        tiers=(CustomerTier.PREMIUM, CustomerTier.VIP),
        created_at=created_at,
    )
    return [welcome, save, premium]


def _window(percent: int, weekdays: frozenset[int], start_hour: int, end_hour: int) -> SurgeRule:
    return SurgeRule(
        kind=SurgeKind.WINDOW,
        percent=percent,
        weekdays=weekdays,
        start_minute=start_hour * 60,
        end_minute=end_hour * 60,
    )
