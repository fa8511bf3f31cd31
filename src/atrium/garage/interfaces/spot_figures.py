"""Pages of spots and counts of spots: what a store answers about many spots without handing them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from atrium.garage.models import Feature, Spot, SpotStatus, SpotType

__all__ = ["KindCount", "OccupancyStats", "PlaceCount", "SpotFigures", "SpotFilter", "SpotRange", "SpotSort"]


class SpotSort(StrEnum):
    """Fields to sort by; equal spots keep the order of their codes."""

    ID = "id"
    FLOOR = "floor"
    BAY = "bay"
    SPOT_NUMBER = "spotNumber"
    TYPE = "type"
    STATUS = "status"
    UPDATED_AT = "updatedAt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotFilter:
    """Conditions joined by AND; None means any."""

    status: SpotStatus | None = None
    type: SpotType | None = None
    floor: int | None = None
    bay: int | None = None
    feature: Feature | None = None
    vehicle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotRange:
    """A part of the spots that match: ``take`` of them after the first ``skip``, in the order of ``sort``.

    Codes sort as plain text, so ``F10-…`` comes before ``F2-…``; types and statuses sort by their names.
    """

    where: SpotFilter = field(default_factory=SpotFilter)
    sort: SpotSort = SpotSort.ID
    descending: bool = False
    skip: int = 0
    take: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupancyStats:
    """Counts of spots; one that is reserved or under maintenance is neither occupied nor available."""

    total: int
    occupied: int
    available: int

    @property
    def occupancy_rate(self) -> float:
        """Percent occupied, two decimals; zero without spots."""
        return round(self.occupied * 100 / self.total, 2) if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many spots are of this type, in this status, with exactly these features."""

    type: SpotType
    status: SpotStatus
    features: tuple[Feature, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many spots of this bay are in this status."""

    floor: int
    bay: int
    status: SpotStatus
    count: int


class SpotFigures(Protocol):
    """The part of ``SpotRepository`` that pages and counts."""

    async def find_range(self, wanted: SpotRange) -> list[Spot]: ...

    async def count_matching(self, where: SpotFilter) -> int: ...

    async def count_by_kind(self, where: SpotFilter) -> Sequence[KindCount]:
        """Counts of the spots that match, by type, status and features; no group is empty."""
        ...

    async def count_by_place(self, where: SpotFilter) -> Sequence[PlaceCount]:
        """Counts of the spots that match, by floor, bay and status; no group is empty."""
        ...
