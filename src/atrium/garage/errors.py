"""Errors of the garage: what can go wrong at a gate, with the codes of the garage's REST contract."""

from __future__ import annotations

from atrium.garage.models import Reservation
from atrium.platform.clock import iso_z
from atrium.platform.errors import AtriumError, Conflict, NotFound, ValidationFailed

__all__ = [
    "AlreadyCheckedOut",
    "DuplicateCheckIn",
    "GarageExists",
    "GarageFull",
    "GarageNotInitialised",
    "InsufficientPayment",
    "InvalidDuration",
    "NothingOwed",
    "PaymentDeclined",
    "PaymentNotFound",
    "RefundExceedsPayment",
    "ReservationConflict",
    "SpotMissing",
    "SpotNotFound",
    "SpotReleaseFailed",
    "VehicleNotFound",
]


class GarageNotInitialised(NotFound):
    """There is no garage yet; initialise one."""

    code = "GARAGE_NOT_INITIALIZED"


class GarageExists(Conflict):
    """A garage was initialised before; reset it first."""

    code = "GARAGE_EXISTS"


class SpotNotFound(NotFound):
    """No spot of the garage has this code."""

    code = "SPOT_NOT_FOUND"


class DuplicateCheckIn(Conflict):
    """The vehicle is parked already."""

    code = "DUPLICATE_CHECKIN"


class GarageFull(AtriumError):
    """No free spot fits the vehicle; also when there is no garage."""

    code = "GARAGE_FULL"
    http_status = 503


class VehicleNotFound(NotFound):
    """The plate has no parking record."""

    code = "VEHICLE_NOT_FOUND"


class SpotMissing(VehicleNotFound):
    """The spot of a parked vehicle is gone (the garage was reset); clients see the vehicle as not found."""


class AlreadyCheckedOut(Conflict):
    """The stay is over already."""

    code = "ALREADY_CHECKED_OUT"


class InvalidDuration(ValidationFailed):
    """The check-out would lie before the check-in."""

    code = "INVALID_DURATION"


class SpotReleaseFailed(AtriumError):
    """The spot is not occupied by the vehicle that leaves; somebody changed it by hand."""

    code = "SPOT_RELEASE_ERROR"
    http_status = 500


class PaymentNotFound(NotFound):
    """No payment has this id."""

    code = "PAYMENT_NOT_FOUND"


class NothingOwed(Conflict):
    """The stay has no balance: it is paid already."""

    code = "ALREADY_PAID"


class InsufficientPayment(AtriumError):
    """Less was tendered than is owed; ``details["requiredCents"]`` is the amount."""

    code = "INSUFFICIENT_PAYMENT"
    http_status = 402


class PaymentDeclined(AtriumError):
    """The acquirer declined the card; nothing was captured. Try another card with a new idempotency key."""

    code = "PAYMENT_DECLINED"
    http_status = 402


class RefundExceedsPayment(Conflict):
    """More would be given back than was captured; ``details["refundableCents"]`` is what remains."""

    code = "REFUND_EXCEEDS_PAYMENT"


class ReservationConflict(Conflict):
    """The spot, or every fitting one, is reserved for part of that time. Choose another time or spot."""

    code = "RESERVATION_CONFLICT"

    @classmethod
    def of(cls, other: Reservation) -> ReservationConflict:
        """The error that names the reservation in the way."""
        start, end = iso_z(other.starts_at), iso_z(other.ends_at)
        return cls(
            f"Spot {other.spot_id} is reserved from {start} to {end}",
            {"spotId": other.spot_id, "startsAt": start, "endsAt": end},
        )
