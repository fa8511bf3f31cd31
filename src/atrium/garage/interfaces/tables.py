"""Everything a store holds, kind by kind and by key: what copying, comparing and shadowing work on.

The other repositories speak the garage's language; tables only hold values. A key names a value the same way in
every store, whatever the store's own row ids are.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar

__all__ = ["KEYS", "Kind", "Table", "Tables", "key_of"]

ValueT = TypeVar("ValueT")


class Kind(StrEnum):
    """The kinds of values, each after those it refers to."""

    GARAGE = "garage"
    CUSTOMER = "customer"
    VEHICLE = "vehicle"
    SPOT = "spot"
    RATE_PLAN = "rate_plan"
    DISCOUNT_CODE = "discount_code"
    QUOTE = "quote"
    PERMIT = "permit"
    SESSION = "session"
    TICKET = "ticket"
    RESERVATION = "reservation"
    PAYMENT = "payment"
    ATTEMPT = "attempt"
    DISPUTE = "dispute"
    ENTRY = "entry"
    DAY_CLOSE = "day_close"
    IDEMPOTENCY = "idempotency"
    AUDIT = "audit"


KEYS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.GARAGE: lambda garage: garage.config_name,
    Kind.CUSTOMER: lambda customer: customer.id,
    Kind.VEHICLE: lambda vehicle: vehicle.license_plate,
    Kind.SPOT: lambda spot: spot.id,
    Kind.RATE_PLAN: lambda plan: plan.id,
    Kind.DISCOUNT_CODE: lambda code: code.id,
    Kind.QUOTE: lambda quote: quote.id,
    Kind.PERMIT: lambda permit: permit.id,
    Kind.SESSION: lambda session: session.id,
    Kind.TICKET: lambda ticket: ticket.session_id,
    Kind.RESERVATION: lambda reservation: reservation.id,
    Kind.PAYMENT: lambda payment: payment.id,
    Kind.ATTEMPT: lambda attempt: attempt.key,
    Kind.DISPUTE: lambda dispute: dispute.reference,
    Kind.ENTRY: lambda entry: entry.reference,
    Kind.DAY_CLOSE: lambda close: close.day,
    Kind.IDEMPOTENCY: lambda record: record.key,
    Kind.AUDIT: lambda record: record.id,
}


def key_of(kind: Kind, value: object) -> str:
    """The key of a value."""
    return KEYS[kind](value)


class Table(Protocol[ValueT]):
    """The values of one kind that belong to a store's garage."""

    async def count(self) -> int: ...

    def batches(self, size: int) -> AsyncIterator[Sequence[ValueT]]:
        """All values, ``size`` at a time, in the order of their creation."""
        ...

    async def find(self, keys: Collection[str]) -> dict[str, ValueT]:
        """The values of these keys; unknown keys are left out."""
        ...

    async def put(self, values: Sequence[ValueT]) -> None:
        """Store the values as they are, over those of the same keys.

        What a value refers to may be gone; the store then keeps a placeholder that its readers do not see.

        Raises:
            DuplicateEntry: a value breaks a unique rule of another key; none is stored.
        """
        ...

    async def remove(self, keys: Collection[str]) -> None:
        """Take values away; unknown keys are ignored.

        Raises:
            ForeignKeyViolation: something refers to one of them.
        """
        ...


Tables = Mapping[Kind, Table[Any]]
