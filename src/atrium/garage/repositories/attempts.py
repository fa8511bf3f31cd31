"""Payment attempts and disputes in the database: their status moves by compare-and-set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prisma import Prisma, models

from atrium.garage.models import AttemptStatus, Dispute, DisputeStatus, PaymentAttempt, PaymentMethod
from atrium.platform.errors import Conflict
from prismstack.data import Before, Equals, In, OrderBy, PrismaAdapter, Related

from .scope import GarageScope

__all__ = ["PrismaAttempts", "PrismaDisputes", "attempt_to_row", "dispute_to_row", "to_attempt", "to_dispute"]

_UNFINISHED = In("status", [AttemptStatus.PENDING.value, AttemptStatus.VOIDING.value])


class _Attempts(PrismaAdapter[models.PaymentAttempt]):
    key_field = "idempotencyKey"


class _Disputes(PrismaAdapter[models.Dispute]):
    key_field = "reference"


class PrismaAttempts:
    """``AttemptRepository`` over ``PaymentAttempt``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._attempts = _Attempts(client)
        self._scope = scope

    async def create(self, attempt: PaymentAttempt) -> None:
        await self._attempts.create(attempt_to_row(attempt))

    async def find_by_key(self, key: str) -> PaymentAttempt | None:
        row = await self._attempts.get_or_none(key)
        return to_attempt(row) if row else None

    async def find_unfinished(self, before: datetime) -> list[PaymentAttempt]:
        rows = await self._attempts.find_many(
            self._scope.ever, _UNFINISHED, Before("createdAt", before), order=[OrderBy("createdAt"), OrderBy("id")]
        )
        return [to_attempt(row) for row in rows]

    async def move(self, attempt: PaymentAttempt, status: AttemptStatus, failure_code: str | None = None) -> None:
        moved = await self._attempts.update_many(
            Equals("id", attempt.id),
            Equals("status", attempt.status.value),
            data={"status": status.value, "failureCode": failure_code},
        )
        if moved != 1:
            raise Conflict("The payment was finished by another request")


class PrismaDisputes:
    """``DisputeRepository`` over ``Dispute``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._disputes = _Disputes(client)
        self._scope = scope

    async def create(self, dispute: Dispute) -> None:
        await self._disputes.create(dispute_to_row(dispute))

    async def find_by_reference(self, reference: str) -> Dispute | None:
        row = await self._disputes.get_or_none(reference)
        return to_dispute(row) if row else None

    async def find_all(self) -> list[Dispute]:
        of_garage = Related("payment", self._scope.ever)
        rows = await self._disputes.find_many(of_garage, order=[OrderBy("openedAt"), OrderBy("id")])
        return [to_dispute(row) for row in rows]

    async def resolve(self, dispute: Dispute) -> None:
        resolved = await self._disputes.update_many(
            Equals("id", dispute.id),
            Equals("status", DisputeStatus.OPEN.value),
            data={"status": dispute.status.value, "resolvedAt": dispute.resolved_at},
        )
        if resolved != 1:
            raise Conflict(f"Dispute {dispute.reference} is resolved already")


def to_attempt(row: models.PaymentAttempt) -> PaymentAttempt:
    """The attempt that a row holds."""
    return PaymentAttempt(
        id=row.id,
        key=row.idempotencyKey,
        operation=row.operation,
        request_hash=row.requestHash,
        garage_id=row.garageId,
        session_id=row.sessionId,
        permit_id=row.permitId,
        method=PaymentMethod(row.method),
        amount_cents=row.amountCents,
        currency=row.currency,
        status=AttemptStatus(row.status),
        gateway_reference=row.gatewayReference,
        failure_code=row.failureCode,
        priced_at=row.pricedAt,
        created_at=row.createdAt,
    )


def attempt_to_row(attempt: PaymentAttempt) -> dict[str, Any]:
    """The columns of an attempt."""
    return {
        "id": attempt.id,
        "idempotencyKey": attempt.key,
        "operation": attempt.operation,
        "requestHash": attempt.request_hash,
        "garageId": attempt.garage_id,
        "sessionId": attempt.session_id,
        "permitId": attempt.permit_id,
        "method": attempt.method.value,
        "amountCents": attempt.amount_cents,
        "currency": attempt.currency,
        "status": attempt.status.value,
        "gatewayReference": attempt.gateway_reference,
        "failureCode": attempt.failure_code,
        "pricedAt": attempt.priced_at,
        "createdAt": attempt.created_at,
    }


def dispute_to_row(dispute: Dispute) -> dict[str, Any]:
    """The columns of a dispute."""
    return {
        "id": dispute.id,
        "reference": dispute.reference,
        "paymentId": dispute.payment_id,
        "amountCents": dispute.amount_cents,
        "reason": dispute.reason,
        "status": dispute.status.value,
        "openedAt": dispute.opened_at,
        "resolvedAt": dispute.resolved_at,
    }


def to_dispute(row: models.Dispute) -> Dispute:
    """The dispute that a row holds."""
    return Dispute(
        id=row.id,
        reference=row.reference,
        payment_id=row.paymentId,
        amount_cents=row.amountCents,
        reason=row.reason,
        status=DisputeStatus(row.status),
        opened_at=row.openedAt,
        resolved_at=row.resolvedAt,
    )
