"""Check-out: a stay ends, is charged, and its spot is free again, in one unit of work.

``CheckOutService``: ``check_out`` (what is owed stays owed), ``check_out_and_pay`` (idempotent by key),
``force``, ``estimate``, ``ready_for_check_out``, ``stats``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from atrium.garage.errors import SpotReleaseFailed
from atrium.garage.interfaces import (
    GarageStore,
    OccupancyStats,
    ParkingStats,
    Repositories,
    RevenueStats,
)
from atrium.garage.models import (
    ParkingSession,
    Receipt,
    SessionStatus,
    Spot,
    normalise_plate,
)
from atrium.garage.pricing import Fee
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import Clock, iso_z
from atrium.platform.errors import ValidationFailed

from .arrivals import note_departure
from .bills import Bill, stay_bill
from .payment_desk import PaymentDesk
from .policy import GaragePolicy, minutes_parked
from .requests import CheckOut, PaidCheckOut
from .stay_charges import ChargedStay, Offer, StayCharging
from .stay_pricing import StayPricing, load_terms
from .stays import mark_ticket_paid, parked_stay, spot_of

__all__ = ["CheckOutResult", "CheckOutService", "CheckOutStats", "StayEstimate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutResult:
    """An ended stay; ``fee`` prices it, ``session.balance_cents`` is what is still owed."""

    session: ParkingSession
    spot: Spot
    fee: Fee
    check_out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StayEstimate:
    """What a parked vehicle would be charged if it left at ``until``."""

    session: ParkingSession
    spot: Spot
    fee: Fee
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutStats:
    records: ParkingStats
    revenue: RevenueStats
    occupancy: OccupancyStats


class CheckOutService:
    """Lets vehicles out."""

    def __init__(self, store: GarageStore, clock: Clock, policy: GaragePolicy, desk: PaymentDesk) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._desk = desk
        self._pricing = StayPricing(policy)
        self._charging = StayCharging(store, policy)

    async def check_out(self, request: CheckOut) -> CheckOutResult:
        """End a stay and charge it; a stay paid within the exit window is charged nothing more.

        Raises:
            VehicleNotFound: no parking record; SpotMissing: its spot was deleted.
            AlreadyCheckedOut: the stay is over.
            InvalidDuration: the given check-out time is before the check-in.
            SpotReleaseFailed: the spot does not hold this vehicle; nothing was changed.
        """
        return await self._leave(request, "session.closed", "")

    async def force(self, license_plate: str, reason: str, actor: str) -> CheckOutResult:
        """``check_out`` by an administrator; the reason goes into the audit trail."""
        return await self._leave(CheckOut(license_plate=license_plate, actor=actor), "session.forced", reason)

    async def check_out_and_pay(self, request: PaidCheckOut) -> Receipt:
        """End a stay and capture its balance in the same unit; the record stays.

        Of several concurrent calls for one stay one pays; those with the same key get its receipt, the
        others ``AlreadyCheckedOut``.

        Raises:
            NothingOwed: the stay costs nothing more; use ``check_out``.
            ValidationFailed: only a part is offered; pay parts at a station, all that is left at the exit.
            QuoteNotFound, QuoteExpired, DiscountCodeInvalid: see ``StayCharging``.
            All that ``check_out`` and ``PaymentDesk.take`` raise.
        """
        plate = normalise_plate(request.license_plate)
        if request.terms.part_cents is not None:
            raise ValidationFailed("A vehicle leaves when everything is paid; pay a part at a station")
        offer = Offer(quote_id=request.quote_id, discount_code=request.discount_code)
        body = {
            **request.terms.as_body(),
            "plate": plate,
            "grace": request.apply_grace_period,
            **offer.as_body(),
        }
        order = CheckOut(
            license_plate=plate,
            apply_grace_period=request.apply_grace_period,
            remove_record=False,
            actor=request.terms.actor,
        )

        async def source(repositories: Repositories, at: datetime) -> Bill:
            closing = await self._close(repositories, order, plate, at, offer)

            async def complete(repositories: Repositories, paid: ParkingSession) -> None:
                await closing.count_code(repositories)
                await mark_ticket_paid(repositories, paid.id)
                await self._finish(repositories, paid, closing.spot, order, "session.closed", "")

            return stay_bill(closing.session, closing.charges, complete)

        return await self._desk.take("check_out_and_pay", body, request.terms, source)

    async def estimate(
        self, license_plate: str, *, until: datetime | None = None, apply_grace_period: bool = False
    ) -> StayEstimate:
        """What a parked vehicle would be charged; changes nothing.

        Raises:
            VehicleNotFound, AlreadyCheckedOut, InvalidDuration: as ``check_out``.
        """
        plate = normalise_plate(license_plate)
        repositories = self._store.committed
        session = await parked_stay(repositories, plate)
        spot = await spot_of(repositories, session)
        moment = until or self._clock.now()
        terms = await load_terms(repositories, self._store.config_name)
        price = self._pricing.price_with_grace if apply_grace_period else self._pricing.price
        priced = await price(repositories, terms, session, spot, moment)
        return StayEstimate(session=session, spot=spot, fee=priced.fee, until=moment)

    async def ready_for_check_out(self, min_minutes: int = 0) -> list[StayEstimate]:
        """Estimates of the vehicles parked for at least so many minutes, earliest check-in first.

        Vehicles whose spot was deleted by a reset are left out: they cannot check out.
        """
        now = self._clock.now()
        repositories = self._store.committed
        terms = await load_terms(repositories, self._store.config_name)
        spots = {spot.id: spot for spot in await repositories.spots.find_all()}
        estimates: list[StayEstimate] = []
        for session in await repositories.sessions.find_active():
            spot = spots.get(session.spot_id)
            if spot is None:
                continue
            until = max(now, session.check_in_at)
            if minutes_parked(session, until) >= min_minutes:
                priced = await self._pricing.price(repositories, terms, session, spot, until)
                estimates.append(StayEstimate(session=session, spot=spot, fee=priced.fee, until=now))
        return estimates

    async def stats(self) -> CheckOutStats:
        """Figures of the check-out desk, from the parking records."""
        repositories = self._store.committed
        return CheckOutStats(
            records=await repositories.sessions.get_parking_stats(),
            revenue=await repositories.sessions.get_revenue_stats(),
            occupancy=await repositories.spots.get_occupancy_stats(),
        )

    async def _leave(self, request: CheckOut, action: str, reason: str) -> CheckOutResult:
        plate = normalise_plate(request.license_plate)
        now = self._clock.now()

        async def unit(repositories: Repositories) -> CheckOutResult:
            at = request.check_out_time or now
            closing = await self._close(repositories, request, plate, at, Offer())
            saved = await repositories.sessions.save(_settled_if_free(closing.session))
            if closing.charges:
                await repositories.ledger.post(*closing.charges)
            if saved.is_paid:
                await mark_ticket_paid(repositories, saved.id)
            await self._finish(repositories, saved, closing.spot, request, action, reason)
            return CheckOutResult(session=saved, spot=closing.spot, fee=closing.fee, check_out_at=at)

        return await self._store.transact(unit)

    async def _close(
        self, repositories: Repositories, request: CheckOut, plate: str, at: datetime, offer: Offer
    ) -> ChargedStay:
        """The stay as it will be when it ends at ``at``; writes nothing."""
        session = await parked_stay(repositories, plate)
        spot = await spot_of(repositories, session)
        priced_until = at
        if self._policy.leaves_in_time(session, at) and session.paid_at is not None:
            priced_until = min(at, session.paid_at)
        charged = await self._charge(repositories, request, session, spot, priced_until, at, offer)
        closed = replace(
            charged.session,
            status=SessionStatus.COMPLETED,
            check_out_at=at,
            record_removed_at=at if request.remove_record else None,
            end_reason=request.end_reason,
        )
        return replace(charged, session=closed)

    async def _charge(
        self,
        repositories: Repositories,
        request: CheckOut,
        session: ParkingSession,
        spot: Spot,
        until: datetime,
        at: datetime,
        offer: Offer,
    ) -> ChargedStay:
        if not offer.is_empty:
            return await self._charging.charge_offered(repositories, session, spot, offer, at)
        charge = self._charging.charge_with_grace if request.apply_grace_period else self._charging.charge
        return await charge(repositories, session, spot, until, at)

    async def _finish(
        self,
        repositories: Repositories,
        session: ParkingSession,
        spot: Spot,
        request: CheckOut,
        action: str,
        reason: str,
    ) -> None:
        if not await repositories.spots.release(spot.id, session.license_plate):
            raise SpotReleaseFailed(
                f"Failed to release spot: {spot.id} is {spot.status.value} by {spot.current_vehicle}, "
                f"not by {session.license_plate}"
            )
        await note_departure(repositories, session, self._clock.now(), request.actor)
        detail = {"plate": session.license_plate, "spot": spot.id, "feeCents": session.fee_cents}
        await repositories.audit.write(
            AuditRecord(
                actor=request.actor,
                action=action,
                entity_type="session",
                entity_id=session.id,
                at=self._clock.now(),
                detail={**detail, "reason": reason} if reason else detail,
                before={"status": SessionStatus.ACTIVE.value},
                after={
                    "status": session.status.value,
                    "feeCents": session.fee_cents,
                    "paidCents": session.paid_cents,
                    "checkOutAt": session.check_out_at and iso_z(session.check_out_at),
                },
            )
        )


def _settled_if_free(session: ParkingSession) -> ParkingSession:
    """A stay that owes nothing at check-out counts as paid."""
    if session.balance_cents == 0 and session.paid_at is None:
        return replace(session, paid_at=session.check_out_at)
    return session
