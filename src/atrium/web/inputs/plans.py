"""Rate plans and discount codes as they come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NotRequired, cast

from typing_extensions import TypedDict

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

from .fields import Fields

__all__ = ["CodeBody", "PlanBody", "parse_code", "parse_plan"]


class PlanBody(TypedDict):
    """Money is decimal per hour. ``daily`` and ``monthly`` charge ``percent`` for at most ``capHours``."""

    name: str
    isDefault: NotRequired[bool]
    hourly: dict[str, float]
    premiums: NotRequired[dict[str, float]]
    daily: NotRequired[dict[str, int]]
    monthly: NotRequired[dict[str, int]]
    dayCap: NotRequired[float]
    minimum: NotRequired[float]
    graceMinutes: NotRequired[int]
    surgeCapPercent: NotRequired[int]
    surge: NotRequired[list[dict[str, object]]]
    tiers: NotRequired[list[dict[str, object]]]


class CodeBody(TypedDict):
    """``value`` is a percentage, or an amount of money."""

    code: str
    kind: str
    value: float
    minimum: NotRequired[float]
    maximum: NotRequired[float]
    spotTypes: NotRequired[list[str]]
    tiers: NotRequired[list[str]]
    validFrom: NotRequired[str]
    validUntil: NotRequired[str]
    usageLimit: NotRequired[int]


def parse_plan(code: str, body: Mapping[str, object], now: datetime) -> RatePlan:
    """The plan of a body; what the service refuses beyond this is refused there."""
    fields = Fields(body)
    hourly = _group(fields, body, "hourly")
    premiums = _group(fields, body, "premiums")
    daily, monthly = _group(fields, body, "daily"), _group(fields, body, "monthly")
    plan = RatePlan(
        id=uuid7(),
        garage_id="",
        code=code,
        is_default=fields.flag("isDefault"),
        name=fields.text("name"),
        compact_hourly_cents=_required_cents(hourly, "compact"),
        standard_hourly_cents=_required_cents(hourly, "standard"),
        oversized_hourly_cents=_required_cents(hourly, "oversized"),
        ev_premium_cents=premiums.cents("ev_charging") or 0,
        handicap_premium_cents=premiums.cents("handicap") or 0,
        daily_percent=_number(daily, "percent", 0, 100, 80),
        daily_cap_hours=daily.whole("capHours", 1, 24),
        monthly_percent=_number(monthly, "percent", 0, 100, 60),
        monthly_cap_hours=monthly.whole("capHours", 1, 744),
        day_cap_cents=fields.cents("dayCap"),
        minimum_cents=fields.cents("minimum") or 0,
        grace_minutes=_number(fields, "graceMinutes", 0, 1440, 0),
        surge_cap_percent=_number(fields, "surgeCapPercent", 100, 1000, 300),
        surge_rules=tuple(_surge(each, fields) for each in fields.objects("surge")),
        tiers=tuple(_tier(each, fields) for each in fields.objects("tiers")),
        created_at=now,
    )
    for group in (hourly, premiums, daily, monthly):
        fields.errors += group.errors
    fields.check("Invalid rate plan")
    return plan


def parse_code(body: Mapping[str, object], now: datetime) -> DiscountCode:
    """The discount code of a body."""
    fields = Fields(body)
    kind = fields.choice("kind", DiscountKind)
    value = fields.whole("value", 1, 100) if kind is DiscountKind.PERCENT else fields.cents("value", minimum=1)
    if value is None and not fields.errors:
        fields.errors.append("value is required")
    code = DiscountCode(
        id=uuid7(),
        garage_id="",
        code=fields.text("code").upper(),
        kind=kind,
        value=value or 1,
        minimum_cents=fields.cents("minimum") or 0,
        maximum_cents=fields.cents("maximum", minimum=1),
        spot_types=fields.choices("spotTypes", SpotType),
        tiers=fields.choices("tiers", CustomerTier),
        valid_from=fields.moment("validFrom"),
        valid_until=fields.moment("validUntil"),
        usage_limit=fields.whole("usageLimit", 1, 1_000_000),
        created_at=now,
    )
    fields.check("Invalid discount code")
    return code


def _group(fields: Fields, body: Mapping[str, object], name: str) -> Fields:
    """The fields of a nested object; absent is empty."""
    value = body.get(name)
    if fields.has(name) and not isinstance(value, dict):
        fields.errors.append(f"{name} must be an object")
    return Fields(cast("Mapping[str, object]", value) if isinstance(value, dict) else {})


def _required_cents(fields: Fields, name: str) -> int:
    cents = fields.cents(name)
    if cents is None and not fields.has(name):
        fields.errors.append(f"hourly.{name} is required")
    return cents or 0


def _number(fields: Fields, name: str, low: int, high: int, default: int) -> int:
    value = fields.whole(name, low, high)
    return default if value is None else value


def _surge(each: Fields, parent: Fields) -> SurgeRule:
    weekdays = [each_day for each_day in range(7) if each_day in _days(each)]
    rule = SurgeRule(
        kind=each.choice("kind", SurgeKind),
        percent=_number(each, "percent", 100, 1000, 100),
        weekdays=frozenset(weekdays),
        start_minute=_number(each, "startMinute", 0, 1439, 0),
        end_minute=_number(each, "endMinute", 0, 1440, 0),
        occupancy_percent=_number(each, "occupancyPercent", 0, 100, 0),
    )
    parent.errors += each.errors
    return rule


def _days(fields: Fields) -> list[object]:
    value = fields.raw("weekdays")
    if value is None:
        return []
    listed: list[object] = cast("list[object]", value) if isinstance(value, list) else [None]
    if any(day not in range(7) for day in listed):
        fields.errors.append("weekdays must be a list of numbers from 0 (Monday) to 6")
        return []
    return listed


def _tier(each: Fields, parent: Fields) -> PlanTier:
    terms = PlanTier(
        tier=each.choice("tier", CustomerTier),
        discount_percent=_number(each, "discountPercent", 0, 100, 0),
        grace_minutes=_number(each, "graceMinutes", 0, 1440, 0),
        free_hours=_number(each, "freeHours", 0, 744, 0),
    )
    parent.errors += each.errors
    return terms
