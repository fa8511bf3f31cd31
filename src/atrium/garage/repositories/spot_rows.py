"""Between a spot and its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prisma import models

from atrium.garage.assignment import location_score
from atrium.garage.interfaces import SpotFilter, SpotUpdates
from atrium.garage.models import Feature, Spot, SpotLocation, SpotStatus, SpotType

__all__ = ["feature_columns", "features_of", "filter_columns", "spot_to_row", "to_spot", "update_columns"]


def to_spot(row: models.Spot) -> Spot:
    """The spot that a row holds."""
    return Spot(
        id=row.code,
        floor=row.floor,
        bay=row.bay,
        spot_number=row.spotNumber,
        type=SpotType(row.type),
        status=SpotStatus(row.status),
        features=features_of(ev_charging=row.evCharging, handicap=row.handicap),
        current_vehicle=row.currentVehicle,
        position=row.position,
        created_at=row.createdAt,
        updated_at=row.updatedAt,
    )


def spot_to_row(spot: Spot, garage_id: str, floor_id: str | None) -> dict[str, Any]:
    """The columns of a new spot."""
    return {
        "garageId": garage_id,
        "floorId": floor_id,
        "code": spot.id,
        "activeCode": spot.id,
        "floor": spot.floor,
        "bay": spot.bay,
        "spotNumber": spot.spot_number,
        "type": spot.type.value,
        "status": spot.status.value,
        "currentVehicle": spot.current_vehicle,
        "position": spot.position,
        "createdAt": spot.created_at,
        "updatedAt": spot.updated_at,
        **feature_columns(spot.location, spot.features),
    }


def feature_columns(location: SpotLocation, features: Iterable[Feature]) -> dict[str, Any]:
    """The columns that follow from the features, the stored part of the assignment score included."""
    present = set(features)
    return {
        "evCharging": Feature.EV_CHARGING in present,
        "handicap": Feature.HANDICAP in present,
        "assignmentScore": location_score(location, present),
    }


def update_columns(location: SpotLocation, updates: SpotUpdates) -> dict[str, Any]:
    """The columns that an update changes."""
    columns: dict[str, Any] = {}
    if "status" in updates:
        columns["status"] = updates["status"].value
    if "type" in updates:
        columns["type"] = updates["type"].value
    if "features" in updates:
        columns |= feature_columns(location, updates["features"])
    if "current_vehicle" in updates:
        columns["currentVehicle"] = updates["current_vehicle"]
    return columns


def filter_columns(where: SpotFilter) -> dict[str, Any]:
    """The conditions of a filter."""
    columns: dict[str, Any] = {
        "status": where.status and where.status.value,
        "type": where.type and where.type.value,
        "floor": where.floor,
        "bay": where.bay,
        "currentVehicle": where.vehicle,
        "evCharging": True if where.feature is Feature.EV_CHARGING else None,
        "handicap": True if where.feature is Feature.HANDICAP else None,
    }
    return {name: value for name, value in columns.items() if value is not None}


def features_of(*, ev_charging: bool, handicap: bool) -> tuple[Feature, ...]:
    """The features that a row's flags mean."""
    return _FEATURES[ev_charging, handicap]


_FEATURES: dict[tuple[bool, bool], tuple[Feature, ...]] = {
    (False, False): (),
    (True, False): (Feature.EV_CHARGING,),
    (False, True): (Feature.HANDICAP,),
    (True, True): (Feature.EV_CHARGING, Feature.HANDICAP),
}
