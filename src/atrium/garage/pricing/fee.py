"""What a stay costs: hours times rate, premiums, and the discount of the rate type. All amounts are cents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from atrium.garage.models import Feature, RateType, SpotType
from atrium.platform.errors import ValidationFailed
from atrium.platform.money import scale

from .duration import billable_hours, billable_hours_after_grace
from .rates import DEFAULT_TARIFF, Tariff

__all__ = ["Fee", "calculate_fee", "calculate_fee_with_grace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A priced stay, in cents. ``premiums_per_hour`` lists every feature of the spot, free ones with zero."""

    minutes: int
    billable_hours: int
    spot_type: SpotType
    features: tuple[Feature, ...]
    rate_type: RateType
    base_rate: int
    premiums_per_hour: Mapping[Feature, int]
    subtotal: int
    total: int
    grace_applied: bool

    @property
    def rate_per_hour(self) -> int:
        """Base rate plus premiums, in cents per hour."""
        return self.base_rate + sum(self.premiums_per_hour.values())

    @property
    def base_charge(self) -> int:
        return self.billable_hours * self.base_rate

    @property
    def discount(self) -> int:
        """What the rate type takes off the subtotal."""
        return self.subtotal - self.total


def calculate_fee(
    minutes: int,
    spot_type: SpotType,
    features: Sequence[Feature] = (),
    rate_type: RateType = RateType.HOURLY,
    *,
    custom_rate: int | None = None,
    tariff: Tariff = DEFAULT_TARIFF,
) -> Fee:
    """Price a stay without a grace period: at least one hour is charged.

    ``custom_rate`` (cents per hour) replaces the base rate of the spot type; zero and None leave the tariff's.

    Raises:
        ValidationFailed: negative minutes.
    """
    return _price(minutes, spot_type, features, rate_type, custom_rate, tariff, billable_hours)


def calculate_fee_with_grace(
    minutes: int,
    spot_type: SpotType,
    features: Sequence[Feature] = (),
    rate_type: RateType = RateType.HOURLY,
    *,
    custom_rate: int | None = None,
    tariff: Tariff = DEFAULT_TARIFF,
) -> Fee:
    """Price a stay that costs nothing within the grace period (5 minutes); after it, as ``calculate_fee``.

    Raises:
        ValidationFailed: negative minutes.
    """
    return _price(minutes, spot_type, features, rate_type, custom_rate, tariff, billable_hours_after_grace)


def _price(
    minutes: int,
    spot_type: SpotType,
    features: Sequence[Feature],
    rate_type: RateType,
    custom_rate: int | None,
    tariff: Tariff,
    hours_of: Callable[[int], int],
) -> Fee:
    if minutes < 0:
        raise ValidationFailed("Total minutes must be a non-negative number")
    hours = hours_of(minutes)
    if hours == 0:
        base, premiums = 0, dict[Feature, int]()
    else:
        base = custom_rate or tariff.hourly[spot_type]
        premiums = {feature: tariff.premiums[feature] for feature in features}
    hourly = base + sum(premiums.values())
    rule = tariff.rules[rate_type]
    charged_hours = hours if rule.cap_hours is None else min(hours, rule.cap_hours)
    return Fee(
        minutes=minutes,
        billable_hours=hours,
        spot_type=spot_type,
        features=tuple(features),
        rate_type=rate_type,
        base_rate=base,
        premiums_per_hour=premiums,
        subtotal=hours * hourly,
        total=scale(charged_hours * hourly, rule.percent, 100),
        grace_applied=hours == 0,
    )
