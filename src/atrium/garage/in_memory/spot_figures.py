"""Pages and counts of spots in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from atrium.garage.interfaces import KindCount, OccupancyStats, PlaceCount, SpotFilter, SpotRange, SpotSort
from atrium.garage.models import Spot, SpotStatus

__all__ = ["kinds_of", "matches", "occupancy_of", "places_of", "range_of"]


def matches(spot: Spot, where: SpotFilter) -> bool:
    """Whether the spot meets every condition."""
    return (
        (where.status is None or spot.status is where.status)
        and (where.type is None or spot.type is where.type)
        and (where.floor is None or spot.floor == where.floor)
        and (where.bay is None or spot.bay == where.bay)
        and (where.feature is None or where.feature in spot.features)
        and (where.vehicle is None or spot.current_vehicle == where.vehicle)
    )


def range_of(spots: Iterable[Spot], wanted: SpotRange) -> list[Spot]:
    """The wanted part of the spots that match."""
    found = sorted((spot for spot in spots if matches(spot, wanted.where)), key=lambda spot: spot.id)
    found.sort(key=lambda spot: _sort_key(spot, wanted.sort), reverse=wanted.descending)
    return found[wanted.skip : wanted.skip + wanted.take]


def kinds_of(spots: Iterable[Spot]) -> list[KindCount]:
    """The spots counted by type, status and features."""
    counts = Counter((spot.type, spot.status, spot.features) for spot in spots)
    return [
        KindCount(type=kind, status=status, features=features, count=count)
        for (kind, status, features), count in counts.items()
    ]


def places_of(spots: Iterable[Spot]) -> list[PlaceCount]:
    """The spots counted by floor, bay and status."""
    counts = Counter((spot.floor, spot.bay, spot.status) for spot in spots)
    return [
        PlaceCount(floor=floor, bay=bay, status=status, count=count) for (floor, bay, status), count in counts.items()
    ]


def occupancy_of(spots: Iterable[Spot]) -> OccupancyStats:
    counts = Counter(spot.status for spot in spots)
    return OccupancyStats(
        total=counts.total(), occupied=counts[SpotStatus.OCCUPIED], available=counts[SpotStatus.AVAILABLE]
    )


def _sort_key(spot: Spot, sort: SpotSort) -> int | str | datetime:
    match sort:
        case SpotSort.FLOOR:
            return spot.floor
        case SpotSort.BAY:
            return spot.bay
        case SpotSort.SPOT_NUMBER:
            return spot.spot_number
        case SpotSort.TYPE:
            return spot.type.value
        case SpotSort.STATUS:
            return spot.status.value
        case SpotSort.UPDATED_AT:
            return spot.updated_at
        case SpotSort.ID:
            return spot.id
