"""Disputes: a payer's bank takes a captured payment back, for now or for good.

Open: debit disputed funds, credit card clearing. Won: the reverse. Lost: debit chargeback losses, credit
disputed funds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from atrium.garage.errors import DisputeNotFound, PaymentNotFound
from atrium.garage.interfaces import GarageStore, GatewayDispute, PaymentGateway, Repositories
from atrium.garage.models import (
    METHOD_ACCOUNTS,
    Dispute,
    DisputeStatus,
    JournalEntry,
    JournalKind,
    LedgerAccount,
    Payment,
    PaymentStatus,
)
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import DuplicateEntry, ValidationFailed
from atrium.platform.ids import uuid7

__all__ = ["DisputeService"]


@dataclass(frozen=True, slots=True)
class _Outcome:
    dispute: DisputeStatus
    debit: LedgerAccount
    payment: PaymentStatus


class DisputeService:
    """``fetch``, ``resolve``, ``find_all``."""

    def __init__(self, store: GarageStore, clock: Clock, gateway: PaymentGateway) -> None:
        self._store = store
        self._clock = clock
        self._gateway = gateway

    async def find_all(self) -> list[Dispute]:
        """Every dispute, earliest first."""
        return await self._store.committed.disputes.find_all()

    async def fetch(self) -> list[Dispute]:
        """Book the disputes that the gateway has and we do not; those that were new.

        Raises:
            GatewayUnavailable: the gateway did not answer.
        """
        opened: list[Dispute] = []
        for reported in await self._gateway.find_disputes():
            if await self._store.committed.disputes.find_by_reference(reported.reference) is None:
                dispute = await self._open(reported)
                opened += [dispute] if dispute else []
        return opened

    async def win(self, reference: str, *, actor: str = SYSTEM_ACTOR) -> Dispute:
        """The bank decided for the garage: the money is back.

        Raises:
            DisputeNotFound: there is none; Conflict: it is resolved already.
        """
        return await self._resolve(reference, DisputeStatus.WON, actor)

    async def lose(self, reference: str, *, actor: str = SYSTEM_ACTOR) -> Dispute:
        """The bank decided for the payer: the money is lost. Raises as ``win``."""
        return await self._resolve(reference, DisputeStatus.LOST, actor)

    async def _open(self, reported: GatewayDispute) -> Dispute | None:
        now = self._clock.now()

        async def unit(repositories: Repositories) -> Dispute | None:
            payment = await repositories.payments.find_by_gateway_reference(reported.charge_reference)
            if payment is None:
                # Of another garage, or of a charge that is being booked right now.
                return None
            dispute = Dispute(
                id=uuid7(),
                reference=reported.reference,
                payment_id=payment.id,
                amount_cents=reported.amount_cents,
                reason=reported.reason,
                opened_at=now,
            )
            await repositories.disputes.create(dispute)
            await repositories.payments.set_status(payment, PaymentStatus.DISPUTED)
            await repositories.ledger.post(
                self._entry(dispute, payment, LedgerAccount.DISPUTED_FUNDS, METHOD_ACCOUNTS[payment.method])
            )
            await repositories.audit.write(self._trail(dispute, "dispute.opened", SYSTEM_ACTOR))
            return dispute

        try:
            return await self._store.transact(unit)
        except DuplicateEntry:
            return None

    async def _resolve(self, reference: str, status: DisputeStatus, actor: str) -> Dispute:
        async def unit(repositories: Repositories) -> Dispute:
            dispute = await repositories.disputes.find_by_reference(reference)
            if dispute is None:
                raise DisputeNotFound(f"Dispute {reference!r} not found")
            payment = await repositories.payments.find_by_id(dispute.payment_id)
            if payment is None:
                raise PaymentNotFound(f"Payment {dispute.payment_id!r} not found")
            outcome = _outcome(status, payment)
            resolved = replace(dispute, status=status, resolved_at=self._clock.now())
            await repositories.disputes.resolve(resolved)
            await repositories.payments.set_status(payment, outcome.payment)
            await repositories.ledger.post(self._entry(resolved, payment, outcome.debit, LedgerAccount.DISPUTED_FUNDS))
            await repositories.audit.write(self._trail(resolved, f"dispute.{status.value}", actor))
            return resolved

        return await self._store.transact(unit)

    def _entry(self, dispute: Dispute, payment: Payment, debit: LedgerAccount, credit: LedgerAccount) -> JournalEntry:
        return JournalEntry(
            id=uuid7(),
            reference=f"dispute:{dispute.reference}:{dispute.status.value}",
            kind=JournalKind.DISPUTE,
            garage_id=payment.garage_id,
            session_id=payment.session_id,
            permit_id=payment.permit_id,
            payment_id=payment.id,
            occurred_at=self._clock.now(),
            lines=JournalEntry.transfer(debit, credit, dispute.amount_cents),
        )

    def _trail(self, dispute: Dispute, action: str, actor: str) -> AuditRecord:
        return AuditRecord(
            actor=actor,
            action=action,
            entity_type="dispute",
            entity_id=dispute.id,
            at=self._clock.now(),
            detail={
                "reference": dispute.reference,
                "payment": dispute.payment_id,
                "amountCents": dispute.amount_cents,
                "reason": dispute.reason,
            },
        )


def _outcome(status: DisputeStatus, payment: Payment) -> _Outcome:
    if status is DisputeStatus.WON:
        return _Outcome(status, METHOD_ACCOUNTS[payment.method], payment.status_by_refunds)
    if status is DisputeStatus.LOST:
        return _Outcome(status, LedgerAccount.CHARGEBACK_LOSSES, PaymentStatus.CHARGED_BACK)
    raise ValidationFailed("A dispute is resolved as won or lost")
