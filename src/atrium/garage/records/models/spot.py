"""A parking spot as the first store kept it."""

from __future__ import annotations

from typing import Any

from atrium.garage.models import Feature
from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import Conflict, ValidationFailed

from ..fields import Data
from ..validators import validate_spot
from .record import Record, refuse

__all__ = ["Spot"]


class Spot(Record):
    """``data`` has id, floor, bay, spotNumber, and may have type, status, features, currentVehicle.

    Raises:
        ValidationFailed: at construction; ``errors`` lists every broken rule.
    """

    shown = (
        "id",
        "floor",
        "bay",
        "spot_number",
        "type",
        "status",
        "features",
        "current_vehicle",
        "created_at",
        "updated_at",
    )

    def __init__(self, data: Data, clock: Clock | None = None) -> None:
        super().__init__(clock or SystemClock())
        filled: dict[str, Any] = {
            "type": "standard",
            "status": "available",
            "features": [],
            "currentVehicle": None,
            **data,
        }
        # Maintenance is no status that a spot begins with; a stored one may have it.
        status = filled["status"]
        refuse("spot data", validate_spot({**filled, "status": "available"} if status == "maintenance" else filled))
        self.id: str = filled["id"]
        self.floor: int = filled["floor"]
        self.bay: int = filled["bay"]
        self.spot_number: int = filled["spotNumber"]
        self.type: str = str(filled["type"])
        self.status: str = str(status)
        self.features: list[str] = [str(each) for each in filled["features"]]
        self.current_vehicle: str | None = filled["currentVehicle"]

    @classmethod
    def from_object(cls, stored: Data, clock: Clock | None = None) -> Spot:
        """The spot that ``to_object`` described, with its times."""
        made = cls(stored, clock)
        made.restore_times(stored)
        return made

    def is_available(self) -> bool:
        return self.status == "available"

    def is_occupied(self) -> bool:
        return self.status == "occupied"

    def occupy(self, license_plate: str) -> None:
        """Let a vehicle stand here, also during maintenance.

        Raises:
            Conflict: another one does.
        """
        if self.is_occupied():
            raise Conflict(f"Spot {self.id} is already occupied by {self.current_vehicle}")
        self.update({"status": "occupied", "currentVehicle": license_plate})

    def vacate(self) -> None:
        """The vehicle leaves.

        Raises:
            Conflict: there is none.
        """
        if not self.is_occupied():
            raise Conflict(f"Spot {self.id} is not occupied")
        self.update({"status": "available", "currentVehicle": None})

    def has_feature(self, feature: str) -> bool:
        return feature in self.features

    def add_feature(self, feature: str) -> None:
        """Raises ValidationFailed for an unknown feature, Conflict for one that is there."""
        if feature not in list(Feature):
            raise ValidationFailed(f"Invalid feature: {feature}")
        if self.has_feature(feature):
            raise Conflict(f"Feature {feature} already exists")
        self.update({"features": [*self.features, feature]})

    def remove_feature(self, feature: str) -> None:
        """Raises Conflict when it is not there."""
        if not self.has_feature(feature):
            raise Conflict(f"Feature {feature} does not exist")
        self.update({"features": [each for each in self.features if each != feature]})

    def copy_in(self, changes: Data) -> dict[str, Any]:
        """Changes as the spot keeps them: features are a list of its own."""
        copied = dict(changes)
        if "features" in copied:
            copied["features"] = list(copied["features"])
        return copied
