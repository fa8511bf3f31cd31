"""The spots of a new garage, and spot codes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from atrium.garage.initialisation import generate_spots
from atrium.garage.models import Feature, Floor, SpotType, format_spot_id, is_spot_id, normalise_plate, parse_spot_id
from atrium.platform.errors import ValidationFailed

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_reference_garage() -> None:
    """5 floors of 10 bays of 10 spots: 100 compact, 350 standard, 50 oversized, 50 chargers, 2 handicap."""
    spots = list(generate_spots([Floor(number=number, bays=10, spots_per_bay=10) for number in range(1, 6)], NOW))
    kinds = Counter(spot.type for spot in spots)
    features = Counter(feature for spot in spots for feature in spot.features)
    assert kinds == {SpotType.COMPACT: 100, SpotType.STANDARD: 350, SpotType.OVERSIZED: 50}
    assert features == {Feature.EV_CHARGING: 50, Feature.HANDICAP: 2}
    assert [spot.position for spot in spots] == list(range(500))
    assert (spots[0].id, spots[-1].id) == ("F1-B1-S001", "F5-B10-S010")


def test_the_pattern_runs_over_bays_and_restarts_on_each_floor() -> None:
    layout = [Floor(number=1, bays=3, spots_per_bay=7), Floor(number=2, bays=1, spots_per_bay=3)]
    kinds = [spot.type.value[0] for spot in generate_spots(layout, NOW)]
    assert "".join(kinds) == "ccsssss" + "ssoccss" + "sssssoc" + "ccs"


def test_floor_order_is_the_order_given() -> None:
    layout = [Floor(number=2, bays=1, spots_per_bay=1), Floor(number=1, bays=1, spots_per_bay=2)]
    spots = list(generate_spots(layout, NOW))
    assert [spot.id for spot in spots] == ["F2-B1-S001", "F1-B1-S001", "F1-B1-S002"]
    assert [spot.features for spot in spots] == [
        (Feature.EV_CHARGING,),
        (Feature.EV_CHARGING, Feature.HANDICAP),
        (Feature.HANDICAP,),
    ]


@pytest.mark.parametrize("code", ["F1-B1-S001", "F12-B30-S999", "F0-B0-S000"])
def test_valid_codes(code: str) -> None:
    assert is_spot_id(code)


@pytest.mark.parametrize(
    "code", ["F1-B2-S3", "f1-b1-s001", "F1-B1-S0001", "F1-B1-S001\n", " F1-B1-S001", "", "F١-B1-S001"]
)
def test_invalid_codes(code: str) -> None:
    assert not is_spot_id(code)
    with pytest.raises(ValidationFailed):
        parse_spot_id(code)


def test_codes_round_trip() -> None:
    assert parse_spot_id(format_spot_id(3, 12, 7)) == (3, 12, 7)


@pytest.mark.parametrize("parts", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, 1000)])
def test_impossible_places(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValidationFailed):
        format_spot_id(*parts)


def test_plates_are_upper_case_and_two_to_ten_long() -> None:
    assert normalise_plate(" ab-123 ") == "AB-123"
    for wrong in ("", "   ", "A", "ABCDEFGHIJK"):
        with pytest.raises(ValidationFailed):
            normalise_plate(wrong)
