"""Which free spots a vehicle type could take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atrium.garage.assignment import COMPATIBLE_TYPES, exact_type, find_best_available_spot
from atrium.garage.models import Spot, SpotType, VehicleType

__all__ = ["TypeAvailability", "availability_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAvailability:
    """Free compatible spots by type, and the one the next vehicle of this type would get."""

    vehicle_type: VehicleType
    by_spot_type: dict[SpotType, int]
    best: Spot | None

    @property
    def total(self) -> int:
        return sum(self.by_spot_type.values())

    @property
    def has_available(self) -> bool:
        return self.best is not None

    @property
    def is_exact_match(self) -> bool:
        return self.best is not None and self.best.type is exact_type(self.vehicle_type)


def availability_of(available: Sequence[Spot], vehicle_type: VehicleType) -> TypeAvailability:
    """Count the free spots among ``available`` that fit the vehicle type."""
    counts = dict.fromkeys(COMPATIBLE_TYPES[vehicle_type], 0)
    for spot in available:
        if spot.type in counts:
            counts[spot.type] += 1
    return TypeAvailability(
        vehicle_type=vehicle_type,
        by_spot_type=counts,
        best=find_best_available_spot(available, vehicle_type),
    )
