"""Pricing: the figures measured on the garage's first implementation, and the rules' edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atrium.garage.models import Feature, RateType, SpotType
from atrium.garage.pricing import (
    DEFAULT_TARIFF,
    billable_hours,
    calculate_fee,
    calculate_fee_with_grace,
    describe_minutes,
    minutes_between,
    record_price,
)
from atrium.platform.errors import ValidationFailed

EV = (Feature.EV_CHARGING,)


@pytest.mark.parametrize(
    ("minutes", "spot_type", "features", "rate_type", "hours", "subtotal", "discount", "total"),
    [
        (90, SpotType.STANDARD, EV, RateType.HOURLY, 2, 1600, 0, 1600),
        (600, SpotType.COMPACT, EV, RateType.DAILY, 10, 7000, 2520, 4480),
        (1800, SpotType.OVERSIZED, (), RateType.MONTHLY, 30, 21000, 10920, 10080),
        (0, SpotType.STANDARD, (), RateType.HOURLY, 1, 500, 0, 500),
        (480, SpotType.STANDARD, (), RateType.DAILY, 8, 4000, 800, 3200),
        (481, SpotType.STANDARD, (), RateType.DAILY, 9, 4500, 1300, 3200),
        (1440, SpotType.COMPACT, (), RateType.MONTHLY, 24, 9600, 3840, 5760),
        (61, SpotType.COMPACT, (Feature.HANDICAP,), RateType.HOURLY, 2, 800, 0, 800),
    ],
)
def test_measured_figures(
    minutes: int,
    spot_type: SpotType,
    features: tuple[Feature, ...],
    rate_type: RateType,
    hours: int,
    subtotal: int,
    discount: int,
    total: int,
) -> None:
    fee = calculate_fee(minutes, spot_type, features, rate_type)
    assert (fee.billable_hours, fee.subtotal, fee.discount, fee.total) == (hours, subtotal, discount, total)


def test_premiums_list_free_features_too() -> None:
    fee = calculate_fee(30, SpotType.STANDARD, (Feature.EV_CHARGING, Feature.HANDICAP))
    assert fee.premiums_per_hour == {Feature.EV_CHARGING: 300, Feature.HANDICAP: 0}
    assert (fee.base_rate, fee.rate_per_hour, fee.base_charge) == (500, 800, 500)


@pytest.mark.parametrize(("minutes", "total"), [(0, 0), (5, 0), (6, 500), (61, 1000)])
def test_grace_period_is_inclusive(minutes: int, total: int) -> None:
    fee = calculate_fee_with_grace(minutes, SpotType.STANDARD)
    assert fee.total == total
    assert fee.grace_applied is (total == 0)


def test_within_grace_everything_is_zero() -> None:
    fee = calculate_fee_with_grace(5, SpotType.STANDARD, EV)
    assert (fee.base_rate, fee.rate_per_hour, fee.subtotal, dict(fee.premiums_per_hour)) == (0, 0, 0, {})


def test_custom_rate_replaces_the_base_only_when_not_zero() -> None:
    assert calculate_fee(60, SpotType.STANDARD, EV, custom_rate=433).total == 733
    assert calculate_fee(60, SpotType.STANDARD, custom_rate=0).total == 500


def test_discounts_round_half_away_from_zero() -> None:
    assert calculate_fee(120, SpotType.STANDARD, (), RateType.DAILY, custom_rate=433).total == 693
    assert calculate_fee(60, SpotType.STANDARD, (), RateType.DAILY, custom_rate=123).total == 98
    assert calculate_fee(60, SpotType.STANDARD, (), RateType.MONTHLY, custom_rate=204).total == 122


def test_negative_minutes_are_refused() -> None:
    with pytest.raises(ValidationFailed):
        calculate_fee(-1, SpotType.STANDARD)


def test_minutes_are_rounded_down_and_never_negative() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert minutes_between(start, start + timedelta(minutes=1, seconds=59)) == 1
    with pytest.raises(ValidationFailed):
        minutes_between(start, start - timedelta(seconds=1))


@pytest.mark.parametrize(("minutes", "hours"), [(0, 1), (1, 1), (60, 1), (61, 2), (120, 2), (121, 3)])
def test_started_hours_are_billed(minutes: int, hours: int) -> None:
    assert billable_hours(minutes) == hours


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(125, "2 hours and 5 minutes"), (60, "1 hour"), (1, "1 minute"), (0, "0 minutes")],
)
def test_durations_for_people(minutes: int, text: str) -> None:
    assert describe_minutes(minutes) == text


@pytest.mark.parametrize(
    ("minutes", "rate_type", "cents"),
    [
        (0, RateType.HOURLY, 0),
        (61, RateType.HOURLY, 1000),
        (600, RateType.DAILY, 4000),
        (120, RateType.DAILY, 1000),
        (600, RateType.MONTHLY, 3200),
        (60, RateType.MONTHLY, 500),
        (1500, RateType.MONTHLY, 6400),
    ],
)
def test_price_of_the_record_itself(minutes: int, rate_type: RateType, cents: int) -> None:
    assert record_price(minutes, rate_type) == cents


@given(
    minutes=st.integers(0, 100_000),
    more=st.integers(0, 10_000),
    spot_type=st.sampled_from(SpotType),
    features=st.sets(st.sampled_from(Feature)).map(tuple),
    rate_type=st.sampled_from(RateType),
)
def test_fees_never_fall_with_time_nor_exceed_the_subtotal(
    minutes: int, more: int, spot_type: SpotType, features: tuple[Feature, ...], rate_type: RateType
) -> None:
    fee = calculate_fee(minutes, spot_type, features, rate_type)
    later = calculate_fee(minutes + more, spot_type, features, rate_type)
    assert 0 < fee.total <= fee.subtotal
    assert later.total >= fee.total
    assert fee.subtotal == fee.billable_hours * (
        DEFAULT_TARIFF.hourly[spot_type] + sum(DEFAULT_TARIFF.premiums[each] for each in features)
    )
