"""The garage of the recorded day: 4 floors of 5 bays of 10 spots, small enough to be full for a while."""

from __future__ import annotations

from atrium.garage.models import Floor

__all__ = ["DEMO_FLOORS", "DEMO_NAME"]

DEMO_NAME = "Atrium Garage"
DEMO_FLOORS = tuple(Floor(number=number, bays=5, spots_per_bay=10) for number in (1, 2, 3, 4))
