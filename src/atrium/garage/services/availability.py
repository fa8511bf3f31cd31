"""Which free spots a vehicle type could take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from atrium.garage.assignment import COMPATIBLE_TYPES, exact_type
from atrium.garage.interfaces import OccupancyStats, SpotFilter, SpotRepository
from atrium.garage.models import Spot, SpotStatus, SpotType, VehicleType

__all__ = ["FreeSpots", "TypeAvailability", "count_free_spots"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAvailability:
    """Free compatible spots by type, and the one the next vehicle of this type would get, where it was asked for."""

    vehicle_type: VehicleType
    by_spot_type: dict[SpotType, int]
    best: Spot | None = None

    @property
    def total(self) -> int:
        return sum(self.by_spot_type.values())

    @property
    def has_available(self) -> bool:
        return self.total > 0

    @property
    def is_exact_match(self) -> bool:
        return self.best is not None and self.best.type is exact_type(self.vehicle_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSpots:
    """Free spots by type, and the occupancy they are part of."""

    by_type: Counter[SpotType]
    occupancy: OccupancyStats

    def fitting(self, vehicle_type: VehicleType, best: Spot | None = None) -> TypeAvailability:
        """Those that fit a vehicle type."""
        counts = {kind: self.by_type[kind] for kind in COMPATIBLE_TYPES[vehicle_type]}
        return TypeAvailability(vehicle_type=vehicle_type, by_spot_type=counts, best=best)


async def count_free_spots(spots: SpotRepository) -> FreeSpots:
    """Count the spots in one reading."""
    by_status: Counter[SpotStatus] = Counter()
    free: Counter[SpotType] = Counter()
    for group in await spots.count_by_kind(SpotFilter()):
        by_status[group.status] += group.count
        if group.status is SpotStatus.AVAILABLE:
            free[group.type] += group.count
    occupancy = OccupancyStats(
        total=by_status.total(), occupied=by_status[SpotStatus.OCCUPIED], available=by_status[SpotStatus.AVAILABLE]
    )
    return FreeSpots(by_type=free, occupancy=occupancy)
