"""Parking spots as clients see them: filtered pages, one spot, changes by hand, figures.

``SpotService``: ``list_page``, ``find``, ``update``, ``distribution``; ``parse_search`` reads the search language.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from atrium.garage.errors import SpotNotFound
from atrium.garage.interfaces import (
    GarageStore,
    OccupancyStats,
    Repositories,
    SpotFilter,
    SpotRange,
    SpotSort,
    SpotUpdates,
)
from atrium.garage.models import Feature, Spot, SpotStatus, parse_spot_id
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord, differences
from atrium.platform.clock import Clock
from atrium.platform.errors import ValidationFailed

from .distribution import Distribution, distribution_of

__all__ = ["SpotPage", "SpotQuery", "SpotService"]

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

#: What a client may set by hand; everything else follows from check-in and check-out or from operations.
_SETTABLE_STATUSES = (SpotStatus.AVAILABLE, SpotStatus.OCCUPIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotQuery:
    """One page: ``limit`` 1 to 100 (20), ``offset`` from 0; an offset past the end starts over at 0."""

    where: SpotFilter = field(default_factory=SpotFilter)
    sort: SpotSort = SpotSort.ID
    descending: bool = False
    limit: int = DEFAULT_LIMIT
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotPage:
    """``spots`` is the page, ``filtered`` the figures of everything that matched, ``total`` all spots."""

    spots: list[Spot]
    filtered: Distribution
    total: int
    limit: int
    offset: int

    @property
    def matched(self) -> int:
        return self.filtered.total

    @property
    def has_more(self) -> bool:
        return self.offset + self.limit < self.matched

    @property
    def current_page(self) -> int:
        return self.offset // self.limit + 1

    @property
    def total_pages(self) -> int:
        return -(-self.matched // self.limit)

    @property
    def next_offset(self) -> int | None:
        return self.offset + self.limit if self.has_more else None

    @property
    def previous_offset(self) -> int | None:
        return max(0, self.offset - self.limit) if self.offset else None

    @property
    def occupancy_rate(self) -> float:
        """Percent of all spots that are occupied and match the filter, two decimals."""
        matched = self.filtered.occupancy
        return OccupancyStats(total=self.total, occupied=matched.occupied, available=matched.available).occupancy_rate


class SpotService:
    """The spots of the garage."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def list_page(self, query: SpotQuery) -> SpotPage:
        """The spots that match, sorted, one page of them.

        Raises:
            ValidationFailed: limit or offset is out of range.
        """
        if not 1 <= query.limit <= MAX_LIMIT or query.offset < 0:
            raise ValidationFailed(f"Limit must be between 1 and {MAX_LIMIT}, offset must not be negative")
        spots = self._store.committed.spots
        filtered = await distribution_of(spots, query.where)
        offset = query.offset if query.offset < filtered.total else 0
        wanted = SpotRange(
            where=query.where, sort=query.sort, descending=query.descending, skip=offset, take=query.limit
        )
        return SpotPage(
            spots=await spots.find_range(wanted) if filtered.total else [],
            filtered=filtered,
            total=filtered.total if query.where == SpotFilter() else await spots.count(),
            limit=query.limit,
            offset=offset,
        )

    async def find(self, spot_id: str) -> Spot:
        """One spot.

        Raises:
            ValidationFailed: not a spot code.
            SpotNotFound: there is no such spot.
        """
        parse_spot_id(spot_id)
        return _require(await self._store.committed.spots.find_by_id(spot_id), spot_id)

    async def update(self, spot_id: str, updates: SpotUpdates, *, actor: str = SYSTEM_ACTOR) -> Spot:
        """Change status (available or occupied), type or features by hand; the vehicle on it stays noted.

        Raises:
            ValidationFailed: nothing to change, a status only operations may set, or a repeated feature.
            SpotNotFound: there is no such spot.
        """
        parse_spot_id(spot_id)
        _check_updates(updates)

        async def unit(repositories: Repositories) -> Spot:
            former = _require(await repositories.spots.find_by_id(spot_id), spot_id)
            spot = _require(await repositories.spots.update(spot_id, updates), spot_id)
            before, after = differences(former, spot, ("status", "type", "features"))
            await repositories.audit.write(
                AuditRecord(
                    actor=actor,
                    action="spot.changed",
                    entity_type="spot",
                    entity_id=spot_id,
                    at=self._clock.now(),
                    detail=dict(updates),
                    before=before,
                    after=after,
                )
            )
            return spot

        return await self._store.transact(unit)

    async def distribution(self) -> Distribution:
        """Counts by type, feature, floor and status."""
        return await distribution_of(self._store.committed.spots, SpotFilter())


def _require(spot: Spot | None, spot_id: str) -> Spot:
    if spot is None:
        raise SpotNotFound(f"Spot with ID '{spot_id}' not found")
    return spot


def _check_updates(updates: SpotUpdates) -> None:
    if not updates:
        raise ValidationFailed("At least one field must be provided for update")
    errors: list[str] = []
    status = updates.get("status")
    if status is not None and status not in _SETTABLE_STATUSES:
        errors.append(f"Invalid status: {status}. Valid statuses: {', '.join(_SETTABLE_STATUSES)}")
    features: tuple[Feature, ...] = updates.get("features", ())
    if len(set(features)) != len(features):
        errors.append("Features must not repeat")
    if errors:
        raise ValidationFailed("Invalid update data", errors)
