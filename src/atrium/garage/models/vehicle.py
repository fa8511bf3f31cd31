"""A vehicle, known by its plate: what is told of it once, whatever it does here later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import VehicleType

__all__ = ["Vehicle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """``vehicle_type`` is the type at its first check-in; ``customer_id`` its owner among our customers.

    Everything from ``make`` on is what a client told, and may be unknown.
    """

    license_plate: str
    vehicle_type: VehicleType
    customer_id: str | None = None
    make: str | None = None
    model: str | None = None
    color: str | None = None
    year: int | None = None
    owner_id: str | None = None
    owner_name: str | None = None
    owner_email: str | None = None
    owner_phone: str | None = None
    notes: str | None = None
    created_at: datetime
    updated_at: datetime
