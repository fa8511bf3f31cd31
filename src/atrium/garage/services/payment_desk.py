"""The one place that takes money: idempotent by key, one unit of work, authorised before it is booked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from atrium.garage.errors import InsufficientPayment, NothingOwed, PaymentDeclined
from atrium.garage.interfaces import Authorisation, CardTerminal, GarageStore, Repositories
from atrium.garage.models import (
    JournalEntry,
    ParkingSession,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    Receipt,
    Spot,
)
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed
from atrium.platform.idempotency import IdempotencyRecord, check_key, hash_request, replay
from atrium.platform.ids import uuid7
from atrium.platform.money import format_cents

from .accounting import capture, capture_key
from .numbers import payment_number
from .requests import PaymentTerms

__all__ = ["PaymentDesk", "Settlement", "require_balance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A stay as it will be before its balance is captured, with the charges to post."""

    session: ParkingSession
    spot: Spot
    charges: list[JournalEntry] = field(default_factory=list[JournalEntry])


Quote = Callable[[Repositories], Awaitable[Settlement]]
Complete = Callable[[Repositories, Settlement], Awaitable[None]]


class PaymentDesk:
    """Takes the balance of a stay.

    ``quote`` reads the stay and prices it, ``complete`` writes what belongs to the same unit besides
    the money. Both run on the repositories they are given, so that the unit can run again as a whole.
    """

    def __init__(self, store: GarageStore, clock: Clock, terminal: CardTerminal, currency: str) -> None:
        self._store = store
        self._clock = clock
        self._terminal = terminal
        self._currency = currency

    async def take(
        self, operation: str, body: Mapping[str, object], terms: PaymentTerms, quote: Quote, complete: Complete
    ) -> Receipt:
        """Capture the balance that ``quote`` finds; the first receipt again when the key was used before.

        Raises:
            IdempotencyKeyReused: the key belongs to another request.
            PaymentDeclined: the acquirer said no; the attempt is recorded under the key.
            InsufficientPayment: less was tendered than is owed.
            Conflict: somebody else paid or changed the stay meanwhile.
        """
        attempt = _Attempt(operation, check_key(terms.idempotency_key), hash_request(operation, body), terms)
        stored = await self._store.committed.idempotency.find(attempt.key)
        if stored is not None:
            return _answer(stored, attempt)
        authorisation, authorised_cents = await self._authorise(attempt, quote)

        async def unit(repositories: Repositories) -> Receipt:
            stored = await repositories.idempotency.find(attempt.key)
            if stored is not None:
                return _answer(stored, attempt)
            settlement = await quote(repositories)
            if authorised_cents is not None and settlement.session.balance_cents != authorised_cents:
                raise Conflict("The amount owed changed while the card was being authorised; try again")
            return await self._book(repositories, attempt, settlement, authorisation, complete)

        try:
            return await self._store.transact(unit)
        except DuplicateEntry as error:
            return await self._answer_after_race(attempt, error)
        except Conflict:
            if authorisation is not None:
                await self._terminal.void(attempt.key)
            raise

    async def _authorise(self, attempt: _Attempt, quote: Quote) -> tuple[Authorisation | None, int | None]:
        terms = attempt.terms
        if terms.method is not PaymentMethod.CARD:
            return None, None
        if not terms.card_token:
            raise ValidationFailed("A card payment needs a card token")
        settlement = await quote(self._store.committed)
        due = settlement.session.balance_cents
        _tendered(terms, due)
        answer = await self._terminal.authorise(attempt.key, due, terms.card_token)
        if not answer.approved:
            await self._record_decline(attempt, settlement, answer)
            raise _declined(answer.code)
        return answer, due

    async def _record_decline(self, attempt: _Attempt, settlement: Settlement, answer: Authorisation) -> None:
        payment = self._payment(attempt, settlement.session, PaymentStatus.DECLINED, decline_code=answer.code)

        async def unit(repositories: Repositories) -> None:
            if await repositories.idempotency.find(attempt.key) is not None:
                return
            await repositories.payments.create(payment)
            await repositories.idempotency.record(self._record(attempt, {"declined": answer.code}))
            await repositories.audit.write(self._trail(attempt, payment, "payment.declined"))

        await self._store.transact(unit)

    async def _book(
        self,
        repositories: Repositories,
        attempt: _Attempt,
        settlement: Settlement,
        authorisation: Authorisation | None,
        complete: Complete,
    ) -> Receipt:
        due = settlement.session.balance_cents
        tendered = _tendered(attempt.terms, due)
        payment = self._payment(
            attempt,
            settlement.session,
            PaymentStatus.COMPLETED,
            capture_key=capture_key(settlement.session),
            authorisation_code=authorisation.code if authorisation else None,
        )
        session, entry = capture(settlement.session, payment)
        receipt = Receipt.of(payment, session.license_plate, tendered)
        await repositories.sessions.save(session)
        await repositories.payments.create(payment)
        await repositories.ledger.post(*settlement.charges, entry)
        await complete(repositories, settlement)
        await repositories.idempotency.record(self._record(attempt, receipt.to_json()))
        await repositories.audit.write(self._trail(attempt, payment, "payment.captured"))
        return receipt

    async def _answer_after_race(self, attempt: _Attempt, error: DuplicateEntry) -> Receipt:
        stored = await self._store.committed.idempotency.find(attempt.key)
        if stored is None:
            raise Conflict("The stay is being paid by another request") from error
        return _answer(stored, attempt)

    def _payment(
        self,
        attempt: _Attempt,
        session: ParkingSession,
        status: PaymentStatus,
        *,
        capture_key: str | None = None,
        authorisation_code: str | None = None,
        decline_code: str | None = None,
    ) -> Payment:
        now = self._clock.now()
        payment_id = uuid7()
        return Payment(
            id=payment_id,
            number=payment_number(payment_id, now),
            garage_id=session.garage_id,
            session_id=session.id,
            kind=PaymentKind.CAPTURE,
            status=status,
            method=attempt.terms.method,
            amount_cents=session.balance_cents,
            currency=self._currency,
            idempotency_key=attempt.key,
            capture_key=capture_key,
            authorisation_code=authorisation_code,
            decline_code=decline_code,
            processed_at=now,
        )

    def _record(self, attempt: _Attempt, response: Mapping[str, object]) -> IdempotencyRecord:
        return IdempotencyRecord(
            key=attempt.key,
            operation=attempt.operation,
            request_hash=attempt.digest,
            response=response,
            created_at=self._clock.now(),
        )

    def _trail(self, attempt: _Attempt, payment: Payment, action: str) -> AuditRecord:
        return AuditRecord(
            actor=attempt.terms.actor,
            action=action,
            entity_type="payment",
            entity_id=payment.id,
            at=payment.processed_at,
            detail={"session": payment.session_id, "amountCents": payment.amount_cents, "key": attempt.key},
        )


