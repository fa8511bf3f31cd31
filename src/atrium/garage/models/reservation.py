"""A reservation: one spot kept for one vehicle during ``[starts_at, ends_at)``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import ReservationStatus, VehicleType

__all__ = ["BLOCKING_STATUSES", "Reservation"]

#: While a reservation has one of these, no other one may overlap it on its spot.
BLOCKING_STATUSES = (ReservationStatus.ACTIVE, ReservationStatus.USED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """``spot_id`` is the spot's code; at ``hold_until`` an unused reservation is given up.

    ``session_id`` is the stay it became; ``version`` the optimistic lock, as with stays.
    """

    id: str
    number: str
    garage_id: str
    spot_id: str
    license_plate: str
    vehicle_type: VehicleType
    status: ReservationStatus = ReservationStatus.ACTIVE
    starts_at: datetime
    ends_at: datetime
    hold_until: datetime
    session_id: str | None = None
    reason: str | None = None
    version: int = 0
    closed_at: datetime | None = None
    created_at: datetime

    @property
    def blocks(self) -> bool:
        return self.status in BLOCKING_STATUSES

    @property
    def is_booking(self) -> bool:
        """Whether it was made for later; otherwise it is a hold that began at once."""
        return self.starts_at > self.created_at

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the periods share a moment; one that begins when the other ends does not."""
        return self.starts_at < end and start < self.ends_at
