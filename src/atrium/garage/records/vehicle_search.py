"""Finding vehicles by what is known of them."""

from __future__ import annotations

from .fields import Data, snake
from .models import Vehicle

__all__ = ["matches_criteria"]

_PARTS = ("licensePlate", "make", "model", "color", "ownerName", "ownerEmail")
_EXACT = ("vehicleType", "status")


def matches_criteria(vehicle: Vehicle, criteria: Data) -> bool:
    """Whether all criteria hold: text is looked for within, whatever its case, and a record without the field fails;
    type and status are exact; ``yearFrom`` and ``yearTo`` let records without a year pass. Absent criteria hold.
    """
    for name in _PARTS:
        wanted = criteria.get(name)
        if wanted and str(wanted).lower() not in str(getattr(vehicle, snake(name)) or "").lower():
            return False
    for name in _EXACT:
        wanted = criteria.get(name)
        if wanted and getattr(vehicle, snake(name)) != wanted:
            return False
    year: int | None = getattr(vehicle, "year", None)
    if year is None:
        return True
    return criteria.get("yearFrom", year) <= year <= criteria.get("yearTo", year)
