"""Check-ins and availability as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from atrium.garage.interfaces import OccupancyStats
from atrium.garage.models import Spot
from atrium.garage.services import (
    CheckInResult,
    CheckInSimulation,
    CheckInStats,
    GarageAvailability,
    TypeAvailability,
)
from atrium.platform.clock import iso_z
from atrium.web.answers import number

from .spots import LocationView, view_location

__all__ = [
    "AvailabilityView",
    "CheckInStatsView",
    "CheckInView",
    "SimulatedCheckInView",
    "SpotDetailsView",
    "TypeAvailabilityView",
    "view_availability",
    "view_check_in",
    "view_check_in_stats",
    "view_simulated_check_in",
    "view_spot_details",
    "view_type_availability",
]


class SpotDetailsView(TypedDict):
    type: str
    features: list[str]


class ParkedVehicleView(TypedDict):
    licensePlate: str
    type: str
    rateType: str


class CheckInView(TypedDict):
    spotId: str
    location: LocationView
    checkInTime: str
    vehicle: ParkedVehicleView
    spotDetails: SpotDetailsView


class CompatibilityView(TypedDict):
    vehicleType: str
    spotType: str
    isExactMatch: bool


class SimulatedCheckInView(TypedDict):
    wouldAssignSpot: str
    spotLocation: LocationView
    compatibility: CompatibilityView


class OverallView(TypedDict):
    totalSpots: int
    availableSpots: int
    occupiedSpots: int
    occupancyRate: float


class CompatibleSpotsView(TypedDict):
    totalCompatible: int
    available: bool
    bySpotType: dict[str, int]


class AvailabilityView(TypedDict):
    overall: OverallView
    byVehicleType: dict[str, CompatibleSpotsView]
    currentlyParked: int


class TypeCountsView(TypedDict):
    totalCompatibleSpots: int
    hasAvailable: bool
    bySpotType: dict[str, int]


class AssignmentView(TypedDict):
    wouldAssignTo: str
    location: LocationView
    spotType: str
    isExactMatch: bool


class TypeAvailabilityView(TypedDict):
    vehicleType: str
    availability: TypeCountsView
    assignment: AssignmentView | None


class BestSpotView(TypedDict):
    spotId: str
    spotType: str
    floor: int


class TypeAssignmentView(TypedDict):
    availableSpots: int
    hasAvailableSpot: bool
    wouldAssignTo: BestSpotView | None


class AssignmentStatsView(TypedDict):
    totalSpots: int
    availableSpots: int
    occupancyRate: str
    byVehicleType: dict[str, TypeAssignmentView]


class ProcessedView(TypedDict):
    totalParked: int
    totalProcessed: int


class CheckInStatsView(TypedDict):
    vehicles: ProcessedView
    occupancy: OverallView
    assignment: AssignmentStatsView


def view_spot_details(spot: Spot) -> SpotDetailsView:
    return {"type": spot.type.value, "features": [feature.value for feature in spot.features]}


def view_check_in(result: CheckInResult) -> CheckInView:
    session = result.session
    return {
        "spotId": result.spot.id,
        "location": view_location(result.spot),
        "checkInTime": iso_z(session.check_in_at),
        "vehicle": {
            "licensePlate": session.license_plate,
            "type": session.vehicle_type.value,
            "rateType": session.rate_type.value,
        },
        "spotDetails": view_spot_details(result.spot),
    }


def view_simulated_check_in(simulation: CheckInSimulation) -> SimulatedCheckInView:
    return {
        "wouldAssignSpot": simulation.spot.id,
        "spotLocation": view_location(simulation.spot),
        "compatibility": {
            "vehicleType": simulation.vehicle_type.value,
            "spotType": simulation.spot.type.value,
            "isExactMatch": simulation.is_exact_match,
        },
    }


def view_availability(availability: GarageAvailability) -> AvailabilityView:
    return {
        "overall": _overall(availability.occupancy),
        "byVehicleType": {
            kind.value: {
                "totalCompatible": each.total,
                "available": each.has_available,
                "bySpotType": _by_spot_type(each),
            }
            for kind, each in availability.by_vehicle_type.items()
        },
        "currentlyParked": availability.currently_parked,
    }


def view_type_availability(availability: TypeAvailability) -> TypeAvailabilityView:
    return {
        "vehicleType": availability.vehicle_type.value,
        "availability": {
            "totalCompatibleSpots": availability.total,
            "hasAvailable": availability.has_available,
            "bySpotType": _by_spot_type(availability),
        },
        "assignment": _assignment(availability),
    }


def view_check_in_stats(stats: CheckInStats) -> CheckInStatsView:
    return {
        "vehicles": {"totalParked": stats.records.parked, "totalProcessed": stats.records.total},
        "occupancy": _overall(stats.occupancy),
        "assignment": {
            "totalSpots": stats.occupancy.total,
            "availableSpots": stats.occupancy.available,
            "occupancyRate": _percentage(stats.occupancy.total - stats.occupancy.available, stats.occupancy.total),
            "byVehicleType": {
                kind.value: {
                    "availableSpots": each.total,
                    "hasAvailableSpot": each.has_available,
                    "wouldAssignTo": _best_spot(each.best),
                }
                for kind, each in stats.by_vehicle_type.items()
            },
        },
    }


def _overall(stats: OccupancyStats) -> OverallView:
    return {
        "totalSpots": stats.total,
        "availableSpots": stats.available,
        "occupiedSpots": stats.occupied,
        "occupancyRate": number(stats.occupancy_rate),
    }


def _by_spot_type(availability: TypeAvailability) -> dict[str, int]:
    return {kind.value: count for kind, count in availability.by_spot_type.items()}


def _assignment(availability: TypeAvailability) -> AssignmentView | None:
    best = availability.best
    if best is None:
        return None
    return {
        "wouldAssignTo": best.id,
        "location": view_location(best),
        "spotType": best.type.value,
        "isExactMatch": availability.is_exact_match,
    }


def _best_spot(spot: Spot | None) -> BestSpotView | None:
    return None if spot is None else {"spotId": spot.id, "spotType": spot.type.value, "floor": spot.floor}


def _percentage(part: int, whole: int) -> str:
    """Two decimals and a percent sign; without spots just ``0%``."""
    return f"{part * 100 / whole:.2f}%" if whole else "0%"
