"""Input of the payment endpoints (envelope E3). Amounts are decimal, with at most two places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NotRequired

from fastapi import Request
from typing_extensions import TypedDict

from atrium.garage.models import PaymentMethod
from atrium.garage.services import PaidCheckOut, PaymentTerms, Refund, StayPayment
from atrium.platform.clock import to_utc_millis
from atrium.platform.money import to_cents
from atrium.web.answers import ACTOR
from atrium.web.errors import InvalidRequest

from .common import clean_upper, decimal_amount, plate_errors, unknown_fields, whole_parameter

__all__ = [
    "PaymentBody",
    "PaymentQuery",
    "RefundBody",
    "parse_payment",
    "parse_payment_query",
    "parse_refund",
    "read_key",
]

_FIELDS = (
    "licensePlate",
    "sessionId",
    "method",
    "amount",
    "cardToken",
    "checkOut",
    "applyGracePeriod",
    "idempotencyKey",
    "partialAmount",
    "quoteId",
    "discountCode",
)
_REFUND_FIELDS = ("amount", "reason", "idempotencyKey")
_MAX_TEXT = 191


class PaymentBody(TypedDict):
    """``amount`` is what the payer hands over; by default exactly what is owed, or ``partialAmount`` of it."""

    licensePlate: NotRequired[str]
    sessionId: NotRequired[str]
    method: Literal["cash", "card", "mobile"]
    amount: NotRequired[float]
    cardToken: NotRequired[str]
    checkOut: NotRequired[bool]
    applyGracePeriod: NotRequired[bool]
    partialAmount: NotRequired[float]
    quoteId: NotRequired[str]
    discountCode: NotRequired[str]
    idempotencyKey: NotRequired[str]


class RefundBody(TypedDict):
    """``amount`` defaults to what remains of the payment."""

    amount: NotRequired[float]
    reason: NotRequired[str]
    idempotencyKey: NotRequired[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentQuery:
    session_id: str | None
    start: datetime
    end: datetime
    limit: int
    offset: int


def parse_payment(request: Request, body: Mapping[str, object]) -> StayPayment | PaidCheckOut:
    """A payment of a stay; with ``checkOut`` the vehicle leaves in the same unit of work."""
    errors: list[str] = []
    key = _idempotency_key(request, body, errors)
    plate, session_id = _stay(body, errors)
    method = body.get("method")
    if method not in list(PaymentMethod):
        errors.append(f"method must be one of {', '.join(PaymentMethod)}")
    tendered = _cents(body, "amount", errors, minimum=0)
    part = _cents(body, "partialAmount", errors, minimum=1)
    quote_id, code = _text(body, "quoteId", errors), _text(body, "discountCode", errors)
    if quote_id is not None and code is not None:
        errors.append("quoteId and discountCode exclude each other: a quote holds its discount")
    token = _text(body, "cardToken", errors)
    if method == PaymentMethod.CARD and not token:
        errors.append("cardToken is required for card payments")
    leaves, grace = _flag(body, "checkOut", errors), _flag(body, "applyGracePeriod", errors)
    if leaves and plate is None:
        errors.append("checkOut needs licensePlate")
    if grace and not leaves:
        errors.append("applyGracePeriod needs checkOut")
    errors += unknown_fields(body, _FIELDS)
    if errors:
        raise InvalidRequest("Invalid payment data", errors)
    terms = PaymentTerms(
        idempotency_key=key,
        method=PaymentMethod(str(method)),
        tendered_cents=tendered,
        part_cents=part,
        card_token=token,
        actor=ACTOR,
    )
    if leaves and plate is not None:
        return PaidCheckOut(
            terms=terms, license_plate=plate, apply_grace_period=grace, quote_id=quote_id, discount_code=code
        )
    return StayPayment(terms=terms, license_plate=plate, session_id=session_id, quote_id=quote_id, discount_code=code)


def parse_refund(request: Request, payment_id: str, body: Mapping[str, object]) -> Refund:
    errors: list[str] = []
    key = _idempotency_key(request, body, errors)
    cents = _cents(body, "amount", errors, minimum=1)
    reason = _text(body, "reason", errors)
    errors += unknown_fields(body, _REFUND_FIELDS)
    if errors:
        raise InvalidRequest("Invalid refund data", errors)
    return Refund(idempotency_key=key, payment_id=payment_id, amount_cents=cents, reason=reason or "", actor=ACTOR)


def parse_payment_query(request: Request, now: datetime) -> PaymentQuery:
    """A period (default: the last 24 hours) or one stay, and a page of it."""
    errors: list[str] = []
    limit = whole_parameter(request.query_params.get("limit"), 20, 1, 100)
    offset = whole_parameter(request.query_params.get("offset"), 0, 0)
    if limit is None:
        errors.append("limit must be a number between 1 and 100")
    if offset is None:
        errors.append("offset must be a non-negative number")
    end = _moment(request, "to", now + timedelta(seconds=1), errors)
    start = _moment(request, "from", min(end, now) - timedelta(days=1), errors)
    if limit is None or offset is None or errors:
        raise InvalidRequest("Invalid query parameters", errors)
    session_id = request.query_params.get("sessionId") or None
    return PaymentQuery(session_id=session_id, start=start, end=end, limit=limit, offset=offset)


def _idempotency_key(request: Request, body: Mapping[str, object], errors: list[str]) -> str:
    return read_key(request, _text(body, "idempotencyKey", errors), errors)


def read_key(request: Request, field: str | None, errors: list[str]) -> str:
    """The idempotency key of a request, from its header or the field of its body."""
    header = request.headers.get("idempotency-key")
    if header and field and header != field:
        errors.append("Idempotency-Key and idempotencyKey differ; send one of them")
    key = header or field or ""
    if not key and not any(error.startswith("idempotencyKey") for error in errors):
        errors.append("An idempotency key is required: header Idempotency-Key or field idempotencyKey")
    return key


def _stay(body: Mapping[str, object], errors: list[str]) -> tuple[str | None, str | None]:
    """Plate or session id; exactly one of them."""
    has_plate, has_session = body.get("licensePlate") is not None, body.get("sessionId") is not None
    if has_plate == has_session:
        errors.append("Exactly one of licensePlate and sessionId is required")
        return None, None
    if has_session:
        return None, _text(body, "sessionId", errors)
    plate = clean_upper(body["licensePlate"])
    errors += plate_errors(plate)
    return str(plate), None


def _cents(body: Mapping[str, object], name: str, errors: list[str], *, minimum: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    exact = decimal_amount(value)
    cents = None if exact is None else to_cents(exact)
    if cents is None or cents < minimum:
        sign = "positive" if minimum else "non-negative"
        errors.append(f"{name} must be a {sign} number with at most two decimals")
    return cents


def _text(body: Mapping[str, object], name: str, errors: list[str]) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= _MAX_TEXT:
        errors.append(f"{name} must be a string of 1 to {_MAX_TEXT} characters")
        return None
    return value.strip()


def _flag(body: Mapping[str, object], name: str, errors: list[str]) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        errors.append(f"{name} must be true or false")
    return value is True


def _moment(request: Request, name: str, default: datetime, errors: list[str]) -> datetime:
    text = request.query_params.get(name)
    if not text:
        return default
    try:
        return to_utc_millis(datetime.fromisoformat(text.replace(" ", "+")))
    except (ValueError, OverflowError):
        errors.append(f"{name} must be an ISO 8601 date and time")
        return default
