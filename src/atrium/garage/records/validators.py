"""The checks of the records: every broken rule is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from re import compile as pattern
from typing import Any, Final, cast

from atrium.garage.models import Feature, RateType, SpotType, VehicleType, is_spot_id

from .fields import Data, parse_time

__all__ = [
    "is_number",
    "is_valid_license_plate",
    "is_valid_spot_id",
    "validate_garage",
    "validate_rich_vehicle",
    "validate_spot",
    "validate_vehicle",
]

RATES: Final = ("standard", "compact", "oversized", "ev_charging")
_SPOT_TYPES: Final = [each.value for each in SpotType]
_VEHICLE_TYPES: Final = [each.value for each in VehicleType]
_RATE_TYPES: Final = [each.value for each in RateType]
_FEATURES: Final = [each.value for each in Feature]
_SPOT_STATUSES: Final = ["available", "occupied"]
_EMAIL: Final = pattern(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE: Final = pattern(r"[0-9 \-().+]+")
_OLDEST_YEAR: Final = 1900


def is_valid_spot_id(value: object) -> bool:
    """Whether it is ``F{floor}-B{bay}-S{nnn}``; upper case, three digits."""
    return isinstance(value, str) and is_spot_id(value)


def is_valid_license_plate(value: object) -> bool:
    """Whether it is text of 2 to 10 characters."""
    return isinstance(value, str) and 2 <= len(value.strip()) <= 10


def validate_spot(data: Data) -> list[str]:
    """What is wrong with a spot; fractions of floors pass."""
    errors: list[str] = []
    if not isinstance(data.get("id"), str) or not data["id"]:
        errors.append("Spot ID is required and must be a string")
    elif not is_spot_id(data["id"]):
        errors.append("Spot ID must follow format F{floor}-B{bay}-S{spot}")
    for name, label in (("floor", "Floor"), ("bay", "Bay"), ("spotNumber", "Spot number")):
        if not _is_positive(data.get(name)):
            errors.append(f"{label} must be a positive number")
    errors += _one_of("spot type", data.get("type"), _SPOT_TYPES)
    errors += _one_of("spot status", data.get("status"), _SPOT_STATUSES)
    features = data.get("features")
    if not isinstance(features, list | tuple):
        return [*errors, "Features must be an array"]
    for feature in cast("list[object]", features):
        errors += _one_of("feature", feature, _FEATURES)
    return errors


def validate_vehicle(data: Data) -> list[str]:
    """What is wrong with a parking record."""
    errors: list[str] = []
    if not is_valid_license_plate(data.get("licensePlate")):
        errors.append("License plate must be between 2 and 10 characters")
    if not is_valid_spot_id(data.get("spotId")):
        errors.append("Spot ID must follow format F{floor}-B{bay}-S{spot}")
    if parse_time(data.get("checkInTime")) is None:
        errors.append("Check-in time must be a valid date")
    errors += _one_of("vehicle type", data.get("vehicleType"), _VEHICLE_TYPES)
    return errors + _one_of("rate type", data.get("rateType"), _RATE_TYPES)


def validate_rich_vehicle(data: Data) -> list[str]:
    """What is wrong with what a client tells of a vehicle beyond its stay; absent fields are fine."""
    errors: list[str] = []
    for name in ("make", "model", "color", "ownerId", "ownerName", "notes"):
        if not isinstance(data.get(name), str | None):
            errors.append(f"{name} must be a string")
    year = data.get("year")
    newest = datetime.now(UTC).year + 1
    if year is not None and not (is_number(year) and int(year) == year and _OLDEST_YEAR <= year <= newest):
        errors.append(f"Year must be between {_OLDEST_YEAR} and {newest}")
    email, phone = data.get("ownerEmail"), data.get("ownerPhone")
    if email is not None and not _EMAIL.fullmatch(str(email)):
        errors.append("Owner email must be a valid email address")
    if phone is not None and not _PHONE.fullmatch(str(phone)):
        errors.append("Owner phone must contain only digits, spaces and -().+")
    return errors


def validate_garage(data: Data) -> list[str]:
    """What is wrong with a configuration."""
    errors: list[str] = []
    if not isinstance(data.get("name"), str) or not data["name"].strip():
        errors.append("Garage name is required and must be a string")
    floors = data.get("floors")
    if not isinstance(floors, list | tuple):
        errors.append("Floors must be an array")
    else:
        errors += [error for floor in cast("list[object]", floors) for error in _floor_errors(floor)]
    rates = data.get("rates")
    for name in RATES:
        rate: Any = cast(Data, rates).get(name) if isinstance(rates, Mapping) else None
        if not is_number(rate) or rate < 0:
            errors.append(f"Rate for {name} must be a non-negative number")
    return errors + _size_errors(data.get("spotTypes"))


def _floor_errors(floor: object) -> list[str]:
    if not isinstance(floor, Mapping):
        return ["Each floor must be an object"]
    fields = cast(Data, floor)
    labels = (("number", "Floor number"), ("bays", "Number of bays"), ("spotsPerBay", "Spots per bay"))
    return [f"{label} must be a positive number" for name, label in labels if not _is_positive(fields.get(name))]


def _size_errors(sizes: object) -> list[str]:
    if not isinstance(sizes, Mapping):
        return ["Spot types must be an object"]
    errors: list[str] = []
    for name in _SPOT_TYPES:
        size: Any = cast(Data, sizes).get(name)
        bounds: Data = cast(Data, size) if isinstance(size, Mapping) else dict[str, Any]()
        least: Any = bounds.get("minSize")
        most: Any = bounds.get("maxSize")
        if not (is_number(least) and is_number(most) and most > least >= 0):
            errors.append(f"Spot type {name} must have maxSize above minSize")
    return errors


def _one_of(what: str, value: object, allowed: list[str]) -> list[str]:
    return [] if value in allowed else [f"Invalid {what}: {value}. Valid values: {', '.join(allowed)}"]


def is_number(value: Any) -> bool:
    """Whether it is an integer or a float; truth values are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_positive(value: Any) -> bool:
    return is_number(value) and value >= 1
