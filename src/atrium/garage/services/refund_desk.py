"""Gives money back: never more than was captured, once per idempotency key, one unit of work."""

from __future__ import annotations

from atrium.garage.errors import PaymentNotFound, RefundExceedsPayment
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import Payment, PaymentKind, PaymentStatus, Receipt
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed
from atrium.platform.idempotency import IdempotencyRecord, check_key, hash_request, replay
from atrium.platform.ids import uuid7

from .accounting import refund_entry
from .numbers import payment_number
from .requests import Refund

__all__ = ["RefundDesk"]


class RefundDesk:
    """Refunds captures; the repository's compare-and-set keeps concurrent refunds within the capture."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def refund(self, request: Refund) -> Receipt:
        """See ``PaymentService.refund``."""
        key = check_key(request.idempotency_key)
        digest = hash_request("refund", {"payment": request.payment_id, "amount": request.amount_cents})
        if request.amount_cents is not None and request.amount_cents <= 0:
            raise ValidationFailed("The amount of a refund must be positive")

        async def unit(repositories: Repositories) -> Receipt:
            stored = await repositories.idempotency.find(key)
            if stored is not None:
                return Receipt.from_json(replay(stored, digest))
            return await self._book(repositories, request, key, digest)

        try:
            return await self._store.transact(unit)
        except DuplicateEntry as error:
            stored = await self._store.committed.idempotency.find(key)
            if stored is None:
                raise Conflict("The payment is being refunded by another request") from error
            return Receipt.from_json(replay(stored, digest))

    async def _book(self, repositories: Repositories, request: Refund, key: str, digest: str) -> Receipt:
        capture = await repositories.payments.find_by_id(request.payment_id)
        if capture is None:
            raise PaymentNotFound(f"Payment {request.payment_id!r} not found")
        refund = self._refund_of(capture, request, key)
        session = await repositories.sessions.find_by_id(capture.session_id) if capture.session_id else None
        receipt = Receipt.of(refund, session.license_plate if session else "", refund.amount_cents)
        await repositories.payments.add_refund(capture, refund.amount_cents)
        await repositories.payments.create(refund)
        await repositories.ledger.post(refund_entry(refund))
        await repositories.idempotency.record(
            IdempotencyRecord(
                key=key,
                operation="refund",
                request_hash=digest,
                response=receipt.to_json(),
                created_at=refund.processed_at,
            )
        )
        await repositories.audit.write(_trail(refund, request))
        return receipt

    def _refund_of(self, capture: Payment, request: Refund, key: str) -> Payment:
        amount = capture.refundable_cents if request.amount_cents is None else request.amount_cents
        if amount > capture.refundable_cents or amount == 0:
            raise RefundExceedsPayment(
                f"Payment {capture.number} has {capture.refundable_cents} cents left to refund, not {amount}",
                {"refundableCents": capture.refundable_cents},
            )
        now = self._clock.now()
        refund_id = uuid7()
        return Payment(
            id=refund_id,
            number=payment_number(refund_id, now),
            garage_id=capture.garage_id,
            session_id=capture.session_id,
            kind=PaymentKind.REFUND,
            status=PaymentStatus.COMPLETED,
            method=capture.method,
            amount_cents=amount,
            currency=capture.currency,
            idempotency_key=key,
            refund_of=capture.id,
            processed_at=now,
        )


def _trail(refund: Payment, request: Refund) -> AuditRecord:
    return AuditRecord(
        actor=request.actor,
        action="payment.refunded",
        entity_type="payment",
        entity_id=request.payment_id,
        at=refund.processed_at,
        detail={"refund": refund.id, "amountCents": refund.amount_cents, "reason": request.reason},
    )
