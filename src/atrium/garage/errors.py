"""Errors of the garage: what can go wrong at a gate, with the codes of the garage's REST contract."""

from __future__ import annotations

from atrium.garage.models import Reservation
from atrium.platform.clock import iso_z
from atrium.platform.errors import AtriumError, Conflict, NotFound, ValidationFailed

__all__ = [
    "AlreadyCheckedOut",
    "CustomerNotFound",
    "DayClosed",
    "DayNotOver",
    "DiscountCodeInvalid",
    "DisputeNotFound",
    "DuplicateCheckIn",
    "FloorNotFound",
    "GarageExists",
    "GarageFull",
    "GarageNotInitialised",
    "GatewayUnavailable",
    "InsufficientPayment",
    "InvalidDuration",
    "NothingOwed",
    "PaymentAbandoned",
    "PaymentDeclined",
    "PaymentNotFound",
    "PermitExists",
    "PermitNotFound",
    "PlanNotFound",
    "QuoteExpired",
    "QuoteNotFound",
    "RefundExceedsPayment",
    "ReservationClosed",
    "ReservationConflict",
    "ReservationNotFound",
    "SessionNotActive",
    "SessionNotFound",
    "SpotMissing",
    "SpotNotFound",
    "SpotReleaseFailed",
    "TicketNotFound",
    "VehicleNotFound",
]


class GarageNotInitialised(NotFound):
    """There is no garage yet; initialise one."""

    code = "GARAGE_NOT_INITIALIZED"


class GarageExists(Conflict):
    """A garage was initialised before; reset it first."""

    code = "GARAGE_EXISTS"


class FloorNotFound(NotFound):
    """The garage has no floor of this number."""

    code = "FLOOR_NOT_FOUND"


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


class SessionNotFound(NotFound):
    """No stay has this id."""

    code = "SESSION_NOT_FOUND"


class SessionNotActive(ValidationFailed):
    """The stay is over, so it cannot be ended, cancelled or extended."""

    code = "SESSION_NOT_ACTIVE"


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


class ReservationNotFound(NotFound):
    """No reservation has this id."""

    code = "RESERVATION_NOT_FOUND"


class ReservationClosed(Conflict):
    """The reservation is used up, cancelled or lapsed, so this cannot be done with it any more."""

    code = "RESERVATION_CLOSED"


class TicketNotFound(NotFound):
    """No ticket has this number."""

    code = "TICKET_NOT_FOUND"


class PlanNotFound(NotFound):
    """No current rate plan has this code."""

    code = "PLAN_NOT_FOUND"


class DiscountCodeInvalid(ValidationFailed):
    """The discount code is unknown, not valid now, used up, or not for this stay; the message says which."""

    code = "DISCOUNT_CODE_INVALID"


class QuoteNotFound(NotFound):
    """No quote of this stay has this id."""

    code = "QUOTE_NOT_FOUND"


class QuoteExpired(Conflict):
    """The quote is no longer honoured; ask for a new one."""

    code = "QUOTE_EXPIRED"


class PermitNotFound(NotFound):
    """No permit has this id."""

    code = "PERMIT_NOT_FOUND"


class PermitExists(Conflict):
    """The vehicle has an active permit of this garage; renew or cancel that one."""

    code = "PERMIT_EXISTS"


class CustomerNotFound(NotFound):
    """No customer has this id."""

    code = "CUSTOMER_NOT_FOUND"


class GatewayUnavailable(AtriumError):
    """The payment gateway did not answer.

    Nobody is charged twice: repeat the request with the same idempotency key.
    """

    code = "GATEWAY_UNAVAILABLE"
    http_status = 503


class PaymentAbandoned(Conflict):
    """The payment was given up and nothing is charged. Pay again with a new idempotency key."""

    code = "PAYMENT_ABANDONED"


class DisputeNotFound(NotFound):
    """No dispute has this reference."""

    code = "DISPUTE_NOT_FOUND"


class DayClosed(Conflict):
    """The business day is closed, so nothing can be posted into it."""

    code = "DAY_CLOSED"


class DayNotOver(Conflict):
    """The business day is not over yet, so it cannot be closed."""

    code = "DAY_NOT_OVER"
