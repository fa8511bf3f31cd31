"""Payments of stays: pay at a station or afterwards, refund, list.

``PaymentService.pay`` takes a ``StayPayment``: for a parked vehicle it prices the stay up to now and captures
the balance (the driver then has the policy's exit window to leave); for a vehicle that left owing, it captures
what is owed. Every payment is one unit of work and idempotent by key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from atrium.garage.errors import PaymentNotFound, VehicleNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import (
    ParkingSession,
    Payment,
    Permit,
    Receipt,
    normalise_plate,
)
from atrium.platform.clock import Clock
from atrium.platform.errors import ValidationFailed

from .bills import Bill, stay_bill
from .payment_desk import PaymentDesk
from .policy import GaragePolicy
from .refund_desk import RefundDesk
from .requests import Refund, StayPayment
from .stay_charges import ChargedStay, Offer, StayCharging
from .stays import mark_ticket_paid, spot_of

__all__ = ["PaymentService", "PrintedReceipt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReceipt:
    """A payment with what it was for; times are printed in the garage's time zone."""

    payment: Payment
    garage_name: str
    time_zone: str
    session: ParkingSession | None
    permit: Permit | None


class PaymentService:
    """``pay``, ``refund``, ``receipt``, ``find``, ``find_by_session``, ``find_between``."""

    def __init__(
        self, store: GarageStore, clock: Clock, policy: GaragePolicy, desk: PaymentDesk, refunds: RefundDesk
    ) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._desk = desk
        self._refunds = refunds
        self._charging = StayCharging(store, policy)

    async def pay(self, request: StayPayment) -> Receipt:
        """Capture the balance of a stay, or a part of it; the same receipt again for the same key and body.

        Raises:
            VehicleNotFound: no stay of that plate or id.
            NothingOwed: the stay is paid.
            QuoteNotFound, QuoteExpired, DiscountCodeInvalid: see ``StayCharging``.
            PaymentDeclined, InsufficientPayment, IdempotencyKeyReused, Conflict: see ``PaymentDesk.take``.
        """
        plate = None if request.license_plate is None else normalise_plate(request.license_plate)
        offer = Offer(quote_id=request.quote_id, discount_code=request.discount_code)
        body = {**request.terms.as_body(), "plate": plate, "session": request.session_id, **offer.as_body()}

        async def source(repositories: Repositories, at: datetime) -> Bill:
            session = await _find_stay(repositories, plate, request.session_id)
            charged = await self._charge(repositories, session, offer, at)

            async def complete(repositories: Repositories, paid: ParkingSession) -> None:
                await charged.count_code(repositories)
                if paid.balance_cents == 0:
                    await mark_ticket_paid(repositories, paid.id)

            return stay_bill(charged.session, charged.charges, complete)

        return await self._desk.take("pay", body, request.terms, source)

    async def refund(self, request: Refund) -> Receipt:
        """Give a captured payment back, in whole or in part; the same receipt again for the same key and body.

        Raises:
            PaymentNotFound: no such payment.
            RefundExceedsPayment: more than what remains of the capture.
            ValidationFailed: the amount is not positive.
            IdempotencyKeyReused: the key belongs to another request.
        """
        return await self._refunds.refund(request)

    async def find(self, payment_id: str) -> Payment:
        """One payment by id.

        Raises:
            PaymentNotFound: there is none.
        """
        payment = await self._store.committed.payments.find_by_id(payment_id)
        if payment is None:
            raise PaymentNotFound(f"Payment {payment_id!r} not found")
        return payment

    async def receipt(self, payment_id: str) -> PrintedReceipt:
        """What is printed for a payment or refund. Raises PaymentNotFound."""
        payment = await self.find(payment_id)
        repositories = self._store.committed
        garage = await repositories.garages.find_by_name(self._store.config_name)
        session = await repositories.sessions.find_by_id(payment.session_id) if payment.session_id else None
        permit = await repositories.permits.find_by_id(payment.permit_id) if payment.permit_id else None
        return PrintedReceipt(
            payment=payment,
            garage_name=garage.name if garage else "",
            time_zone=garage.time_zone if garage else "UTC",
            session=session,
            permit=permit,
        )

    async def find_by_session(self, session_id: str) -> list[Payment]:
        """Captures, refunds and declined attempts of a stay, earliest first."""
        return await self._store.committed.payments.find_by_session(session_id)

    async def find_between(self, start: datetime, end: datetime) -> list[Payment]:
        """Payments processed within ``[start, end)``, earliest first."""
        return await self._store.committed.payments.find_between(start, end)

    async def _charge(
        self, repositories: Repositories, session: ParkingSession, offer: Offer, at: datetime
    ) -> ChargedStay:
        spot = await spot_of(repositories, session)
        if not session.is_active or self._policy.leaves_in_time(session, at):
            if not offer.is_empty:
                raise ValidationFailed("Quotes and discount codes are for vehicles that are still parked")
            return ChargedStay(session=session, spot=spot, fee=self._policy.fee_of(0, session, spot))
        if not offer.is_empty:
            return await self._charging.charge_offered(repositories, session, spot, offer, at)
        return await self._charging.charge(repositories, session, spot, at, at)


async def _find_stay(repositories: Repositories, plate: str | None, session_id: str | None) -> ParkingSession:
    sessions = repositories.sessions
    if session_id is not None:
        found = await sessions.find_by_id(session_id)
        if found is None:
            raise VehicleNotFound(f"Session {session_id!r} not found")
        return found
    if plate is None:
        raise ValidationFailed("Name the stay by license plate or by session id")
    active = await sessions.find_active_by_plate(plate)
    found = active or await sessions.find_owing_by_plate(plate) or await sessions.find_latest_by_plate(plate)
    if found is None:
        raise VehicleNotFound(f"Vehicle with license plate {plate} not found")
    return found
