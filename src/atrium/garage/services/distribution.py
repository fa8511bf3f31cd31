"""How a set of spots is distributed over types, features, floors and bays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from atrium.garage.models import Feature, Spot, SpotStatus, SpotType

__all__ = ["Distribution", "GroupCount", "distribution_of"]


@dataclass(slots=True)
class GroupCount:
    """Spots of one group; ``available`` is status available only, ``bays`` the distinct bays."""

    total: int = 0
    occupied: int = 0
    available: int = 0
    bays: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def add(self, spot: Spot) -> None:
        self.total += 1
        self.occupied += spot.status is SpotStatus.OCCUPIED
        self.available += spot.status is SpotStatus.AVAILABLE
        self.bays.add((spot.floor, spot.bay))


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Counts of spots; a spot with two features counts in both."""

    by_type: dict[SpotType, GroupCount]
    by_feature: dict[Feature, GroupCount]
    without_feature: int
    by_floor: dict[int, GroupCount]
    by_status: Counter[SpotStatus]
    bays: int

    @property
    def total(self) -> int:
        return self.by_status.total()


def distribution_of(spots: Iterable[Spot]) -> Distribution:
    """Count the spots; every type and feature has an entry, floors are sorted by number."""
    by_type = {each: GroupCount() for each in SpotType}
    by_feature = {each: GroupCount() for each in Feature}
    by_floor: dict[int, GroupCount] = {}
    by_status: Counter[SpotStatus] = Counter()
    plain = 0
    for spot in spots:
        by_type[spot.type].add(spot)
        by_floor.setdefault(spot.floor, GroupCount()).add(spot)
        by_status[spot.status] += 1
        plain += not spot.features
        for feature in spot.features:
            by_feature[feature].add(spot)
    return Distribution(
        by_type=by_type,
        by_feature=by_feature,
        without_feature=plain,
        by_floor=dict(sorted(by_floor.items())),
        by_status=by_status,
        bays=sum(len(count.bays) for count in by_floor.values()),
    )
