"""Prices under a rate plan: the figures of the feature contract, and properties that hold for every plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atrium.garage.models import (
    CustomerTier,
    DiscountCode,
    DiscountKind,
    Feature,
    RatePlan,
    RateType,
    SpotType,
    SurgeKind,
)
from atrium.garage.pricing import StayFacts, calculate_plan_fee, covered_minutes, discount_of, surge_percent
from atrium.garage.services.dynamic_plan import dynamic_codes, dynamic_plan
from atrium.platform.errors import ValidationFailed

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
PLAN = dynamic_plan("g", MONDAY)
EV = (Feature.EV_CHARGING,)


def facts(hour: float = 12, day: int = 0, minutes: int = 60, **changes: object) -> StayFacts:
    """A stay of an hour from noon on a Monday, unless said otherwise."""
    base = StayFacts(
        begins_at=MONDAY + timedelta(days=day, hours=hour),
        minutes=minutes,
        spot_type=SpotType.STANDARD,
        features=(),
        rate_type=RateType.HOURLY,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stay", "percent"),
    [
        (facts(12), 100),
        (facts(7), 150),
        (facts(8.99), 150),
        (facts(9), 100),
        (facts(17), 150),
        (facts(19), 100),
        (facts(7, day=5), 100),
        (facts(12, day=5), 120),
        (facts(12, day=6), 120),
        (facts(22, day=6), 100),
        (facts(18, day=4), 150),
        (facts(20, day=4), 140),
        (facts(20, day=5), 140),
        (facts(20, day=6), 120),
        (facts(12, features=EV), 120),
        (facts(12, occupancy_percent=60.0), 100),
        (facts(12, occupancy_percent=60.1), 130),
        (facts(8, occupancy_percent=80.0), 150),
        (facts(8, occupancy_percent=80.1), 180),
        (facts(6, time_zone="Europe/Berlin"), 150),
        (facts(8, time_zone="Europe/Berlin"), 100),
    ],
)
def test_the_highest_surge_that_holds_counts(stay: StayFacts, percent: int) -> None:
    assert surge_percent(PLAN, stay) == percent


def test_surge_is_capped() -> None:
    assert surge_percent(replace(PLAN, surge_cap_percent=110), facts(8, occupancy_percent=99)) == 110


@pytest.mark.parametrize(
    ("tier", "minutes", "total", "within_grace"),
    [
        (CustomerTier.BASIC, 5, 0, True),
        (CustomerTier.BASIC, 6, 500, False),
        (CustomerTier.PREMIUM, 15, 0, True),
        (CustomerTier.PREMIUM, 120, 0, False),
        (CustomerTier.PREMIUM, 121, 450, False),
        (CustomerTier.VIP, 30, 0, True),
        (CustomerTier.VIP, 301, 400, False),
        (CustomerTier.CORPORATE, 660, 375, False),
    ],
)
def test_tiers(tier: CustomerTier, minutes: int, total: int, within_grace: bool) -> None:
    fee = calculate_plan_fee(PLAN, facts(minutes=minutes, tier=tier)).fee
    assert (fee.total, fee.grace_applied) == (total, within_grace)


def test_rate_types_caps_and_minimum() -> None:
    ten_hours = facts(minutes=600, rate_type=RateType.DAILY)
    assert calculate_plan_fee(PLAN, ten_hours).fee.total == 8 * 500 * 80 // 100
    assert calculate_plan_fee(PLAN, replace(ten_hours, rate_type=RateType.MONTHLY)).fee.total == 10 * 500 * 60 // 100
    capped = replace(PLAN, day_cap_cents=2000)
    assert calculate_plan_fee(capped, facts(minutes=600)).fee.total == 2000
    assert calculate_plan_fee(capped, facts(minutes=25 * 60)).fee.total == 4000
    assert calculate_plan_fee(replace(PLAN, minimum_cents=900), facts(minutes=60)).fee.total == 900
    charged = calculate_plan_fee(PLAN, facts(8, minutes=90, features=EV)).fee
    assert charged.total == 2 * (750 + 300)
    with pytest.raises(ValidationFailed):
        calculate_plan_fee(PLAN, facts(minutes=-1))


@pytest.mark.parametrize(
    ("name", "total", "off"),
    [
        ("WELCOME10", 1000, 100),
        ("SAVE20", 1000, 200),
        ("SAVE20", 100_000, 5000),
        ("PREMIUM5", 1000, 500),
        ("PREMIUM5", 300, 300),
    ],
)
def test_codes(name: str, total: int, off: int) -> None:
    code = next(each for each in dynamic_codes("g", MONDAY) if each.code == name)
    assert discount_of(code, total) == off


@given(
    minutes=st.integers(0, 60 * 24 * 40),
    more=st.integers(0, 60 * 24),
    tier=st.sampled_from(CustomerTier),
    rate_type=st.sampled_from(RateType),
    spot_type=st.sampled_from(SpotType),
    hour=st.integers(0, 23),
    occupancy=st.floats(0, 100),
    cap=st.one_of(st.none(), st.integers(0, 10_000)),
)
def test_a_longer_stay_never_costs_less(
    minutes: int,
    more: int,
    tier: CustomerTier,
    rate_type: RateType,
    spot_type: SpotType,
    hour: int,
    occupancy: float,
    cap: int | None,
) -> None:
    plan = replace(PLAN, day_cap_cents=cap)
    stay = facts(
        hour, minutes=minutes, tier=tier, rate_type=rate_type, spot_type=spot_type, occupancy_percent=occupancy
    )
    fee = calculate_plan_fee(plan, stay).fee
    longer = calculate_plan_fee(plan, replace(stay, minutes=minutes + more)).fee
    assert 0 <= fee.total <= longer.total
    assert fee.total <= fee.subtotal


@given(total=st.integers(0, 10**7), value=st.integers(1, 100), maximum=st.one_of(st.none(), st.integers(1, 10**6)))
def test_a_discount_is_within_the_total_and_its_maximum(total: int, value: int, maximum: int | None) -> None:
    for kind in DiscountKind:
        code = DiscountCode(
            id="c", garage_id="g", code="X", kind=kind, value=value, maximum_cents=maximum, created_at=MONDAY
        )
        assert 0 <= discount_of(code, total) <= min(total, total if maximum is None else maximum)


def test_covered_minutes() -> None:
    hour = timedelta(hours=1)
    period = (MONDAY, MONDAY + hour)
    assert covered_minutes([period], MONDAY - hour, MONDAY + 2 * hour) == 60
    assert covered_minutes([period], MONDAY + hour / 2, MONDAY + 2 * hour) == 30
    assert covered_minutes([period], MONDAY + hour, MONDAY + 2 * hour) == 0
    assert covered_minutes([], MONDAY, MONDAY + hour) == 0


def test_the_dynamic_plan_has_every_kind_of_rule() -> None:
    assert isinstance(PLAN, RatePlan)
    assert {rule.kind for rule in PLAN.surge_rules} == set(SurgeKind)
    assert {tier.tier for tier in PLAN.tiers} == set(CustomerTier)
