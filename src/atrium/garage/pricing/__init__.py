"""Pricing: pure functions from a stay to cents."""

from .duration import billable_hours, billable_hours_after_grace, describe_minutes, minutes_between
from .fee import Fee, calculate_fee, calculate_fee_with_grace
from .plan_price import (
    NO_SURGE,
    PlanFee,
    StayFacts,
    calculate_plan_fee,
    covered_minutes,
    discount_of,
    surge_percent,
)
from .rates import DEFAULT_TARIFF, GRACE_PERIOD_MINUTES, RateRule, Tariff
from .record_price import DEFAULT_RECORD_RATE, record_price

__all__ = [
    "DEFAULT_RECORD_RATE",
    "DEFAULT_TARIFF",
    "GRACE_PERIOD_MINUTES",
    "NO_SURGE",
    "Fee",
    "PlanFee",
    "RateRule",
    "StayFacts",
    "Tariff",
    "billable_hours",
    "billable_hours_after_grace",
    "calculate_fee",
    "calculate_fee_with_grace",
    "calculate_plan_fee",
    "covered_minutes",
    "describe_minutes",
    "discount_of",
    "minutes_between",
    "record_price",
    "surge_percent",
]
