"""How the spots are distributed over types, features, floors and bays, from counts that the store makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from atrium.garage.interfaces import KindCount, OccupancyStats, PlaceCount, SpotFigures, SpotFilter
from atrium.garage.models import Feature, SpotStatus, SpotType

__all__ = ["Distribution", "GroupCount", "distribution_of"]


@dataclass(slots=True)
class GroupCount:
    """Spots of one group; ``available`` is status available only."""

    total: int = 0
    occupied: int = 0
    available: int = 0

    def add(self, status: SpotStatus, count: int) -> None:
        self.total += count
        if status is SpotStatus.OCCUPIED:
            self.occupied += count
        elif status is SpotStatus.AVAILABLE:
            self.available += count


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Counts of spots; a spot with two features counts in both. ``bays`` has the number of bays of each floor."""

    by_type: dict[SpotType, GroupCount]
    by_feature: dict[Feature, GroupCount]
    without_feature: int
    by_floor: dict[int, GroupCount]
    bays: dict[int, int]
    by_status: Counter[SpotStatus]

    @property
    def total(self) -> int:
        return self.by_status.total()

    @property
    def occupancy(self) -> OccupancyStats:
        return OccupancyStats(
            total=self.total,
            occupied=self.by_status[SpotStatus.OCCUPIED],
            available=self.by_status[SpotStatus.AVAILABLE],
        )


async def distribution_of(spots: SpotFigures, where: SpotFilter) -> Distribution:
    """Counts of the spots that match; every type and feature has an entry, floors are sorted by number."""
    return _assemble(await spots.count_by_kind(where), await spots.count_by_place(where))


def _assemble(kinds: Iterable[KindCount], places: Iterable[PlaceCount]) -> Distribution:
    by_type = {each: GroupCount() for each in SpotType}
    by_feature = {each: GroupCount() for each in Feature}
    by_status: Counter[SpotStatus] = Counter()
    plain = 0
    for kind in kinds:
        by_type[kind.type].add(kind.status, kind.count)
        by_status[kind.status] += kind.count
        plain += 0 if kind.features else kind.count
        for feature in kind.features:
            by_feature[feature].add(kind.status, kind.count)
    by_floor: dict[int, GroupCount] = {}
    bays: dict[int, set[int]] = {}
    for place in places:
        by_floor.setdefault(place.floor, GroupCount()).add(place.status, place.count)
        bays.setdefault(place.floor, set()).add(place.bay)
    return Distribution(
        by_type=by_type,
        by_feature=by_feature,
        without_feature=plain,
        by_floor=dict(sorted(by_floor.items())),
        bays={floor: len(numbers) for floor, numbers in bays.items()},
        by_status=by_status,
    )
