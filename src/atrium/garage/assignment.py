"""Which spot a vehicle gets: compatibility and score. Source: the garage's assignment contract.

The score is ``max(0, 100 - 10 (floor - 1))`` + bay bonus (30 for bays 1, 5 and 6; 20 for 2 to 4; else 10)
+ ``max(0, 50 - spot number)`` + 25 for an exact type + 10 for a charger - 5 for a handicap spot.
The highest score wins, the earliest-created spot among equals.
"""

from __future__ import annotations

from collections.abc import Iterable

from .models import Feature, Spot, SpotLocation, SpotType, VehicleType

__all__ = [
    "COMPATIBLE_TYPES",
    "EXACT_TYPE_BONUS",
    "bay_preference_score",
    "exact_type",
    "find_best_available_spot",
    "is_compatible",
    "location_score",
    "spot_score",
]

EXACT_TYPE_BONUS = 25
_CHARGER_BONUS = 10
_HANDICAP_MALUS = 5

COMPATIBLE_TYPES: dict[VehicleType, tuple[SpotType, ...]] = {
    VehicleType.COMPACT: (SpotType.COMPACT, SpotType.STANDARD, SpotType.OVERSIZED),
    VehicleType.STANDARD: (SpotType.STANDARD, SpotType.OVERSIZED),
    VehicleType.OVERSIZED: (SpotType.OVERSIZED,),
}


def exact_type(vehicle_type: VehicleType) -> SpotType:
    """The spot type made for a vehicle type."""
    return SpotType(vehicle_type.value)


def is_compatible(vehicle_type: VehicleType, spot_type: SpotType) -> bool:
    return spot_type in COMPATIBLE_TYPES[vehicle_type]


def bay_preference_score(bay: int) -> int:
    """30 for the bays nearest to an exit (1, 5, 6), 20 for 2 to 4, otherwise 10."""
    if bay in (1, 5, 6):
        return 30
    return 20 if 2 <= bay <= 4 else 10


def location_score(location: SpotLocation, features: Iterable[Feature]) -> int:
    """The part of the score that does not depend on the vehicle; a store may keep it with the spot."""
    present = set(features)
    score = max(0, 100 - 10 * (location.floor - 1))
    score += bay_preference_score(location.bay)
    score += max(0, 50 - location.spot_number)
    if Feature.EV_CHARGING in present:
        score += _CHARGER_BONUS
    if Feature.HANDICAP in present:
        score -= _HANDICAP_MALUS
    return score


def spot_score(spot: Spot, vehicle_type: VehicleType) -> int:
    """The score of a spot for a vehicle type; compatibility is not its business."""
    bonus = EXACT_TYPE_BONUS if spot.type is exact_type(vehicle_type) else 0
    return location_score(spot.location, spot.features) + bonus


def find_best_available_spot(spots: Iterable[Spot], vehicle_type: VehicleType) -> Spot | None:
    """The free, compatible spot with the highest score, or None. Only status ``available`` qualifies."""
    candidates = (spot for spot in spots if spot.is_available and is_compatible(vehicle_type, spot.type))
    return max(candidates, key=lambda spot: (spot_score(spot, vehicle_type), -spot.position), default=None)
