"""The garage as JSON."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from atrium.garage.interfaces import OccupancyStats
from atrium.garage.models import Feature, Garage, Spot
from atrium.garage.services import Distribution, GarageStatistics, InitialisedGarage
from atrium.platform.clock import iso_z
from atrium.web.answers import amount, number

from .spots import SpotView, view_spot

__all__ = [
    "CapacityView",
    "FloorView",
    "GarageView",
    "InitialisedView",
    "OccupancyView",
    "RatesView",
    "StatisticsView",
    "SummaryView",
    "view_capacity",
    "view_garage",
    "view_initialised",
    "view_occupancy",
    "view_rates",
    "view_statistics",
    "view_summary",
]


class FloorView(TypedDict):
    floor: int
    bays: int
    spotsPerBay: int
    capacity: int


class RatesView(TypedDict):
    standard: float
    compact: float
    oversized: float
    ev_charging: float


class SummaryView(TypedDict):
    name: str
    totalFloors: int
    totalCapacity: int
    rates: RatesView
    floorsConfiguration: list[FloorView]


class OccupancyView(TypedDict):
    total: int
    occupied: int
    available: int
    occupancyRate: float


class GarageView(SummaryView):
    initializedAt: str
    lastUpdated: str
    statistics: NotRequired[OccupancyView]
    spots: NotRequired[list[SpotView]]


class InitialSpotView(TypedDict):
    id: str
    floor: int
    bay: int
    spotNumber: int
    type: str
    status: str
    features: list[str]


class InitialisedView(TypedDict):
    garage: SummaryView
    spotsCreated: int
    spots: list[InitialSpotView]


class CapacityView(TypedDict):
    name: str
    totalCapacity: int
    totalFloors: int
    floorsConfiguration: list[FloorView]
    occupancy: OccupancyView


class FloorCountView(TypedDict):
    total: int
    available: int
    occupied: int


class DistributionView(TypedDict):
    byType: dict[str, int]
    byFeature: dict[str, int]
    byFloor: dict[str, FloorCountView]


class FloorCapacityView(TypedDict):
    floor: int
    capacity: int


class BuildingView(TypedDict):
    name: str
    totalCapacity: int
    totalFloors: int
    floors: list[FloorCapacityView]


class StatisticsView(TypedDict):
    garage: BuildingView
    occupancy: OccupancyView
    distribution: DistributionView
    rates: RatesView
    lastUpdated: str


def view_rates(garage: Garage) -> RatesView:
    rates = garage.rates
    return {
        "standard": amount(rates.standard),
        "compact": amount(rates.compact),
        "oversized": amount(rates.oversized),
        "ev_charging": amount(rates.ev_charging),
    }


def view_occupancy(stats: OccupancyStats) -> OccupancyView:
    return {
        "total": stats.total,
        "occupied": stats.occupied,
        "available": stats.available,
        "occupancyRate": number(stats.occupancy_rate),
    }


def view_summary(garage: Garage) -> SummaryView:
    return {
        "name": garage.name,
        "totalFloors": len(garage.floors),
        "totalCapacity": garage.total_capacity,
        "rates": view_rates(garage),
        "floorsConfiguration": _floors(garage),
    }


def view_garage(garage: Garage, stats: OccupancyStats | None, spots: list[Spot] | None) -> GarageView:
    view: GarageView = {
        **view_summary(garage),
        "initializedAt": iso_z(garage.created_at),
        "lastUpdated": iso_z(garage.updated_at),
    }
    if stats is not None:
        view["statistics"] = view_occupancy(stats)
    if spots is not None:
        view["spots"] = [view_spot(spot) for spot in spots]
    return view


def view_initialised(created: InitialisedGarage) -> InitialisedView:
    return {
        "garage": view_summary(created.garage),
        "spotsCreated": len(created.spots),
        "spots": [_initial_spot(spot) for spot in created.spots],
    }


def view_capacity(garage: Garage, stats: OccupancyStats) -> CapacityView:
    return {
        "name": garage.name,
        "totalCapacity": garage.total_capacity,
        "totalFloors": len(garage.floors),
        "floorsConfiguration": _floors(garage),
        "occupancy": view_occupancy(stats),
    }


def view_statistics(statistics: GarageStatistics) -> StatisticsView:
    garage = statistics.garage
    return {
        "garage": {
            "name": garage.name,
            "totalCapacity": garage.total_capacity,
            "totalFloors": len(garage.floors),
            "floors": [{"floor": floor.number, "capacity": floor.capacity} for floor in garage.floors],
        },
        "occupancy": view_occupancy(statistics.occupancy),
        "distribution": _distribution(statistics.distribution),
        "rates": view_rates(garage),
        "lastUpdated": iso_z(garage.updated_at),
    }


def _distribution(counts: Distribution) -> DistributionView:
    chargers = counts.by_feature[Feature.EV_CHARGING].total
    return {
        "byType": {kind.value: count.total for kind, count in counts.by_type.items()},
        # A spot with both features counts as a charger only; there are but two features.
        "byFeature": {
            "ev_charging": chargers,
            "handicap": counts.total - counts.without_feature - chargers,
            "regular": counts.without_feature,
        },
        # Whatever is not available counts as occupied here.
        "byFloor": {
            f"Floor {floor}": {
                "total": count.total,
                "available": count.available,
                "occupied": count.total - count.available,
            }
            for floor, count in counts.by_floor.items()
        },
    }


def _floors(garage: Garage) -> list[FloorView]:
    return [
        {
            "floor": floor.number,
            "bays": floor.bays,
            "spotsPerBay": floor.spots_per_bay,
            "capacity": floor.capacity,
        }
        for floor in garage.floors
    ]


def _initial_spot(spot: Spot) -> InitialSpotView:
    return {
        "id": spot.id,
        "floor": spot.floor,
        "bay": spot.bay,
        "spotNumber": spot.spot_number,
        "type": spot.type.value,
        "status": spot.status.value,
        "features": [feature.value for feature in spot.features],
    }
