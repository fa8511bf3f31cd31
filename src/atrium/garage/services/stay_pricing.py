"""The price of a stay: by the garage's rate plan when it has one, else by the tariff; permits cover their time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from atrium.garage.interfaces import Repositories
from atrium.garage.models import CustomerTier, ParkingSession, RatePlan, Spot, SurgeKind
from atrium.garage.pricing import (
    NO_SURGE,
    Fee,
    StayFacts,
    calculate_plan_fee,
    covered_minutes,
)

from .policy import GaragePolicy, minutes_parked

__all__ = ["PriceTerms", "PricedStay", "StayPricing", "load_terms", "occupancy_percent_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTerms:
    """What all stays of the garage are priced by; None as ``plan`` is the tariff of the policy."""

    plan: RatePlan | None
    time_zone: str
    has_permits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedStay:
    """A price, and what it came from; ``tier`` and ``surge_percent`` say something only with a plan."""

    fee: Fee
    plan: RatePlan | None = None
    permit_id: str | None = None
    surge_percent: int = NO_SURGE
    tier: CustomerTier = CustomerTier.BASIC
    tier_discount: int = 0


Tariffed = Callable[[int, ParkingSession, Spot], Fee]


async def load_terms(repositories: Repositories, config_name: str) -> PriceTerms:
    """The terms as of now."""
    plan = await repositories.rate_plans.find_default()
    garage = await repositories.garages.find_by_name(config_name) if plan else None
    return PriceTerms(
        plan=plan,
        time_zone=garage.time_zone if garage else "UTC",
        has_permits=await repositories.permits.exists(),
    )


class StayPricing:
    """Prices stays under given terms."""

    def __init__(self, policy: GaragePolicy) -> None:
        self._policy = policy

    async def price(
        self, repositories: Repositories, terms: PriceTerms, session: ParkingSession, spot: Spot, until: datetime
    ) -> PricedStay:
        """The price up to a moment.

        Raises:
            InvalidDuration: the moment lies before the check-in, or more than ten years after it.
        """
        return await self._price(repositories, terms, session, spot, until, self._policy.fee_of)

    async def price_with_grace(
        self, repositories: Repositories, terms: PriceTerms, session: ParkingSession, spot: Spot, until: datetime
    ) -> PricedStay:
        """As ``price``, with the tariff's grace period; a plan has its own in either case."""
        return await self._price(repositories, terms, session, spot, until, self._policy.fee_with_grace_of)

    async def _price(
        self,
        repositories: Repositories,
        terms: PriceTerms,
        session: ParkingSession,
        spot: Spot,
        until: datetime,
        tariffed: Tariffed,
    ) -> PricedStay:
        minutes = minutes_parked(session, until)
        permit_id = None
        if terms.has_permits:
            permits = await repositories.permits.find_covering(session.license_plate, session.check_in_at, until)
            covered = covered_minutes([(each.starts_at, each.ends_at) for each in permits], session.check_in_at, until)
            permit_id = permits[0].id if permits else None
            if permits and covered >= minutes:
                return PricedStay(fee=_free(tariffed(minutes, session, spot)), plan=terms.plan, permit_id=permit_id)
            minutes -= covered
        if terms.plan is None:
            return PricedStay(fee=tariffed(minutes, session, spot), permit_id=permit_id)
        priced = await self._by_plan(repositories, terms, terms.plan, session, spot, minutes)
        return replace(priced, permit_id=permit_id)

    async def _by_plan(
        self,
        repositories: Repositories,
        terms: PriceTerms,
        plan: RatePlan,
        session: ParkingSession,
        spot: Spot,
        minutes: int,
    ) -> PricedStay:
        owner = await repositories.customers.find_by_plate(session.license_plate) if plan.tiers else None
        tier = owner.tier if owner else CustomerTier.BASIC
        facts = StayFacts(
            begins_at=session.check_in_at,
            minutes=minutes,
            spot_type=spot.type,
            features=spot.features,
            rate_type=session.rate_type,
            tier=tier,
            occupancy_percent=await occupancy_percent_at(repositories, plan, session.check_in_at),
            time_zone=terms.time_zone,
        )
        priced = calculate_plan_fee(plan, facts)
        return PricedStay(
            fee=priced.fee,
            plan=plan,
            surge_percent=priced.surge_percent,
            tier=tier,
            tier_discount=priced.tier_discount,
        )


async def occupancy_percent_at(repositories: Repositories, plan: RatePlan, moment: datetime) -> float:
    """Percent of the spots that were taken at a moment; zero, unasked, for a plan that does not care."""
    if all(rule.kind is not SurgeKind.OCCUPANCY for rule in plan.surge_rules):
        return 0.0
    spots = await repositories.spots.count()
    parked = await repositories.sessions.count_parked_at(moment)
    return parked * 100 / spots if spots else 0.0


def _free(fee: Fee) -> Fee:
    """The fee of a stay that a permit covers."""
    return replace(fee, billable_hours=0, base_rate=0, premiums_per_hour={}, subtotal=0, total=0, grace_applied=False)
