"""Vehicles that were searched for as JSON."""

from __future__ import annotations

from datetime import datetime

from typing_extensions import TypedDict

from atrium.garage.models import ParkingSession, Spot
from atrium.garage.services import SeenVehicle, VehicleHit
from atrium.platform.clock import iso_z
from atrium.web.answers import amount

__all__ = [
    "AvailableSpotView",
    "FoundVehicleView",
    "LocatedVehicleView",
    "VehicleMatchView",
    "view_available_spot",
    "view_found_vehicle",
    "view_located_vehicle",
    "view_match",
]


class DurationView(TypedDict):
    hours: int
    minutes: int


class PlaceView(TypedDict):
    floor: int
    bay: int
    spotNumber: int
    type: str


class StayView(TypedDict):
    spotId: str
    checkInTime: str
    vehicleType: str
    currentDuration: DurationView
    status: str


class VehicleMatchView(TypedDict):
    licensePlate: str
    score: float
    matchType: str
    vehicle: StayView
    spot: PlaceView | None


class LocatedVehicleView(StayView):
    licensePlate: str
    spot: PlaceView | None


class FoundVehicleView(LocatedVehicleView):
    rateType: str
    checkOutTime: str | None
    totalAmount: float
    isPaid: bool


class AvailableSpotView(PlaceView):
    spotId: str
    features: list[str]


def view_match(hit: VehicleHit) -> VehicleMatchView:
    return {
        "licensePlate": hit.match.license_plate,
        "score": hit.match.score,
        "matchType": hit.match.kind.value,
        "vehicle": _stay(hit.vehicle),
        "spot": _place(hit.vehicle.spot),
    }


def view_located_vehicle(seen: SeenVehicle) -> LocatedVehicleView:
    return {"licensePlate": seen.session.license_plate, **_stay(seen), "spot": _place(seen.spot)}


def view_found_vehicle(seen: SeenVehicle) -> FoundVehicleView:
    session = seen.session
    return {
        **view_located_vehicle(seen),
        "rateType": session.rate_type.value,
        "checkOutTime": iso_z(session.check_out_at) if session.check_out_at else None,
        "totalAmount": amount(session.charged_cents),
        "isPaid": session.is_paid,
    }


def view_available_spot(spot: Spot) -> AvailableSpotView:
    return {
        "spotId": spot.id,
        "floor": spot.floor,
        "bay": spot.bay,
        "spotNumber": spot.spot_number,
        "type": spot.type.value,
        "features": [feature.value for feature in spot.features],
    }


def _stay(seen: SeenVehicle) -> StayView:
    session = seen.session
    return {
        "spotId": session.spot_id,
        "checkInTime": iso_z(session.check_in_at),
        "vehicleType": session.vehicle_type.value,
        "currentDuration": _duration(session, seen.at),
        "status": session.record_status.value,
    }


def _duration(session: ParkingSession, now: datetime) -> DurationView:
    """Up to now, or to the check-out."""
    minutes = max(0, int(((session.check_out_at or now) - session.check_in_at).total_seconds() // 60))
    return {"hours": minutes // 60, "minutes": minutes % 60}


def _place(spot: Spot | None) -> PlaceView | None:
    if spot is None:
        return None
    return {"floor": spot.floor, "bay": spot.bay, "spotNumber": spot.spot_number, "type": spot.type.value}
