"""How much each size of seed data has. Source: the feature contract's table of sizes."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.platform.settings import SeedSize

__all__ = ["SIZES", "Volume"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Numbers of rows; ``payments`` counts captures, declined attempts and refunds, ``days`` is the history."""

    garages: int
    floors: int
    spots_per_floor: int
    vehicles: int
    sessions: int
    payments: int
    days: int


SIZES: dict[SeedSize, Volume] = {
    "none": Volume(garages=0, floors=0, spots_per_floor=0, vehicles=0, sessions=0, payments=0, days=0),
    "small": Volume(garages=1, floors=3, spots_per_floor=50, vehicles=30, sessions=100, payments=108, days=30),
    "medium": Volume(garages=3, floors=5, spots_per_floor=100, vehicles=500, sessions=2000, payments=2050, days=90),
    "large": Volume(garages=5, floors=8, spots_per_floor=150, vehicles=3000, sessions=15000, payments=15200, days=180),
}