def require_balance(settlement: Settlement) -> Settlement:
    """The settlement itself, when something is owed.

    Raises:
        NothingOwed: otherwise.
    """
    if settlement.session.balance_cents == 0:
        raise NothingOwed(f"The stay of {settlement.session.license_plate} has no balance: nothing is owed")
    return settlement


@dataclass(frozen=True, slots=True)
class _Attempt:
    operation: str
    key: str
    digest: str
    terms: PaymentTerms


def _answer(stored: IdempotencyRecord, attempt: _Attempt) -> Receipt:
    response = replay(stored, attempt.digest)
    if "declined" in response:
        raise _declined(str(response["declined"]))
    return Receipt.from_json(response)


def _declined(code: str) -> PaymentDeclined:
    return PaymentDeclined(f"The card was declined ({code})", {"declineCode": code})


def _tendered(terms: PaymentTerms, due: int) -> int:
    offered = due if terms.tendered_cents is None else terms.tendered_cents
    if offered < 0:
        raise ValidationFailed("The amount paid must not be negative")
    if offered < due:
        raise InsufficientPayment(
            f"Insufficient payment. Required: ${format_cents(due)}, Paid: ${format_cents(offered)}",
            {"requiredCents": due, "paidCents": offered},
        )
    if offered > due and terms.method is not PaymentMethod.CASH:
        raise ValidationFailed(f"A {terms.method.value} payment takes exactly the amount owed: {format_cents(due)}")
    return offered
