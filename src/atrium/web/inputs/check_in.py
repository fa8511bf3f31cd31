"""Input of the check-in endpoints (envelope E3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from atrium.garage.models import RateType, VehicleType
from atrium.garage.services import CheckIn
from atrium.platform.errors import ValidationFailed
from atrium.web.answers import ACTOR
from atrium.web.errors import InvalidRequest

from .common import clean_text, clean_upper, one_of, plate_errors, truthy, unknown_fields

__all__ = [
    "CheckInBody",
    "SimulateCheckInBody",
    "parse_check_in",
    "parse_check_in_simulation",
    "parse_vehicle_type",
]

_REQUIRED = ("licensePlate", "vehicleType")
_OPTIONAL = ("rateType",)


class CheckInBody(TypedDict):
    licensePlate: str
    vehicleType: Literal["compact", "standard", "oversized"]
    rateType: NotRequired[Literal["hourly", "daily", "monthly"]]


class SimulateCheckInBody(TypedDict):
    licensePlate: str
    vehicleType: str


def parse_check_in(body: Mapping[str, object]) -> CheckIn:
    if not body:
        raise InvalidRequest("Request body is required", requiredFields=list(_REQUIRED), optionalFields=list(_OPTIONAL))
    plate, kind = clean_upper(body.get("licensePlate")), _lower(body.get("vehicleType"))
    rate = _lower(body.get("rateType"))
    errors = plate_errors(plate)
    errors += one_of(VehicleType, kind, "vehicle type") if truthy(kind) else ["Vehicle type is required"]
    errors += one_of(RateType, rate, "rate type") if truthy(rate) else []
    errors += unknown_fields(body, (*_REQUIRED, *_OPTIONAL))
    if errors:
        raise InvalidRequest("Invalid check-in data", errors)
    return CheckIn(
        license_plate=str(plate),
        vehicle_type=VehicleType(str(kind)),
        rate_type=RateType(str(rate)) if truthy(rate) else RateType.HOURLY,
        actor=ACTOR,
    )


def parse_check_in_simulation(body: Mapping[str, object]) -> tuple[str, str]:
    """Plate and vehicle type; only their presence is required."""
    plate, kind = clean_upper(body.get("licensePlate")), _lower(body.get("vehicleType"))
    missing = [name for name, value in (("licensePlate", plate), ("vehicleType", kind)) if not truthy(value)]
    if missing:
        raise InvalidRequest(
            "License plate and vehicle type are required for simulation", requiredFields=list(_REQUIRED)
        )
    return str(plate), str(kind)


def parse_vehicle_type(text: str) -> VehicleType:
    """A vehicle type, exactly as spelt.

    Raises:
        ValidationFailed: any other text.
    """
    try:
        return VehicleType(text)
    except ValueError:
        valid = ", ".join(VehicleType)
        raise ValidationFailed(f"Invalid vehicle type: {text}. Valid types: {valid}") from None


def _lower(value: object) -> object:
    text = clean_text(value)
    return text.lower() if isinstance(text, str) else text
