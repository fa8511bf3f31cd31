"""The one place that takes money: idempotent by key, one unit of work.

Cash and mobile payments are booked at once. A card payment goes through three commits, each of which can be
the last one before a crash: the attempt is written down, the gateway charges (once for each key), the payment
is booked. A repetition with the same key goes on where the first request stopped; what nobody repeats is
given back by ``PaymentRecovery``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from atrium.garage.errors import PaymentAbandoned
from atrium.garage.interfaces import ChargeState, GarageStore, GatewayCharge, PaymentGateway, Repositories
from atrium.garage.models import (
    AttemptStatus,
    Payment,
    PaymentAttempt,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    Receipt,
)
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import AtriumError, Conflict, DuplicateEntry, IdempotencyKeyReused, ValidationFailed
from atrium.platform.ids import uuid7

from .bills import Bill, BillSource
from .numbers import payment_number
from .payment_order import PaymentOrder, declined, make_order
from .requests import PaymentTerms

__all__ = ["PaymentDesk"]


class PaymentDesk:
    """Takes what a bill says."""

    def __init__(self, store: GarageStore, clock: Clock, gateway: PaymentGateway, currency: str) -> None:
        self._store = store
        self._clock = clock
        self._gateway = gateway
        self._currency = currency

    async def take(
        self, operation: str, body: Mapping[str, object], terms: PaymentTerms, source: BillSource
    ) -> Receipt:
        """Capture the bill that ``source`` finds; the first receipt again when the key was used before.

        Raises:
            IdempotencyKeyReused: the key belongs to another request.
            PaymentDeclined: the gateway said no; the attempt is recorded under the key.
            PaymentAbandoned: an earlier request with the key was given up.
            GatewayUnavailable: the gateway did not answer; repeat the request with the same key.
            InsufficientPayment: less was tendered than is owed.
            Conflict: somebody else paid or changed the stay meanwhile.
        """
        order = make_order(operation, body, terms)
        stored = await self._store.committed.idempotency.find(order.key)
        if stored is not None:
            return order.answer(stored)
        try:
            if terms.method is PaymentMethod.CARD:
                return await self._through_gateway(order, source)
            return await self._book(order, source, self._clock.now())
        except AtriumError:
            # Another request with the key may have got further, so that this one found the stay over, or paid.
            stored = await self._store.committed.idempotency.find(order.key)
            if stored is None:
                raise
            return order.answer(stored)

    async def _through_gateway(self, order: PaymentOrder, source: BillSource) -> Receipt:
        token = order.terms.card_token
        if not token:
            raise ValidationFailed("A card payment needs a card token")
        attempt = await self._attempt(order, source)
        if attempt.status is not AttemptStatus.PENDING:
            return await self._answer_of_ended(order, attempt)
        charge = await self._gateway.charge(attempt.key, attempt.amount_cents, attempt.currency, token)
        if charge.state is ChargeState.VOIDED:
            raise _abandoned(attempt)
        if charge.state is ChargeState.DECLINED:
            await self._record_decline(order, attempt, charge)
            raise declined(charge.code)
        try:
            return await self._book(order, source, attempt.priced_at, (attempt, charge))
        except AtriumError as refusal:
            return await self._give_back(order, attempt, refusal)

    async def _attempt(self, order: PaymentOrder, source: BillSource) -> PaymentAttempt:
        """The attempt under the key: a new one, committed before the gateway is asked, or the one there is."""
        known = await self._store.committed.attempts.find_by_key(order.key)
        if known is None:
            made = await self._new_attempt(order, source)
            try:
                await self._store.transact(lambda repositories: repositories.attempts.create(made))
                return made
            except DuplicateEntry:
                known = await self._store.committed.attempts.find_by_key(order.key)
        if known is None or known.request_hash != order.digest:
            raise IdempotencyKeyReused(f"The idempotency key {order.key!r} was used for another request")
        return known

    async def _new_attempt(self, order: PaymentOrder, source: BillSource) -> PaymentAttempt:
        now = self._clock.now()
        bill = await source(self._store.committed, now)
        return PaymentAttempt(
            id=uuid7(),
            key=order.key,
            operation=order.operation,
            request_hash=order.digest,
            garage_id=bill.garage_id,
            session_id=bill.session_id,
            permit_id=bill.permit_id,
            method=order.terms.method,
            amount_cents=order.amount_of(bill.due_cents),
            currency=self._currency,
            priced_at=now,
            created_at=now,
        )

    async def _answer_of_ended(self, order: PaymentOrder, attempt: PaymentAttempt) -> Receipt:
        stored = await self._store.committed.idempotency.find(order.key)
        if stored is None:
            raise _abandoned(attempt)
        return order.answer(stored)

    async def _record_decline(self, order: PaymentOrder, attempt: PaymentAttempt, charge: GatewayCharge) -> None:
        payment = replace(
            self._payment(order, attempt, attempt.amount_cents, charge),
            status=PaymentStatus.DECLINED,
            authorisation_code=None,
            decline_code=charge.code,
        )

        async def unit(repositories: Repositories) -> None:
            await repositories.attempts.move(attempt, AttemptStatus.DECLINED, charge.code)
            await repositories.payments.create(payment)
            await repositories.idempotency.record(order.record({"declined": charge.code}, self._clock.now()))
            await repositories.audit.write(_trail(order, payment, "payment.declined"))

        try:
            await self._store.transact(unit)
        except (Conflict, DuplicateEntry):
            # Another repetition of the request recorded the same answer.
            return

    async def _book(
        self,
        order: PaymentOrder,
        source: BillSource,
        at: datetime,
        through: tuple[PaymentAttempt, GatewayCharge] | None = None,
    ) -> Receipt:
        async def unit(repositories: Repositories) -> Receipt:
            stored = await repositories.idempotency.find(order.key)
            if stored is not None:
                return order.answer(stored)
            bill = await source(repositories, at)
            amount = order.amount_of(bill.due_cents)
            if through is not None:
                await self._claim(repositories, through[0], amount)
            charged = self._payment(order, bill, amount, through[1] if through else None)
            payment = replace(charged, capture_key=bill.capture_key)
            await bill.book(repositories, payment)
            receipt = Receipt.of(
                payment, bill.license_plate, order.tendered(amount), balance_cents=bill.due_cents - amount
            )
            await repositories.idempotency.record(order.record(receipt.to_json(), payment.processed_at))
            await repositories.audit.write(_trail(order, payment, "payment.captured"))
            return receipt

        try:
            return await self._store.transact(unit)
        except (DuplicateEntry, Conflict) as error:
            stored = await self._store.committed.idempotency.find(order.key)
            if stored is not None:
                return order.answer(stored)
            if isinstance(error, DuplicateEntry):
                raise Conflict("The stay is being paid by another request") from error
            raise

    async def _claim(self, repositories: Repositories, attempt: PaymentAttempt, amount: int) -> None:
        if amount != attempt.amount_cents:
            raise Conflict("The amount owed changed while the card was being charged; try again")
        await repositories.attempts.move(attempt, AttemptStatus.BOOKED)

    async def _give_back(self, order: PaymentOrder, attempt: PaymentAttempt, refusal: AtriumError) -> Receipt:
        """Void a charge that cannot be booked, unless a repetition booked it after all; raises ``refusal``."""
        try:
            await self._move(attempt, AttemptStatus.VOIDING, refusal.code)
        except Conflict:
            stored = await self._store.committed.idempotency.find(order.key)
            if stored is not None:
                return order.answer(stored)
            raise refusal from None
        await self._gateway.void(attempt.key)
        await self._move(replace(attempt, status=AttemptStatus.VOIDING), AttemptStatus.VOIDED, refusal.code)
        raise refusal

    async def _move(self, attempt: PaymentAttempt, status: AttemptStatus, code: str) -> None:
        await self._store.transact(lambda repositories: repositories.attempts.move(attempt, status, code))

    def _payment(
        self, order: PaymentOrder, of: Bill | PaymentAttempt, amount: int, charge: GatewayCharge | None
    ) -> Payment:
        now = self._clock.now()
        payment_id = uuid7()
        return Payment(
            id=payment_id,
            number=payment_number(payment_id, now),
            garage_id=of.garage_id,
            session_id=of.session_id,
            permit_id=of.permit_id,
            kind=PaymentKind.CAPTURE,
            status=PaymentStatus.COMPLETED,
            method=order.terms.method,
            amount_cents=amount,
            currency=self._currency,
            idempotency_key=order.key,
            authorisation_code=charge.code if charge else None,
            gateway_reference=charge.reference if charge else None,
            processed_at=now,
        )


def _abandoned(attempt: PaymentAttempt) -> PaymentAbandoned:
    return PaymentAbandoned(
        "The payment was given up and nothing is charged; pay again with a new idempotency key",
        {"reason": attempt.failure_code or "abandoned"},
    )


def _trail(order: PaymentOrder, payment: Payment, action: str) -> AuditRecord:
    return AuditRecord(
        actor=order.terms.actor,
        action=action,
        entity_type="payment",
        entity_id=payment.id,
        at=payment.processed_at,
        detail={
            "session": payment.session_id,
            "permit": payment.permit_id,
            "amountCents": payment.amount_cents,
            "key": order.key,
        },
    )
