"""The garages of the seed data: configuration and spots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from atrium.garage.models import (
    DEFAULT_CONFIG_NAME,
    Floor,
    Garage,
    Spot,
    format_spot_id,
)

from .chances import Chances
from .sizes import Volume

__all__ = ["SeededGarage", "plan_garages"]

_NAMES = ["Central Parking Garage", "Airport Parking", "Downtown Garage", "University Garage", "Medical Center Garage"]
_SPOTS_PER_BAY = 10


@dataclass(slots=True)
class SeededGarage:
    """A garage and its spots; row ids of the spots by code."""

    garage: Garage
    spots: list[Spot]
    spot_row_ids: dict[str, str]


def plan_garages(volume: Volume, chances: Chances, opened_at: datetime) -> list[SeededGarage]:
    """The garages of a size; the first is the one the API serves."""
    return [_plan_garage(index, volume, chances, opened_at) for index in range(volume.garages)]


def _plan_garage(index: int, volume: Volume, chances: Chances, opened_at: datetime) -> SeededGarage:
    bays = volume.spots_per_floor // _SPOTS_PER_BAY
    floors = tuple(
        Floor(number=number, bays=bays, spots_per_bay=_SPOTS_PER_BAY) for number in range(1, volume.floors + 1)
    )
    garage = Garage(
        id=chances.identifier(opened_at),
        config_name=DEFAULT_CONFIG_NAME if index == 0 else f"garage-{index + 1}",
        name=_NAMES[index % len(_NAMES)],
        floors=floors,
        created_at=opened_at,
        updated_at=opened_at,
    )
    spots = [
        _plan_spot(floor.number, bay, number, position, chances, opened_at)
        for position, (floor, bay, number) in enumerate(
            (floor, bay, number)
            for floor in floors
            for bay in range(1, bays + 1)
            for number in range(1, _SPOTS_PER_BAY + 1)
        )
    ]
    return SeededGarage(garage, spots, {spot.id: chances.identifier(opened_at) for spot in spots})


def _plan_spot(floor: int, bay: int, number: int, position: int, chances: Chances, opened_at: datetime) -> Spot:
    kind, features = chances.spot_kind()
    return Spot(
        id=format_spot_id(floor, bay, number),
        floor=floor,
        bay=bay,
        spot_number=number,
        type=kind,
        status=chances.idle_status(),
        features=features,
        position=position,
        created_at=opened_at,
        updated_at=opened_at,
    )
