"""Gives money back: never more than was captured, once per idempotency key.

A cash refund is one unit. A card refund is two: the first takes the amount off what can be refunded and books
it, the gateway pays out (once for each key), the second keeps the answer. What a crash leaves between them is
finished by a repetition of the request, or by ``PaymentRecovery``.
"""

from __future__ import annotations

from atrium.garage.errors import PaymentNotFound, RefundExceedsPayment
from atrium.garage.interfaces import GarageStore, PaymentGateway, Repositories
from atrium.garage.models import (
    AttemptStatus,
    Payment,
    PaymentAttempt,
    PaymentKind,
    PaymentStatus,
    Receipt,
)
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry, IdempotencyKeyReused, ValidationFailed
from atrium.platform.idempotency import IdempotencyRecord, check_key, hash_request, replay
from atrium.platform.ids import uuid7

from .accounting import refund_entry
from .numbers import payment_number
from .requests import Refund

__all__ = ["REFUND_OPERATION", "RefundDesk"]

REFUND_OPERATION = "refund"


class RefundDesk:
    """Refunds captures; the repository's compare-and-set keeps concurrent refunds within the capture."""

    def __init__(self, store: GarageStore, clock: Clock, gateway: PaymentGateway) -> None:
        self._store = store
        self._clock = clock
        self._gateway = gateway

    async def refund(self, request: Refund) -> Receipt:
        """See ``PaymentService.refund``."""
        key = check_key(request.idempotency_key)
        digest = hash_request(REFUND_OPERATION, {"payment": request.payment_id, "amount": request.amount_cents})
        if request.amount_cents is not None and request.amount_cents <= 0:
            raise ValidationFailed("The amount of a refund must be positive")

        async def unit(repositories: Repositories) -> Receipt | PaymentAttempt:
            stored = await repositories.idempotency.find(key)
            if stored is not None:
                return Receipt.from_json(replay(stored, digest))
            pending = await repositories.attempts.find_by_key(key)
            if pending is not None:
                return _same_request(pending, digest)
            return await self._book(repositories, request, key, digest)

        try:
            booked = await self._store.transact(unit)
        except DuplicateEntry as error:
            booked = await self._after_race(key, digest, error)
        return booked if isinstance(booked, Receipt) else await self.pay_out(booked)

    async def pay_out(self, attempt: PaymentAttempt) -> Receipt:
        """Let the gateway pay a booked refund out, and keep the answer; safe to repeat.

        Raises:
            GatewayUnavailable: no answer; the refund stays booked, and is paid out later.
        """
        if attempt.gateway_reference is not None:
            await self._gateway.refund(attempt.key, attempt.gateway_reference, attempt.amount_cents)
        refund = await self._store.committed.payments.find_by_key(attempt.key)
        if refund is None:
            raise PaymentNotFound(f"The refund {attempt.key!r} has no payment")
        receipt = await self._receipt(self._store.committed, refund)

        async def unit(repositories: Repositories) -> None:
            if await repositories.idempotency.find(attempt.key) is None:
                await repositories.attempts.move(attempt, AttemptStatus.BOOKED)
                await repositories.idempotency.record(self._record(attempt.key, attempt.request_hash, receipt))

        try:
            await self._store.transact(unit)
        except (Conflict, DuplicateEntry):
            # Another repetition kept the same answer.
            return receipt
        return receipt

    async def _book(
        self, repositories: Repositories, request: Refund, key: str, digest: str
    ) -> Receipt | PaymentAttempt:
        capture = await repositories.payments.find_by_id(request.payment_id)
        if capture is None:
            raise PaymentNotFound(f"Payment {request.payment_id!r} not found")
        refund = self._refund_of(capture, request, key)
        await repositories.payments.add_refund(capture, refund.amount_cents)
        await repositories.payments.create(refund)
        await repositories.ledger.post(refund_entry(refund))
        await repositories.audit.write(_trail(refund, request))
        if capture.gateway_reference is not None:
            attempt = self._attempt(refund, digest)
            await repositories.attempts.create(attempt)
            return attempt
        receipt = await self._receipt(repositories, refund)
        await repositories.idempotency.record(self._record(key, digest, receipt))
        return receipt

    async def _after_race(self, key: str, digest: str, error: DuplicateEntry) -> Receipt | PaymentAttempt:
        stored = await self._store.committed.idempotency.find(key)
        if stored is not None:
            return Receipt.from_json(replay(stored, digest))
        pending = await self._store.committed.attempts.find_by_key(key)
        if pending is not None:
            return _same_request(pending, digest)
        raise Conflict("The payment is being refunded by another request") from error

    async def _receipt(self, repositories: Repositories, refund: Payment) -> Receipt:
        session = await repositories.sessions.find_by_id(refund.session_id) if refund.session_id else None
        permit = await repositories.permits.find_by_id(refund.permit_id) if refund.permit_id else None
        of = session or permit
        return Receipt.of(refund, of.license_plate if of else "", refund.amount_cents)

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
            permit_id=capture.permit_id,
            kind=PaymentKind.REFUND,
            status=PaymentStatus.COMPLETED,
            method=capture.method,
            amount_cents=amount,
            currency=capture.currency,
            idempotency_key=key,
            refund_of=capture.id,
            gateway_reference=capture.gateway_reference,
            processed_at=now,
        )

    def _attempt(self, refund: Payment, digest: str) -> PaymentAttempt:
        return PaymentAttempt(
            id=uuid7(),
            key=refund.idempotency_key,
            operation=REFUND_OPERATION,
            request_hash=digest,
            garage_id=refund.garage_id,
            session_id=refund.session_id,
            permit_id=refund.permit_id,
            method=refund.method,
            amount_cents=refund.amount_cents,
            currency=refund.currency,
            gateway_reference=refund.gateway_reference,
            priced_at=refund.processed_at,
            created_at=refund.processed_at,
        )

    def _record(self, key: str, digest: str, receipt: Receipt) -> IdempotencyRecord:
        return IdempotencyRecord(
            key=key,
            operation=REFUND_OPERATION,
            request_hash=digest,
            response=receipt.to_json(),
            created_at=self._clock.now(),
        )


def _same_request(attempt: PaymentAttempt, digest: str) -> PaymentAttempt:
    if attempt.request_hash != digest:
        raise IdempotencyKeyReused(f"The idempotency key {attempt.key!r} was used for another request")
    return attempt


def _trail(refund: Payment, request: Refund) -> AuditRecord:
    return AuditRecord(
        actor=request.actor,
        action="payment.refunded",
        entity_type="payment",
        entity_id=request.payment_id,
        at=refund.processed_at,
        detail={"refund": refund.id, "amountCents": refund.amount_cents, "reason": request.reason},
    )
