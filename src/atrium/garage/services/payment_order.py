"""One request to pay, identified by its idempotency key, and the answer kept under that key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from atrium.garage.errors import InsufficientPayment, PaymentDeclined
from atrium.garage.models import PaymentMethod, Receipt
from atrium.platform.errors import ValidationFailed
from atrium.platform.idempotency import IdempotencyRecord, check_key, hash_request, replay
from atrium.platform.money import format_cents

from .requests import PaymentTerms

__all__ = ["PaymentOrder", "declined", "make_order"]


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """``digest`` is the SHA-256 of the request: the key answers no other one."""

    operation: str
    key: str
    digest: str
    terms: PaymentTerms

    def answer(self, stored: IdempotencyRecord) -> Receipt:
        """What the first request with the key was told.

        Raises:
            IdempotencyKeyReused: it was another request.
            PaymentDeclined: it was declined.
        """
        response = replay(stored, self.digest)
        if "declined" in response:
            raise declined(str(response["declined"]))
        return Receipt.from_json(response)

    def record(self, response: Mapping[str, object], at: datetime) -> IdempotencyRecord:
        """What to keep under the key."""
        return IdempotencyRecord(
            key=self.key, operation=self.operation, request_hash=self.digest, response=response, created_at=at
        )

    def amount_of(self, due: int) -> int:
        """What is to be captured of a balance: all of it, or the part the terms name.

        Raises:
            ValidationFailed: the part is not positive, or more than is owed; or not exactly the amount was
                tendered otherwise than in cash.
            InsufficientPayment: less was tendered.
        """
        part = self.terms.part_cents
        if part is not None and not 0 < part <= due:
            raise ValidationFailed(f"A part must be positive and at most what is owed: {format_cents(due)}")
        amount = due if part is None else part
        self._check_tendered(amount)
        return amount

    def tendered(self, amount: int) -> int:
        """What the payer hands over for an amount."""
        return amount if self.terms.tendered_cents is None else self.terms.tendered_cents

    def _check_tendered(self, amount: int) -> None:
        offered = self.tendered(amount)
        if offered < 0:
            raise ValidationFailed("The amount paid must not be negative")
        if offered < amount:
            raise InsufficientPayment(
                f"Insufficient payment. Required: ${format_cents(amount)}, Paid: ${format_cents(offered)}",
                {"requiredCents": amount, "paidCents": offered},
            )
        if offered > amount and self.terms.method is not PaymentMethod.CASH:
            method = self.terms.method.value
            raise ValidationFailed(f"A {method} payment takes exactly the amount owed: {format_cents(amount)}")


def make_order(operation: str, body: Mapping[str, object], terms: PaymentTerms) -> PaymentOrder:
    """The order of a request.

    Raises:
        ValidationFailed: the key is not 1 to 128 printable ASCII characters.
    """
    return PaymentOrder(operation, check_key(terms.idempotency_key), hash_request(operation, body), terms)


def declined(code: str) -> PaymentDeclined:
    """The error for a declined card."""
    return PaymentDeclined(f"The card was declined ({code})", {"declineCode": code})
