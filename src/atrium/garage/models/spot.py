"""A parking spot and its code ``F{floor}-B{bay}-S{nnn}``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from atrium.platform.errors import ValidationFailed

from .enums import Feature, SpotStatus, SpotType

__all__ = [
    "MAX_SPOT_NUMBER",
    "Spot",
    "SpotLocation",
    "format_spot_id",
    "is_spot_id",
    "ordered_features",
    "parse_spot_id",
]

MAX_SPOT_NUMBER = 999

_SPOT_ID = re.compile(r"F([0-9]+)-B([0-9]+)-S([0-9]{3})", re.ASCII)


class SpotLocation(NamedTuple):
    """Floor, bay and number of a spot, each counted from 1."""

    floor: int
    bay: int
    spot_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One parking spot. ``id`` is its code; ``position`` its place in the order of creation, from 0."""

    id: str
    floor: int
    bay: int
    spot_number: int
    type: SpotType
    status: SpotStatus = SpotStatus.AVAILABLE
    features: tuple[Feature, ...] = ()
    current_vehicle: str | None = None
    position: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_available(self) -> bool:
        return self.status is SpotStatus.AVAILABLE

    @property
    def location(self) -> SpotLocation:
        return SpotLocation(self.floor, self.bay, self.spot_number)

    def has_feature(self, feature: Feature) -> bool:
        return feature in self.features


def format_spot_id(floor: int, bay: int, spot_number: int) -> str:
    """The code of a spot, the number padded to three digits.

    Raises:
        ValidationFailed: a part is below 1, or the number is above 999 (the code has three digits).
    """
    for name, value in (("Floor", floor), ("Bay", bay), ("Spot number", spot_number)):
        if value < 1:
            raise ValidationFailed(f"{name} must be a positive number")
    if spot_number > MAX_SPOT_NUMBER:
        raise ValidationFailed(f"Spot number must be at most {MAX_SPOT_NUMBER}")
    return f"F{floor}-B{bay}-S{spot_number:03d}"


def is_spot_id(text: str) -> bool:
    """Whether the text is a spot code; upper case only, exactly three digits in the number."""
    return _SPOT_ID.fullmatch(text) is not None


def parse_spot_id(text: str) -> SpotLocation:
    """The parts of a spot code.

    Raises:
        ValidationFailed: the text is not a spot code.
    """
    match = _SPOT_ID.fullmatch(text)
    if match is None:
        raise ValidationFailed("Invalid spot ID format. Expected format: F{floor}-B{bay}-S{spot}")
    floor, bay, number = (int(part) for part in match.groups())
    return SpotLocation(floor, bay, number)


def ordered_features(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """The features without repetition, in the order in which every store keeps them."""
    present = set(features)
    return tuple(feature for feature in Feature if feature in present)
