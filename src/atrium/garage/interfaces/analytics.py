"""Figures of a period, counted by the store itself; services fold them into what people ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from atrium.garage.models import RateType, SpotType, VehicleType

__all__ = ["AnalyticsRepository", "DurationBand", "HourFlow", "RevenueRow", "SpotUse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourFlow:
    """Check-ins and check-outs within the hour that begins at ``hour`` (UTC)."""

    hour: datetime
    check_ins: int = 0
    check_outs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationBand:
    """Stays that lasted ``band`` started hours; ``minutes`` is their sum."""

    band: int
    stays: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueRow:
    """Cents charged within an hour (UTC), by what was parked where under which plan (None: tariff or permit)."""

    hour: datetime
    account: str
    spot_type: SpotType | None
    vehicle_type: VehicleType | None
    rate_type: RateType | None
    plan_code: str | None
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotUse:
    """How long a spot was taken within the period, and by how many stays."""

    spot_id: str
    stays: int
    minutes: int


class AnalyticsRepository(Protocol):
    """Periods are ``[start, end)``; stays that were cancelled do not count."""

    async def get_flow(self, start: datetime, end: datetime) -> list[HourFlow]:
        """Hours with a check-in or check-out, earliest first."""
        ...

    async def get_durations(self, start: datetime, end: datetime) -> list[DurationBand]:
        """Stays that ended in the period, by started hours."""
        ...

    async def get_revenue(self, start: datetime, end: datetime) -> list[RevenueRow]:
        """What was charged in the period."""
        ...

    async def get_spot_use(self, start: datetime, end: datetime) -> list[SpotUse]:
        """Spots that were used in the period, by code; a stay that goes on counts up to its end."""
        ...
