"""The distributions of seed data, drawn from one generator so that a seed number gives the same data again.

Source: the feature contract. Its electric and handicap spots are standard spots with that feature, its
motorcycle spots compact ones.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from atrium.garage.models import Feature, PaymentMethod, RateType, SpotStatus, SpotType, VehicleType
from atrium.platform.ids import uuid7_at

__all__ = ["Chances"]

_SPOT_KINDS: list[tuple[SpotType, tuple[Feature, ...]]] = [
    (SpotType.STANDARD, ()),
    (SpotType.COMPACT, ()),
    (SpotType.STANDARD, (Feature.EV_CHARGING,)),
    (SpotType.STANDARD, (Feature.HANDICAP,)),
    (SpotType.OVERSIZED, ()),
]
_SPOT_WEIGHTS = [57, 23, 10, 5, 5]
_IDLE_STATUSES = [SpotStatus.AVAILABLE, SpotStatus.RESERVED, SpotStatus.MAINTENANCE, SpotStatus.OUT_OF_ORDER]
_IDLE_WEIGHTS = [65, 5, 3, 2]
_VEHICLE_WEIGHTS = {VehicleType.STANDARD: 70, VehicleType.COMPACT: 25, VehicleType.OVERSIZED: 5}
_RATE_WEIGHTS = {RateType.HOURLY: 80, RateType.DAILY: 15, RateType.MONTHLY: 5}
_METHOD_WEIGHTS = {PaymentMethod.CARD: 70, PaymentMethod.MOBILE: 18, PaymentMethod.CASH: 12}
_STAY_MINUTES = [(30, 120), (120, 360), (360, 660)]
_STAY_WEIGHTS = [30, 40, 30]
_DAYTIME_SHARE = 0.8
_WEEKEND_SHARE = 0.6
_PLATE_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class Chances:
    """Random draws of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - seed data, not secrets

    def identifier(self, moment: datetime) -> str:
        """A UUIDv7 of the moment."""
        return uuid7_at(moment, self.random.randbytes(10))

    def plate(self) -> str:
        """Three letters, a dash and four digits."""
        letters = "".join(self.random.choices(_PLATE_LETTERS, k=3))
        return f"{letters}-{self.random.randrange(10_000):04d}"

    def spot_kind(self) -> tuple[SpotType, tuple[Feature, ...]]:
        return self.random.choices(_SPOT_KINDS, _SPOT_WEIGHTS)[0]

    def idle_status(self) -> SpotStatus:
        """The status of a spot that nobody stands on."""
        return self.random.choices(_IDLE_STATUSES, _IDLE_WEIGHTS)[0]

    def vehicle_type(self) -> VehicleType:
        return self.random.choices(list(_VEHICLE_WEIGHTS), list(_VEHICLE_WEIGHTS.values()))[0]

    def rate_type(self) -> RateType:
        return self.random.choices(list(_RATE_WEIGHTS), list(_RATE_WEIGHTS.values()))[0]

    def method(self) -> PaymentMethod:
        return self.random.choices(list(_METHOD_WEIGHTS), list(_METHOD_WEIGHTS.values()))[0]

    def stay(self) -> timedelta:
        """30-120 minutes (30 %), 2-6 hours (40 %) or 6-11 hours (30 %)."""
        low, high = self.random.choices(_STAY_MINUTES, _STAY_WEIGHTS)[0]
        return timedelta(minutes=self.random.randint(low, high))

    def start(self, midnight: datetime) -> datetime:
        """A check-in on a day: four in five between 7 and 19 o'clock."""
        daytime = self.random.random() < _DAYTIME_SHARE
        hour = self.random.randrange(7, 19) if daytime else self.random.choice([*range(7), *range(19, 24)])
        return midnight + timedelta(hours=hour, seconds=self.random.randrange(3600))

    def is_skipped_weekend(self, day: datetime) -> bool:
        """Whether a draw of this day is dropped, so that weekends have 40 % fewer check-ins."""
        return day.weekday() >= 5 and self.random.random() >= _WEEKEND_SHARE
