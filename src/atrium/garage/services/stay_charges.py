"""Charging a stay: price, quote and discount code become what the stay owes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from atrium.garage.errors import DiscountCodeInvalid, QuoteExpired, QuoteNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import DiscountCode, JournalEntry, ParkingSession, Quote, Spot
from atrium.garage.pricing import Fee, discount_of

from .accounting import charge_fee
from .discounts import find_applicable
from .policy import GaragePolicy
from .stay_pricing import PricedStay, StayPricing, load_terms

__all__ = ["ChargedStay", "Offer", "StayCharging"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a driver brings along; a quote already holds the discount it was made with."""

    quote_id: str | None = None
    discount_code: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.quote_id is None and self.discount_code is None

    def as_body(self) -> dict[str, object]:
        """The part of the request that must be the same when an idempotency key is used again."""
        given = {"quote": self.quote_id, "discount": self.discount_code}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedStay:
    """The stay with its charges, none of it written; ``code`` is the discount code to be counted."""

    session: ParkingSession
    spot: Spot
    fee: Fee
    charges: list[JournalEntry] = field(default_factory=list[JournalEntry])
    code: DiscountCode | None = None

    async def count_code(self, repositories: Repositories) -> None:
        """Count the use of the discount code, in the unit that books the stay.

        Raises:
            DiscountCodeInvalid: it was used up meanwhile.
        """
        if self.code is not None and not await repositories.discount_codes.use(self.code):
            raise DiscountCodeInvalid(f"The discount code {self.code.code} is used up")


class StayCharging:
    """Prices stays and charges them what their price exceeds earlier charges by."""

    def __init__(self, store: GarageStore, policy: GaragePolicy) -> None:
        self._store = store
        self._pricing = StayPricing(policy)

    async def charge(
        self, repositories: Repositories, session: ParkingSession, spot: Spot, until: datetime, at: datetime
    ) -> ChargedStay:
        """The stay, charged at a moment for the time up to ``until``."""
        terms = await load_terms(repositories, self._store.config_name)
        return _charged(await self._pricing.price(repositories, terms, session, spot, until), session, spot, at)

    async def charge_with_grace(
        self, repositories: Repositories, session: ParkingSession, spot: Spot, until: datetime, at: datetime
    ) -> ChargedStay:
        """As ``charge``, free within the tariff's grace period."""
        terms = await load_terms(repositories, self._store.config_name)
        priced = await self._pricing.price_with_grace(repositories, terms, session, spot, until)
        return _charged(priced, session, spot, at)

    async def charge_offered(
        self,
        repositories: Repositories,
        session: ParkingSession,
        spot: Spot,
        offer: Offer,
        at: datetime,
    ) -> ChargedStay:
        """The stay, charged up to now, with a quote honoured or a discount code applied.

        Raises:
            QuoteNotFound, QuoteExpired: the quote is not one of this stay, or too old.
            DiscountCodeInvalid: the code cannot be used for it.
        """
        terms = await load_terms(repositories, self._store.config_name)
        priced = await self._pricing.price(repositories, terms, session, spot, at)
        if offer.quote_id is not None:
            return await self._quoted(repositories, priced, session, spot, offer.quote_id, at)
        if offer.discount_code is None:
            return _charged(priced, session, spot, at)
        if session.discount_cents:
            raise DiscountCodeInvalid("The stay has had a discount already")
        code = await find_applicable(repositories, offer.discount_code, priced, at)
        discounted = replace(session, discount_cents=discount_of(code, priced.fee.total))
        return replace(_charged(priced, discounted, spot, at), code=code)

    async def _quoted(
        self,
        repositories: Repositories,
        priced: PricedStay,
        session: ParkingSession,
        spot: Spot,
        quote_id: str,
        at: datetime,
    ) -> ChargedStay:
        quote = await repositories.quotes.find_by_id(quote_id)
        if quote is None or quote.session_id != session.id:
            raise QuoteNotFound(f"The stay of {session.license_plate} has no quote {quote_id!r}")
        if at > quote.valid_until:
            raise QuoteExpired("The quote is no longer honoured; ask for a new one")
        code = await _code_of(repositories, quote)
        fee = replace(priced.fee, total=quote.amount_cents)
        bound = replace(session, quote_id=quote.id, rate_plan_id=quote.plan_id, permit_id=priced.permit_id)
        charged, charges = charge_fee(bound, quote.amount_cents, at)
        return ChargedStay(session=charged, spot=spot, fee=fee, charges=charges, code=code)


async def _code_of(repositories: Repositories, quote: Quote) -> DiscountCode | None:
    return await repositories.discount_codes.find_live(quote.discount_code) if quote.discount_code else None


def _charged(priced: PricedStay, session: ParkingSession, spot: Spot, at: datetime) -> ChargedStay:
    plan_id = priced.plan.id if priced.plan else session.rate_plan_id
    bound = replace(session, rate_plan_id=plan_id, permit_id=priced.permit_id or session.permit_id)
    charged, charges = charge_fee(bound, max(0, priced.fee.total - session.discount_cents), at)
    return ChargedStay(session=charged, spot=spot, fee=priced.fee, charges=charges)
