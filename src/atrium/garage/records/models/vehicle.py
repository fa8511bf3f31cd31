"""A parking record as the first store kept it: one for each plate, the current stay or the last one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from atrium.garage.models import RateType
from atrium.garage.pricing import record_price
from atrium.platform.clock import Clock, SystemClock, iso_z
from atrium.platform.errors import Conflict
from atrium.platform.money import to_cents

from ..fields import Data, camel, parse_time
from ..validators import validate_rich_vehicle, validate_vehicle
from .record import Record, refuse

__all__ = ["RICH_FIELDS", "Vehicle"]

#: What a client may tell of a vehicle beyond its stay.
RICH_FIELDS = (
    "make",
    "model",
    "color",
    "year",
    "owner_id",
    "owner_name",
    "owner_email",
    "owner_phone",
    "notes",
)


class Vehicle(Record):
    """``data`` has licensePlate, spotId, checkInTime, and may have vehicleType, rateType and what a client tells.

    ``total_amount`` is decimal money. There is no ``id``: the plate is the identity.

    Raises:
        ValidationFailed: at construction; ``errors`` lists every broken rule.
    """

    shown = (
        "license_plate",
        "spot_id",
        "check_in_time",
        "vehicle_type",
        "rate_type",
        "check_out_time",
        "total_amount",
        "is_paid",
        *RICH_FIELDS,
        "created_at",
        "updated_at",
    )

    def __init__(self, data: Data, clock: Clock | None = None) -> None:
        super().__init__(clock or SystemClock())
        filled: dict[str, Any] = {"vehicleType": "standard", "rateType": "hourly", **data}
        refuse("vehicle data", [*validate_vehicle(filled), *validate_rich_vehicle(filled)])
        self.license_plate: str = filled["licensePlate"].strip().upper()
        self.spot_id: str = filled["spotId"]
        self.check_in_time: datetime = parse_time(filled["checkInTime"]) or self.created_at
        self.vehicle_type: str = str(filled["vehicleType"])
        self.rate_type: str = str(filled["rateType"])
        self.check_out_time: datetime | None = None
        self.total_amount: float = 0.0
        self.is_paid: bool = False
        self.make: str | None
        self.model: str | None
        self.color: str | None
        self.owner_id: str | None
        self.owner_name: str | None
        self.owner_email: str | None
        for name in RICH_FIELDS:
            setattr(self, name, filled.get(camel(name)))

    @classmethod
    def from_object(cls, stored: Data, clock: Clock | None = None) -> Vehicle:
        """The record that ``to_object`` described, with its state and times."""
        made = cls(stored, clock)
        made.check_out_time = parse_time(stored["checkOutTime"]) if stored.get("checkOutTime") else None
        made.total_amount = float(stored.get("totalAmount") or 0)
        made.is_paid = bool(stored.get("isPaid"))
        made.restore_times(stored)
        return made

    @property
    def status(self) -> str:
        """``parked``, ``checked_out_unpaid`` or ``completed``."""
        if self.check_out_time is None:
            return "parked"
        return "completed" if self.is_paid else "checked_out_unpaid"

    def is_checked_out(self) -> bool:
        return self.check_out_time is not None

    def duration_minutes(self) -> int:
        """Whole minutes of the stay so far."""
        return ((self.check_out_time or self.clock.now()) - self.check_in_time) // timedelta(minutes=1)

    def check_out(self, hourly_rate: float = 5.00) -> None:
        """End the stay now, at the price the record computes for itself.

        Raises:
            Conflict: it is over already.
        """
        if self.is_checked_out():
            raise Conflict(f"Vehicle {self.license_plate} is already checked out")
        self.check_out_time = self.clock.now()
        minutes = max(0, self.duration_minutes())
        self.total_amount = record_price(minutes, RateType(self.rate_type), to_cents(hourly_rate)) / 100
        self.touch()

    def mark_as_paid(self, amount_paid: float) -> None:
        """Pay what is owed; more is taken without change, and a parked vehicle may pay too.

        Raises:
            Conflict: it is paid already, or the amount is too small.
        """
        if self.is_paid:
            raise Conflict(f"Vehicle {self.license_plate} parking fee is already paid")
        if to_cents(amount_paid) < to_cents(self.total_amount):
            raise Conflict(f"Insufficient payment. Required: ${self.total_amount:.2f}, Paid: ${amount_paid:.2f}")
        self.is_paid = True
        self.touch()

    def update_known(self, changes: Data) -> list[str]:
        """Apply what a client tells of a vehicle, unknown names aside; the errors, if any, and then nothing."""
        known = {name: value for name, value in changes.items() if name in {camel(each) for each in RICH_FIELDS}}
        errors = validate_rich_vehicle(known)
        if not errors:
            self.update(known)
        return errors

    def get_summary(self) -> dict[str, Any]:
        """The stay in a few figures; a stay under a minute has no hours."""
        minutes = self.duration_minutes()
        return {
            "licensePlate": self.license_plate,
            "spotId": self.spot_id,
            "checkInTime": iso_z(self.check_in_time),
            "checkOutTime": iso_z(self.check_out_time) if self.check_out_time else None,
            "durationMinutes": minutes,
            "durationHours": -(-minutes // 60),
            "totalAmount": self.total_amount,
            "isPaid": self.is_paid,
            "status": self.status,
        }
