"""Input of the check-out endpoints (envelope E3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NotRequired

from fastapi import Request
from typing_extensions import TypedDict

from atrium.garage.models import RateType, RecordStatus, VehicleType
from atrium.garage.services import CheckOut
from atrium.platform.clock import to_utc_millis
from atrium.web.answers import ACTOR
from atrium.web.errors import InvalidRequest

from .common import clean_text, clean_upper, plate_errors, truthy, unknown_fields, whole_parameter

__all__ = [
    "CheckOutBody",
    "ForceBody",
    "ForcedCheckOut",
    "SimulateCheckOutBody",
    "parse_check_out",
    "parse_check_out_simulation",
    "parse_estimate_plate",
    "parse_force",
    "parse_ready_filter",
]

_FIELDS = ("licensePlate", "applyGracePeriod", "removeRecord", "checkOutTime")
_FORCE_FIELDS = ("licensePlate", "reason", "adminKey")
_MIN_REASON = 5

#: A check-out may be dated ahead, but a fee must fit the database's integers.
_MAX_AHEAD = timedelta(days=3650)

_EXAMPLE = {"licensePlate": "ABC123", "applyGracePeriod": True, "removeRecord": True}
_HELP = {
    "licensePlate": "Required string, 2 to 10 characters",
    "applyGracePeriod": "Optional boolean, default false",
    "removeRecord": "Optional boolean, default true",
    "checkOutTime": "Optional ISO 8601 date and time, default now",
}


class CheckOutBody(TypedDict):
    licensePlate: str
    applyGracePeriod: NotRequired[bool]
    removeRecord: NotRequired[bool]
    checkOutTime: NotRequired[str]


class SimulateCheckOutBody(TypedDict):
    licensePlate: str
    applyGracePeriod: NotRequired[bool]
    checkOutTime: NotRequired[str]


class ForceBody(TypedDict):
    licensePlate: str
    reason: str
    adminKey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcedCheckOut:
    license_plate: str
    reason: str
    admin_key: str


def parse_check_out(body: Mapping[str, object]) -> CheckOut:
    if not body:
        raise InvalidRequest("Request body is required", example=_EXAMPLE)
    plate = clean_upper(body.get("licensePlate"))
    errors = plate_errors(plate)
    moment = _moment(body.get("checkOutTime"), errors)
    errors += unknown_fields(body, _FIELDS)
    if errors:
        raise InvalidRequest("Invalid checkout data", errors, validationHelp=_HELP)
    return CheckOut(
        license_plate=str(plate),
        apply_grace_period=truthy(body.get("applyGracePeriod")),
        remove_record="removeRecord" not in body or truthy(body["removeRecord"]),
        check_out_time=moment,
        actor=ACTOR,
    )


def parse_check_out_simulation(body: Mapping[str, object]) -> CheckOut:
    plate = clean_upper(body.get("licensePlate"))
    if not isinstance(plate, str) or not plate:
        raise InvalidRequest("License plate is required for simulation", requiredFields=["licensePlate"])
    errors: list[str] = []
    moment = _moment(body.get("checkOutTime"), errors)
    if errors:
        raise InvalidRequest("Invalid checkout data", errors, validationHelp=_HELP)
    return CheckOut(license_plate=plate, apply_grace_period=truthy(body.get("applyGracePeriod")), check_out_time=moment)


def parse_estimate_plate(text: str) -> str:
    plate = text.strip().upper()
    errors = plate_errors(plate)
    if errors:
        raise InvalidRequest(errors[0])
    return plate


def parse_ready_filter(request: Request) -> int:
    """``minMinutes``; the other parameters are checked, but select nothing."""
    errors: list[str] = []
    minutes = whole_parameter(request.query_params.get("minMinutes"), 0, 0)
    if minutes is None:
        errors.append("minMinutes must be a non-negative number")
    for name, kind in (("vehicleType", VehicleType), ("rateType", RateType), ("status", RecordStatus)):
        text = request.query_params.get(name)
        if text and text not in {member.value for member in kind}:
            errors.append(f"Invalid {name}: {text}. Valid values: {', '.join(kind)}")
    if errors or minutes is None:
        valid = ["minMinutes", "vehicleType", "rateType", "status"]
        raise InvalidRequest("Invalid query parameters", errors, validParameters=valid)
    return minutes


def parse_force(body: Mapping[str, object]) -> ForcedCheckOut:
    plate, reason = clean_upper(body.get("licensePlate")), clean_text(body.get("reason"))
    errors = plate_errors(plate)
    if not isinstance(reason, str) or len(reason) < _MIN_REASON:
        errors.append(f"Reason is required and must be at least {_MIN_REASON} characters")
    key = body.get("adminKey")
    if not isinstance(key, str) or not key:
        errors.append("Admin key is required")
    errors += unknown_fields(body, _FORCE_FIELDS)
    if errors:
        raise InvalidRequest("Invalid force checkout data", errors, requiredFields=list(_FORCE_FIELDS))
    return ForcedCheckOut(license_plate=str(plate), reason=str(reason), admin_key=str(key))


def _moment(value: object, errors: list[str]) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = to_utc_millis(datetime.fromisoformat(str(value) if isinstance(value, str) else ""))
    except (ValueError, OverflowError):
        errors.append("Check-out time must be a valid ISO date string")
        return None
    if moment > datetime.now(UTC) + _MAX_AHEAD:
        errors.append("Check-out time must not be more than ten years ahead")
    return moment
