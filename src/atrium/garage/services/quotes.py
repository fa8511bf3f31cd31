"""Quotes: a price promised for a time (15 minutes unless the policy says otherwise)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from atrium.garage.errors import GarageNotInitialised, QuoteNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import (
    Feature,
    ParkingSession,
    Quote,
    RateType,
    Spot,
    SpotType,
    VehicleType,
    normalise_plate,
)
from atrium.garage.pricing import discount_of
from atrium.platform.clock import Clock
from atrium.platform.errors import ValidationFailed
from atrium.platform.ids import uuid7

from .discounts import find_applicable
from .policy import GaragePolicy
from .stay_pricing import PricedStay, StayPricing, load_terms
from .stays import parked_stay, spot_of

__all__ = ["DEFAULT_STAY", "ProspectiveStay", "QuoteService"]

#: How long a stay that has not begun is taken to last.
DEFAULT_STAY = timedelta(hours=2)
_LONGEST_STAY = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectiveStay:
    """A stay that would begin now."""

    spot_type: SpotType
    features: tuple[Feature, ...] = ()
    rate_type: RateType = RateType.HOURLY
    lasts: timedelta = DEFAULT_STAY
    license_plate: str | None = None


class QuoteService:
    """``quote_parked``, ``quote_prospective``, ``find``."""

    def __init__(self, store: GarageStore, clock: Clock, policy: GaragePolicy) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._pricing = StayPricing(policy)

    async def find(self, quote_id: str) -> Quote:
        """One quote. Raises QuoteNotFound."""
        found = await self._store.committed.quotes.find_by_id(quote_id)
        if found is None:
            raise QuoteNotFound(f"Quote {quote_id!r} not found")
        return found

    async def quote_parked(self, license_plate: str, discount_code: str | None = None) -> Quote:
        """What a parked vehicle pays if it pays while the quote is valid.

        Raises:
            VehicleNotFound, AlreadyCheckedOut: the vehicle is not parked.
            DiscountCodeInvalid: the code cannot be used for the stay.
        """
        plate = normalise_plate(license_plate)

        async def unit(repositories: Repositories) -> Quote:
            session = await parked_stay(repositories, plate)
            spot = await spot_of(repositories, session)
            made = await self._quote(repositories, session, spot, self._clock.now(), discount_code)
            quote = replace(made, session_id=session.id)
            await repositories.quotes.create(quote)
            return quote

        return await self._store.transact(unit)

    async def quote_prospective(self, stay: ProspectiveStay, discount_code: str | None = None) -> Quote:
        """What a stay would cost that began now; information, nobody is bound to it.

        Raises:
            ValidationFailed: it would last less than a minute or more than a year.
            DiscountCodeInvalid: the code cannot be used for it.
        """
        if not timedelta(minutes=1) <= stay.lasts <= _LONGEST_STAY:
            raise ValidationFailed("A stay lasts from a minute to a year")
        now = self._clock.now()

        async def unit(repositories: Repositories) -> Quote:
            session, spot = _imagined(stay, now)
            quote = await self._quote(repositories, session, spot, now + stay.lasts, discount_code)
            await repositories.quotes.create(quote)
            return quote

        return await self._store.transact(unit)

    async def _quote(
        self,
        repositories: Repositories,
        session: ParkingSession,
        spot: Spot,
        until: datetime,
        discount_code: str | None,
    ) -> Quote:
        garage = await repositories.garages.find_by_name(self._store.config_name)
        if garage is None:
            raise GarageNotInitialised("Garage not initialized")
        terms = await load_terms(repositories, self._store.config_name)
        priced = await self._pricing.price(repositories, terms, session, spot, until)
        now = self._clock.now()
        code = await find_applicable(repositories, discount_code, priced, now) if discount_code else None
        discount = discount_of(code, priced.fee.total) if code else session.discount_cents
        amount = max(0, priced.fee.total - discount)
        return Quote(
            id=uuid7(),
            garage_id=garage.id,
            license_plate=session.license_plate or None,
            plan_id=priced.plan.id if priced.plan else None,
            discount_code=code.code if code else None,
            amount_cents=amount,
            currency=self._policy.currency,
            priced_from=session.check_in_at,
            priced_until=until,
            issued_at=now,
            valid_until=now + self._policy.quote_validity,
            breakdown=_breakdown(priced, discount),
        )


def _breakdown(priced: PricedStay, discount: int) -> dict[str, object]:
    fee = priced.fee
    return {
        "billableHours": fee.billable_hours,
        "hourlyCents": fee.rate_per_hour,
        "subtotalCents": fee.subtotal,
        "feeCents": fee.total,
        "surgePercent": priced.surge_percent,
        "tier": priced.tier.value,
        "tierDiscountCents": priced.tier_discount,
        "codeDiscountCents": discount,
        "plan": priced.plan.code if priced.plan else None,
        "planVersion": priced.plan.version if priced.plan else None,
        "permit": priced.permit_id,
    }


def _imagined(stay: ProspectiveStay, now: datetime) -> tuple[ParkingSession, Spot]:
    session = ParkingSession(
        id="",
        garage_id="",
        license_plate=normalise_plate(stay.license_plate) if stay.license_plate else "",
        spot_id="",
        vehicle_type=VehicleType(stay.spot_type.value),
        rate_type=stay.rate_type,
        check_in_at=now,
        created_at=now,
        updated_at=now,
    )
    spot = Spot(
        id="",
        floor=1,
        bay=1,
        spot_number=1,
        position=0,
        type=stay.spot_type,
        features=stay.features,
        created_at=now,
        updated_at=now,
    )
    return session, spot
