"""The tariff: what an hour costs, and the rules of the rate types. Source: the garage's billing contract.

Amounts are cents per hour. The tariff is not linked to the rates a garage advertises (``Garage.rates``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from atrium.garage.models import Feature, RateType, SpotType

__all__ = ["DEFAULT_TARIFF", "GRACE_PERIOD_MINUTES", "RateRule", "Tariff"]

GRACE_PERIOD_MINUTES = 5


@dataclass(frozen=True, slots=True)
class RateRule:
    """``percent`` of the subtotal is charged, for at most ``cap_hours`` hours when a cap is given."""

    percent: int
    cap_hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """Cents per hour by spot type (not by vehicle type), premiums by feature, and the rate types' rules."""

    hourly: Mapping[SpotType, int]
    premiums: Mapping[Feature, int]
    rules: Mapping[RateType, RateRule]


DEFAULT_TARIFF = Tariff(
    hourly=MappingProxyType({SpotType.COMPACT: 400, SpotType.STANDARD: 500, SpotType.OVERSIZED: 700}),
    premiums=MappingProxyType({Feature.EV_CHARGING: 300, Feature.HANDICAP: 0}),
    rules=MappingProxyType(
        {
            RateType.HOURLY: RateRule(100),
            RateType.DAILY: RateRule(80, cap_hours=8),
            RateType.MONTHLY: RateRule(60, cap_hours=24),
        }
    ),
)
