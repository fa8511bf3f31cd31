"""Values as JSON and as checksums: the same for equal values, whichever store they come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from atrium.garage.interfaces import Kind
from atrium.garage.models import (
    Customer,
    DayClose,
    DiscountCode,
    Dispute,
    Garage,
    JournalEntry,
    ParkingSession,
    Payment,
    PaymentAttempt,
    Permit,
    Quote,
    RatePlan,
    Reservation,
    Spot,
    Ticket,
    Vehicle,
)
from atrium.platform.audit import AuditRecord
from atrium.platform.errors import ValidationFailed
from atrium.platform.idempotency import IdempotencyRecord

__all__ = ["checksum", "from_json", "to_json"]

_TYPES: Mapping[Kind, type[Any]] = {
    Kind.GARAGE: Garage,
    Kind.CUSTOMER: Customer,
    Kind.VEHICLE: Vehicle,
    Kind.SPOT: Spot,
    Kind.RATE_PLAN: RatePlan,
    Kind.DISCOUNT_CODE: DiscountCode,
    Kind.QUOTE: Quote,
    Kind.PERMIT: Permit,
    Kind.SESSION: ParkingSession,
    Kind.TICKET: Ticket,
    Kind.RESERVATION: Reservation,
    Kind.PAYMENT: Payment,
    Kind.ATTEMPT: PaymentAttempt,
    Kind.DISPUTE: Dispute,
    Kind.ENTRY: JournalEntry,
    Kind.DAY_CLOSE: DayClose,
    Kind.IDEMPOTENCY: IdempotencyRecord,
    Kind.AUDIT: AuditRecord,
}


def to_json(kind: Kind, value: object) -> dict[str, object]:
    """The value as plain JSON values."""
    return cast(dict[str, object], _adapter(kind).dump_python(value, mode="json"))


def from_json(kind: Kind, stored: object) -> Any:
    """The value that ``to_json`` described.

    Raises:
        ValidationFailed: it is not one; ``errors`` lists what is wrong.
    """
    try:
        return _adapter(kind).validate_python(stored)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise ValidationFailed(f"This is no {kind.value}: {'; '.join(problems)}", problems) from None


def checksum(kind: Kind, value: object) -> str:
    """SHA-256 of the value's canonical JSON; an entry's lines and a plan's tiers count in any order."""
    if isinstance(value, JournalEntry):
        value = replace(value, lines=tuple(sorted(value.lines, key=lambda line: (line.account, line.amount_cents))))
    elif isinstance(value, RatePlan):
        value = replace(value, tiers=tuple(sorted(value.tiers, key=lambda terms: terms.tier)))
    text = json.dumps(to_json(kind, value), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _adapter(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(_TYPES[kind])
