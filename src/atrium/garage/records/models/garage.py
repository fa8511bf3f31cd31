"""A garage's configuration as the first store kept it."""

from __future__ import annotations

from typing import Any, cast

from atrium.platform.clock import Clock, SystemClock

from ..fields import Data
from ..validators import RATES, validate_garage
from .record import Record, refuse

__all__ = ["DEFAULT_NAME", "DEFAULT_RATES", "Garage"]

DEFAULT_NAME = "Default Parking Garage"
DEFAULT_RATES: dict[str, float] = {"standard": 5.0, "compact": 4.0, "oversized": 7.0, "ev_charging": 8.0}
DEFAULT_SIZES: dict[str, dict[str, float]] = {
    "compact": {"minSize": 0, "maxSize": 1},
    "standard": {"minSize": 1, "maxSize": 2},
    "oversized": {"minSize": 2, "maxSize": 3},
}
_DEFAULT_FLOORS = [{"number": 1, "bays": 3, "spotsPerBay": 20}]


class Garage(Record):
    """``data`` has name, floors, rates and spotTypes; rates are decimal money for an hour.

    Raises:
        ValidationFailed: at construction; ``errors`` lists every broken rule.
    """

    shown = ("name", "floors", "rates", "spot_types", "created_at", "updated_at")

    def __init__(self, data: Data, clock: Clock | None = None) -> None:
        super().__init__(clock or SystemClock())
        refuse("garage configuration", validate_garage(data))
        self.name: str = data["name"]
        self.floors: list[dict[str, float]] = [dict(floor) for floor in data["floors"]]
        self.rates: dict[str, float] = dict(data["rates"])
        self.spot_types: dict[str, dict[str, float]] = {kind: dict(size) for kind, size in data["spotTypes"].items()}

    @classmethod
    def default(cls, name: str, clock: Clock | None = None) -> Garage:
        """One floor of three bays of twenty spots."""
        return cls({"name": name, "floors": _DEFAULT_FLOORS, "rates": DEFAULT_RATES, "spotTypes": DEFAULT_SIZES}, clock)

    @classmethod
    def from_object(cls, stored: Data, clock: Clock | None = None) -> Garage:
        """The configuration that ``to_object`` described, with its times."""
        made = cls(stored, clock)
        made.restore_times(stored)
        return made

    def copy_in(self, changes: Data) -> dict[str, Any]:
        """Changes as the configuration keeps them: floors, rates and spot types are copies."""
        copied = dict(changes)
        for name in ("floors", "spotTypes", "spot_types", "rates"):
            if name in copied:
                copied[name] = _deep(copied[name])
        return copied

    def get_floor(self, number: int) -> dict[str, float] | None:
        """``{number, bays, spotsPerBay}`` of a floor."""
        return next((floor for floor in self.floors if floor["number"] == number), None)

    def get_total_capacity(self) -> float:
        """Spots by the configuration, whether or not there are any."""
        return sum(_capacity(floor) for floor in self.floors)

    def get_floor_capacity(self, number: int) -> float:
        floor = self.get_floor(number)
        return _capacity(floor) if floor else 0

    def get_hourly_rate(self, spot_type: str, features: Any = ()) -> float:
        """The rate of the type (unknown: standard), at least that of a charger when there is one."""
        rate = self.rates.get(spot_type, self.rates["standard"])
        return max(rate, self.rates["ev_charging"]) if "ev_charging" in features else rate

    def get_summary(self) -> dict[str, Any]:
        """The configuration in a few figures."""
        return {
            "name": self.name,
            "totalFloors": len(self.floors),
            "totalCapacity": self.get_total_capacity(),
            "rates": {name: self.rates[name] for name in RATES if name in self.rates},
            "floorsConfiguration": [
                {
                    "floor": floor["number"],
                    "bays": floor["bays"],
                    "spotsPerBay": floor["spotsPerBay"],
                    "capacity": _capacity(floor),
                }
                for floor in self.floors
            ],
        }


def _capacity(floor: Data) -> float:
    return floor["bays"] * floor["spotsPerBay"]


def _deep(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _deep(each) for name, each in cast("dict[str, Any]", value).items()}
    return [_deep(each) for each in cast("list[Any]", value)] if isinstance(value, list | tuple) else value
