"""Spot assignment: compatibility, exact scores, ties, and what was observed on the first implementation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from atrium.garage.assignment import (
    bay_preference_score,
    find_best_available_spot,
    is_compatible,
    spot_score,
)
from atrium.garage.initialisation import generate_spots
from atrium.garage.models import (
    Feature,
    Floor,
    Spot,
    SpotStatus,
    SpotType,
    VehicleType,
    format_spot_id,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def spot(
    floor: int = 1,
    bay: int = 1,
    number: int = 1,
    kind: SpotType = SpotType.STANDARD,
    *,
    features: tuple[Feature, ...] = (),
    status: SpotStatus = SpotStatus.AVAILABLE,
    position: int = 0,
) -> Spot:
    return Spot(
        id=format_spot_id(floor, bay, number),
        floor=floor,
        bay=bay,
        spot_number=number,
        type=kind,
        features=features,
        status=status,
        position=position,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("vehicle", "fits"),
    [
        (VehicleType.COMPACT, {SpotType.COMPACT, SpotType.STANDARD, SpotType.OVERSIZED}),
        (VehicleType.STANDARD, {SpotType.STANDARD, SpotType.OVERSIZED}),
        (VehicleType.OVERSIZED, {SpotType.OVERSIZED}),
    ],
)
def test_compatibility(vehicle: VehicleType, fits: set[SpotType]) -> None:
    assert {kind for kind in SpotType if is_compatible(vehicle, kind)} == fits


@pytest.mark.parametrize(("bay", "score"), [(1, 30), (2, 20), (4, 20), (5, 30), (6, 30), (7, 10), (50, 10)])
def test_bay_preference(bay: int, score: int) -> None:
    assert bay_preference_score(bay) == score


@pytest.mark.parametrize(
    ("candidate", "vehicle", "score"),
    [
        (spot(1, 1, 1), VehicleType.STANDARD, 100 + 30 + 49 + 25),
        (spot(1, 1, 1), VehicleType.COMPACT, 100 + 30 + 49),
        (spot(3, 2, 10), VehicleType.STANDARD, 80 + 20 + 40 + 25),
        (spot(12, 9, 60), VehicleType.STANDARD, 0 + 10 + 0 + 25),
        (spot(11, 5, 50), VehicleType.STANDARD, 0 + 30 + 0 + 25),
        (spot(1, 1, 1, features=(Feature.EV_CHARGING, Feature.HANDICAP)), VehicleType.STANDARD, 204 + 10 - 5),
        (spot(1, 1, 2, features=(Feature.HANDICAP,)), VehicleType.STANDARD, 203 - 5),
    ],
)
def test_exact_scores(candidate: Spot, vehicle: VehicleType, score: int) -> None:
    assert spot_score(candidate, vehicle) == score


def test_only_available_spots_qualify() -> None:
    busy = [spot(number=index + 1, status=status) for index, status in enumerate(SpotStatus) if status != "available"]
    assert find_best_available_spot(busy, VehicleType.STANDARD) is None


def test_the_earliest_created_spot_wins_a_tie() -> None:
    later, earlier = spot(1, 5, 3, position=9), spot(1, 6, 3, position=4)
    assert find_best_available_spot([later, earlier], VehicleType.STANDARD) is earlier


def test_second_compact_car_goes_one_floor_up() -> None:
    """Observed: an exact type one floor up beats a standard spot on floor 1."""
    layout = [Floor(number=number, bays=1, spots_per_bay=10) for number in (1, 2)]
    spots = {each.id: each for each in generate_spots(layout, NOW)}
    first = find_best_available_spot(spots.values(), VehicleType.COMPACT)
    assert first is not None
    assert first.id == "F1-B1-S001"
    del spots[first.id]
    second = find_best_available_spot(spots.values(), VehicleType.COMPACT)
    assert second is not None
    assert second.id == "F2-B1-S001"


def test_a_charger_is_preferred_by_everybody() -> None:
    plain, charger = spot(1, 1, 1), spot(1, 1, 9, features=(Feature.EV_CHARGING,), position=1)
    assert find_best_available_spot([plain, charger], VehicleType.STANDARD) is charger
