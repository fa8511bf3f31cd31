"""The spots of a new garage: types and features by position. Source: the garage's initialisation contract.

Floors as given, then bays, then spots, each counted from 1. On every floor the position runs
0-1 compact, 2-8 standard, 9 oversized and again (20, 70 and 10 %). Spot 1 of every bay has a charger;
floor 1, bay 1, spots 1 and 2 are handicap spots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from .models import Feature, Floor, Spot, SpotType, format_spot_id

__all__ = ["features_at", "generate_spots", "spot_type_at"]

_PATTERN_LENGTH = 10
_COMPACT_UNTIL = 2
_OVERSIZED_FROM = 9


def spot_type_at(bay: int, spot_number: int, spots_per_bay: int) -> SpotType:
    """The type of a generated spot, by its position on the floor."""
    position = ((bay - 1) * spots_per_bay + spot_number - 1) % _PATTERN_LENGTH
    if position < _COMPACT_UNTIL:
        return SpotType.COMPACT
    return SpotType.OVERSIZED if position >= _OVERSIZED_FROM else SpotType.STANDARD


def features_at(floor: int, bay: int, spot_number: int) -> tuple[Feature, ...]:
    """The features of a generated spot."""
    features: list[Feature] = []
    if spot_number == 1:
        features.append(Feature.EV_CHARGING)
    if floor == 1 and bay == 1 and spot_number in (1, 2):
        features.append(Feature.HANDICAP)
    return tuple(features)


def generate_spots(floors: Iterable[Floor], created_at: datetime) -> Iterator[Spot]:
    """Every spot of the floors, in the order of creation.

    Raises:
        ValidationFailed: a floor number is below 1, or a bay has more than 999 spots.
    """
    position = 0
    for floor in floors:
        for bay in range(1, floor.bays + 1):
            for number in range(1, floor.spots_per_bay + 1):
                yield Spot(
                    id=format_spot_id(floor.number, bay, number),
                    floor=floor.number,
                    bay=bay,
                    spot_number=number,
                    type=spot_type_at(bay, number, floor.spots_per_bay),
                    features=features_at(floor.number, bay, number),
                    position=position,
                    created_at=created_at,
                    updated_at=created_at,
                )
                position += 1
