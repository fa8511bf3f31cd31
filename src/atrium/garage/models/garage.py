"""The garage's configuration: floors, advertised rates and sizes of spot types. Rates are cents per hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .enums import Feature, SpotType

__all__ = ["DEFAULT_CONFIG_NAME", "DEFAULT_RATES", "DEFAULT_SPOT_SIZES", "Floor", "Garage", "Rates", "SpotSize"]

DEFAULT_CONFIG_NAME = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """One floor of the configuration."""

    number: int
    bays: int
    spots_per_bay: int

    @property
    def capacity(self) -> int:
        return self.bays * self.spots_per_bay


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Advertised rates in cents per hour. What a stay costs is decided by ``garage.pricing`` alone."""

    standard: int
    compact: int
    oversized: int
    ev_charging: int

    def as_mapping(self) -> dict[str, int]:
        return {
            "standard": self.standard,
            "compact": self.compact,
            "oversized": self.oversized,
            "ev_charging": self.ev_charging,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotSize:
    """The range of vehicle sizes a spot type takes; ``max_size`` is above ``min_size``."""

    min_size: int
    max_size: int


DEFAULT_RATES = Rates(standard=500, compact=400, oversized=700, ev_charging=800)

DEFAULT_SPOT_SIZES: dict[SpotType, SpotSize] = {
    SpotType.COMPACT: SpotSize(min_size=0, max_size=1),
    SpotType.STANDARD: SpotSize(min_size=1, max_size=2),
    SpotType.OVERSIZED: SpotSize(min_size=2, max_size=3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Garage:
    """A garage configuration, known to the store by ``config_name`` (``"default"`` is the live one).

    ``time_zone`` is an IANA name: business days, surge windows and peak hours are local.
    """

    id: str
    config_name: str
    name: str
    floors: tuple[Floor, ...]
    rates: Rates = DEFAULT_RATES
    time_zone: str = "UTC"
    spot_sizes: dict[SpotType, SpotSize] = field(default_factory=lambda: dict(DEFAULT_SPOT_SIZES))
    created_at: datetime
    updated_at: datetime

    @property
    def total_capacity(self) -> int:
        """Spots according to the configuration, whether or not they were created."""
        return sum(floor.capacity for floor in self.floors)

    @property
    def total_bays(self) -> int:
        return sum(floor.bays for floor in self.floors)

    def floor(self, number: int) -> Floor | None:
        return next((floor for floor in self.floors if floor.number == number), None)

    def hourly_rate(self, spot_type: str, features: tuple[Feature, ...] = ()) -> int:
        """Advertised cents per hour: the type's rate (unknown types: standard), at least the EV rate with a charger."""
        rate = self.rates.as_mapping().get(spot_type, self.rates.standard)
        return max(rate, self.rates.ev_charging) if Feature.EV_CHARGING in features else rate
