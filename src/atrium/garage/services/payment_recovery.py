"""Finishes what a crash or a silent gateway left between us and the gateway."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from atrium.garage.errors import GatewayUnavailable
from atrium.garage.interfaces import GarageStore, PaymentGateway, Repositories
from atrium.garage.models import AttemptStatus, Payment, PaymentAttempt, PaymentKind, PaymentStatus
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict
from atrium.platform.ids import uuid7

from .numbers import payment_number
from .refund_desk import REFUND_OPERATION, RefundDesk

__all__ = ["PATIENCE", "PaymentRecovery", "Recovered"]

#: A younger attempt may still be at work, or be repeated by its payer.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """How many charges were given back, refunds paid out, and attempts left because the gateway is silent."""

    voided: int = 0
    paid_out: int = 0
    unanswered: int = 0


class PaymentRecovery:
    """Run it at start and now and then; several at once do no harm."""

    def __init__(self, store: GarageStore, clock: Clock, gateway: PaymentGateway, refunds: RefundDesk) -> None:
        self._store = store
        self._clock = clock
        self._gateway = gateway
        self._refunds = refunds

    async def recover(self, patience: timedelta = PATIENCE) -> Recovered:
        """Give back charges that nobody booked, and pay out booked refunds, of attempts older than ``patience``.

        Afterwards the key of a given-up payment is refused, here and at the gateway.
        """
        result = Recovered()
        for attempt in await self._store.committed.attempts.find_unfinished(self._clock.now() - patience):
            try:
                if attempt.operation == REFUND_OPERATION:
                    await self._refunds.pay_out(attempt)
                    result = replace(result, paid_out=result.paid_out + 1)
                elif await self._give_up(attempt):
                    result = replace(result, voided=result.voided + 1)
            except GatewayUnavailable:
                result = replace(result, unanswered=result.unanswered + 1)
        return result

    async def _give_up(self, attempt: PaymentAttempt) -> bool:
        """Whether the attempt was ours to give up; the payer may have repeated it meanwhile."""
        if attempt.status is AttemptStatus.PENDING and not await self._claim(attempt):
            return False
        await self._gateway.void(attempt.key)
        voiding = replace(attempt, status=AttemptStatus.VOIDING)

        async def unit(repositories: Repositories) -> None:
            await repositories.attempts.move(voiding, AttemptStatus.VOIDED, attempt.failure_code or "abandoned")

        try:
            await self._store.transact(unit)
        except Conflict:
            # Another recovery finished it.
            return False
        return True

    async def _claim(self, attempt: PaymentAttempt) -> bool:
        async def unit(repositories: Repositories) -> None:
            await repositories.attempts.move(attempt, AttemptStatus.VOIDING, "abandoned")
            failed = self._failed_payment(attempt)
            await repositories.payments.create(failed)
            await repositories.audit.write(
                AuditRecord(
                    actor=SYSTEM_ACTOR,
                    action="payment.failed",
                    entity_type="payment",
                    entity_id=failed.id,
                    at=failed.processed_at,
                    detail={"session": attempt.session_id, "amountCents": attempt.amount_cents, "key": attempt.key},
                )
            )

        try:
            await self._store.transact(unit)
        except Conflict:
            return False
        return True

    def _failed_payment(self, attempt: PaymentAttempt) -> Payment:
        now = self._clock.now()
        payment_id = uuid7()
        return Payment(
            id=payment_id,
            number=payment_number(payment_id, now),
            garage_id=attempt.garage_id,
            session_id=attempt.session_id,
            permit_id=attempt.permit_id,
            kind=PaymentKind.CAPTURE,
            status=PaymentStatus.FAILED,
            method=attempt.method,
            amount_cents=attempt.amount_cents,
            currency=attempt.currency,
            idempotency_key=attempt.key,
            decline_code="abandoned",
            processed_at=now,
        )
