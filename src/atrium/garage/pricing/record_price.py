"""The price a parking record computes for itself, without spot type or premiums.

Only the store's own ``check_out`` uses it; the services charge what ``calculate_fee`` says.
"""

from __future__ import annotations

from atrium.garage.models import RateType
from atrium.platform.money import scale

__all__ = ["DEFAULT_RECORD_RATE", "record_price"]

DEFAULT_RECORD_RATE = 500
_DAY_CAP_HOURS = 8


def record_price(minutes: int, rate_type: RateType, hourly_rate: int = DEFAULT_RECORD_RATE) -> int:
    """Cents for a stay at ``hourly_rate`` cents per started hour (a stay under a minute has none).

    Daily: at most 8 hours. Monthly: at most 8 hours for each started day, less 20 %.
    """
    hours = -(-minutes // 60)
    full = hours * hourly_rate
    if rate_type is RateType.DAILY:
        return min(full, _DAY_CAP_HOURS * hourly_rate)
    if rate_type is RateType.MONTHLY:
        days = -(-hours // 24)
        return min(full, scale(_DAY_CAP_HOURS * hourly_rate * days, 80, 100))
    return full
