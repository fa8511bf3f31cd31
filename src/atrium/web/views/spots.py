"""Spots, pages of spots and their figures as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict

from atrium.garage.interfaces import SpotFilter
from atrium.garage.models import Spot, SpotStatus
from atrium.garage.services import Distribution, GroupCount, SpotPage
from atrium.platform.clock import iso_z
from atrium.web.answers import number, timestamp

__all__ = [
    "LinksView",
    "LocationView",
    "PageMetadataView",
    "PaginationView",
    "ProcessingView",
    "SpotStatisticsView",
    "SpotView",
    "applied_filters",
    "view_location",
    "view_page_metadata",
    "view_pagination",
    "view_processing",
    "view_spot",
    "view_spot_statistics",
]


class SpotView(TypedDict):
    id: str
    floor: int
    bay: int
    spotNumber: int
    type: str
    status: str
    features: list[str]
    currentVehicle: str | None
    createdAt: str
    updatedAt: str


class LocationView(TypedDict):
    floor: int
    bay: int
    spot: int


class PaginationView(TypedDict):
    limit: int
    offset: int
    hasMore: bool
    currentPage: int
    totalPages: int
    nextOffset: int | None
    prevOffset: int | None
    totalCount: int


class ProcessingView(TypedDict):
    processingTimeMs: float
    timestamp: str


class PageMetadataView(ProcessingView):
    total: int
    filtered: int
    hasFilters: bool
    filtersApplied: dict[str, str | int]
    statusCounts: dict[str, int]
    typeCounts: dict[str, int]
    featureCounts: dict[str, int]
    floors: list[int]
    uniqueBays: int
    occupancyRate: float


class LinksView(TypedDict):
    next: str


class GroupView(TypedDict):
    total: int
    occupied: int
    available: int


class FloorGroupView(GroupView):
    bays: int


class SpotStatisticsView(TypedDict):
    total: int
    occupied: int
    available: int
    occupancyRate: float
    floorStats: dict[str, FloorGroupView]
    typeStats: dict[str, GroupView]
    featureStats: dict[str, GroupView]
    metadata: ProcessingView


def view_spot(spot: Spot) -> SpotView:
    return {
        "id": spot.id,
        "floor": spot.floor,
        "bay": spot.bay,
        "spotNumber": spot.spot_number,
        "type": spot.type.value,
        "status": spot.status.value,
        "features": [feature.value for feature in spot.features],
        "currentVehicle": spot.current_vehicle,
        "createdAt": iso_z(spot.created_at),
        "updatedAt": iso_z(spot.updated_at),
    }


def view_location(spot: Spot) -> LocationView:
    return {"floor": spot.floor, "bay": spot.bay, "spot": spot.spot_number}


def applied_filters(where: SpotFilter) -> dict[str, str | int]:
    """The filters in force; floor and bay stay numbers."""
    chosen: dict[str, str | int | None] = {
        "status": where.status.value if where.status else None,
        "type": where.type.value if where.type else None,
        "floor": where.floor,
        "bay": where.bay,
    }
    return {name: value for name, value in chosen.items() if value is not None}


def view_pagination(page: SpotPage) -> PaginationView:
    return {
        "limit": page.limit,
        "offset": page.offset,
        "hasMore": page.has_more,
        "currentPage": page.current_page,
        "totalPages": page.total_pages,
        "nextOffset": page.next_offset,
        "prevOffset": page.previous_offset,
        "totalCount": page.matched,
    }


def view_page_metadata(page: SpotPage, filters: Mapping[str, str | int], elapsed_ms: float) -> PageMetadataView:
    counts = page.filtered
    return {
        "total": page.total,
        "filtered": page.matched,
        "hasFilters": bool(filters),
        "filtersApplied": dict(filters),
        "statusCounts": _status_counts(counts),
        "typeCounts": {kind.value: count.total for kind, count in counts.by_type.items()},
        "featureCounts": {feature.value: count.total for feature, count in counts.by_feature.items()},
        "floors": list(counts.by_floor),
        "uniqueBays": sum(counts.bays.values()),
        "occupancyRate": number(page.occupancy_rate),
        **view_processing(elapsed_ms),
    }


def view_processing(elapsed_ms: float) -> ProcessingView:
    return {"processingTimeMs": number(elapsed_ms), "timestamp": timestamp()}


def view_spot_statistics(counts: Distribution, elapsed_ms: float) -> SpotStatisticsView:
    stats = counts.occupancy
    return {
        "total": stats.total,
        "occupied": stats.occupied,
        "available": stats.available,
        "occupancyRate": number(stats.occupancy_rate),
        "floorStats": {
            str(floor): {**_group(count), "bays": counts.bays[floor]} for floor, count in counts.by_floor.items()
        },
        "typeStats": {kind.value: _group(count) for kind, count in counts.by_type.items()},
        "featureStats": {feature.value: _group(count) for feature, count in counts.by_feature.items()},
        "metadata": view_processing(elapsed_ms),
    }


def _group(count: GroupCount) -> GroupView:
    return {"total": count.total, "occupied": count.occupied, "available": count.available}


def _status_counts(counts: Distribution) -> dict[str, int]:
    """Available and occupied always, any other status when a spot has it."""
    always = (SpotStatus.AVAILABLE, SpotStatus.OCCUPIED)
    shown = [status for status in SpotStatus if status in always or counts.by_status[status]]
    return {status.value: counts.by_status[status] for status in shown}
