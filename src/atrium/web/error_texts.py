"""Texts that go with an error's code: a title for people, and what to do next."""

from __future__ import annotations

__all__ = ["FALLBACK_CODES", "HINTS", "TITLES"]

#: The code of each area for what nobody foresaw.
FALLBACK_CODES = {"checkin": "CHECKIN_FAILED", "checkout": "CHECKOUT_FAILED", "payments": "PAYMENT_FAILED"}

TITLES = {
    "ALREADY_CHECKED_OUT": "Vehicle has already been checked out",
    "ALREADY_PAID": "Nothing is owed",
    "CHECKIN_FAILED": "Check-in failed",
    "CHECKOUT_FAILED": "Check-out failed",
    "CONFLICT": "Somebody else changed the stay at the same time",
    "DATABASE_UNAVAILABLE": "The database is not available",
    "DUPLICATE_CHECKIN": "Vehicle is already checked in",
    "DUPLICATE_ENTRY": "Somebody else was faster",
    "FORBIDDEN": "Invalid admin key",
    "GARAGE_FULL": "No available parking spots",
    "IDEMPOTENCY_KEY_REUSED": "The idempotency key belongs to another request",
    "INSUFFICIENT_PAYMENT": "Insufficient payment",
    "INVALID_DURATION": "Invalid parking duration",
    "DISCOUNT_CODE_INVALID": "The discount code cannot be used",
    "GATEWAY_UNAVAILABLE": "The payment gateway did not answer",
    "PAYMENT_ABANDONED": "The payment was given up",
    "PAYMENT_DECLINED": "The card was declined",
    "DAY_CLOSED": "The business day is closed",
    "QUOTE_EXPIRED": "The quote is no longer honoured",
    "QUOTE_NOT_FOUND": "Quote not found",
    "PERMIT_EXISTS": "The vehicle has an active permit",
    "PERMIT_NOT_FOUND": "Permit not found",
    "CUSTOMER_NOT_FOUND": "Customer not found",
    "PAYMENT_FAILED": "Payment failed",
    "PAYMENT_NOT_FOUND": "Payment not found",
    "REFUND_EXCEEDS_PAYMENT": "The refund exceeds what was paid",
    "SERVICE_UNAVAILABLE": "The service is busy",
    "SPOT_RELEASE_ERROR": "The parking spot could not be released",
    "TIMEOUT": "The service is busy",
    "VALIDATION_ERROR": "Invalid request",
    "VEHICLE_NOT_FOUND": "Vehicle not found",
}

HINTS = {
    "ALREADY_CHECKED_OUT": "A stay ends once; check the vehicle in again to start another one",
    "CONFLICT": "Send the request again",
    "DUPLICATE_CHECKIN": "Check the vehicle out before checking it in again",
    "DUPLICATE_ENTRY": "Send the request again",
    "FORBIDDEN": "Forced check-outs need the administrator's key in adminKey",
    "GARAGE_EXISTS": "Reset the garage first: DELETE /api/garage/reset",
    "GARAGE_FULL": "See GET /api/checkin/availability for the spots that are free",
    "GARAGE_NOT_INITIALIZED": "Initialize the garage first: POST /api/garage/initialize",
    "IDEMPOTENCY_KEY_REUSED": "Use a new key for a new request",
    "INVALID_DURATION": "checkOutTime must not be before the check-in",
    "GATEWAY_UNAVAILABLE": "Nobody is charged twice: send the request again with the same idempotency key",
    "PAYMENT_ABANDONED": "Nothing is charged; pay again with a new idempotency key",
    "QUOTE_EXPIRED": "Ask for a new quote: POST /api/quotes",
    "PAYMENT_DECLINED": "Try another card, with a new idempotency key",
    "SERVICE_UNAVAILABLE": "Nothing was changed; send the request again",
    "SPOT_RELEASE_ERROR": "The spot was changed by hand; see GET /api/spots/:id",
    "TIMEOUT": "Nothing was changed; send the request again",
    "VEHICLE_NOT_FOUND": "Check the license plate and that the vehicle is checked in",
}
