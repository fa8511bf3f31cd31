"""What an operator charges: rate plans with surge rules and tiers, and discount codes. Amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import CustomerTier, DiscountKind, SpotType, SurgeKind

__all__ = ["DiscountCode", "PlanTier", "RatePlan", "SurgeRule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeRule:
    """One reason to charge more. ``percent`` 150 is one and a half times the price.

    window: on ``weekdays`` (0 is Monday) from ``start_minute`` to ``end_minute`` after local midnight,
    the end excluded; occupancy: above ``occupancy_percent`` of the spots; ev_charging: on such a spot.
    """

    kind: SurgeKind
    percent: int
    weekdays: frozenset[int] = frozenset()
    start_minute: int = 0
    end_minute: int = 0
    occupancy_percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTier:
    """What a plan gives customers of a tier: a discount, a longer grace period, hours that are free."""

    tier: CustomerTier
    discount_percent: int = 0
    grace_minutes: int = 0
    free_hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePlan:
    """A version of a plan. ``is_default``: it prices stays of which nothing else is said.

    Daily and monthly rates charge a percentage for at most so many hours (None: for all);
    ``day_cap_cents`` bounds what 24 hours cost, ``surge_cap_percent`` the surge.
    """

    id: str
    garage_id: str
    code: str
    version: int = 1
    is_default: bool = False
    name: str
    compact_hourly_cents: int
    standard_hourly_cents: int
    oversized_hourly_cents: int
    ev_premium_cents: int = 0
    handicap_premium_cents: int = 0
    daily_percent: int = 80
    daily_cap_hours: int | None = 8
    monthly_percent: int = 60
    monthly_cap_hours: int | None = 24
    day_cap_cents: int | None = None
    minimum_cents: int = 0
    grace_minutes: int = 0
    surge_cap_percent: int = 300
    surge_rules: tuple[SurgeRule, ...] = ()
    tiers: tuple[PlanTier, ...] = ()
    created_at: datetime
    retired_at: datetime | None = None

    def hourly_cents(self, spot_type: SpotType) -> int:
        """The base rate of a spot type, before surge."""
        return {
            SpotType.COMPACT: self.compact_hourly_cents,
            SpotType.STANDARD: self.standard_hourly_cents,
            SpotType.OVERSIZED: self.oversized_hourly_cents,
        }[spot_type]

    def tier(self, tier: CustomerTier) -> PlanTier:
        """The terms of a tier; none at all when the plan does not mention it."""
        return next((each for each in self.tiers if each.tier is tier), PlanTier(tier=tier))


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountCode:
    """``value`` is a percentage or cents; it takes off at most ``maximum_cents``, of fees from ``minimum_cents`` on.

    Empty ``spot_types`` or ``tiers`` mean all of them; ``usage_limit`` None is without limit.
    """

    id: str
    garage_id: str
    code: str
    kind: DiscountKind
    value: int
    minimum_cents: int = 0
    maximum_cents: int | None = None
    spot_types: tuple[SpotType, ...] = ()
    tiers: tuple[CustomerTier, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    usage_limit: int | None = None
    used_count: int = 0
    created_at: datetime
    retired_at: datetime | None = None
