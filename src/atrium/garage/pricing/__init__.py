"""Pricing: pure functions from a stay to cents."""

from .duration import billable_hours, billable_hours_after_grace, describe_minutes, minutes_between
from .fee import Fee, calculate_fee, calculate_fee_with_grace
from .rates import DEFAULT_TARIFF, GRACE_PERIOD_MINUTES, RateRule, Tariff
from .record_price import DEFAULT_RECORD_RATE, record_price

__all__ = [
    "DEFAULT_RECORD_RATE",
    "DEFAULT_TARIFF",
    "GRACE_PERIOD_MINUTES",
    "Fee",
    "RateRule",
    "Tariff",
    "billable_hours",
    "billable_hours_after_grace",
    "calculate_fee",
    "calculate_fee_with_grace",
    "describe_minutes",
    "minutes_between",
    "record_price",
]
