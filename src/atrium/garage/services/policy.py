"""What an operator decides about stays: tariff, lost tickets, how long a paid ticket opens the gate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from atrium.garage.errors import InvalidDuration
from atrium.garage.models import ParkingSession, Spot
from atrium.garage.pricing import (
    DEFAULT_TARIFF,
    Fee,
    Tariff,
    calculate_fee,
    calculate_fee_with_grace,
    minutes_between,
)
from atrium.platform.clock import iso_z
from atrium.platform.errors import ValidationFailed

__all__ = ["GaragePolicy", "minutes_parked"]

# A later check-out is a mistyped time; its fee would not fit a 32-bit column.
_LONGEST_STAY = timedelta(days=3653)


@dataclass(frozen=True, slots=True, kw_only=True)
class GaragePolicy:
    """``lost_ticket_fee`` in cents (20.00); ``exit_window`` from paying at a station to the gate (15 minutes).

    ``quote_validity`` is how long a quote is honoured (15 minutes), ``hold_time`` how long a reserved spot is
    kept for a vehicle that does not come (30 minutes), ``permit_month`` the price of a month's permit in cents.
    """

    tariff: Tariff = DEFAULT_TARIFF
    lost_ticket_fee: int = 2000
    exit_window: timedelta = field(default=timedelta(minutes=15))
    quote_validity: timedelta = field(default=timedelta(minutes=15))
    hold_time: timedelta = field(default=timedelta(minutes=30))
    permit_month: int = 15000
    currency: str = "USD"

    def fee_until(self, session: ParkingSession, spot: Spot, until: datetime) -> Fee:
        """The price of the stay up to a moment.

        Raises:
            InvalidDuration: the moment lies before the check-in, or more than ten years after it.
        """
        return self.fee_of(minutes_parked(session, until), session, spot)

    def fee_with_grace_until(self, session: ParkingSession, spot: Spot, until: datetime) -> Fee:
        """As ``fee_until``, free within the grace period."""
        return self.fee_with_grace_of(minutes_parked(session, until), session, spot)

    def fee_of(self, minutes: int, session: ParkingSession, spot: Spot) -> Fee:
        """The price of so many minutes of the stay."""
        return calculate_fee(minutes, spot.type, spot.features, session.rate_type, tariff=self.tariff)

    def fee_with_grace_of(self, minutes: int, session: ParkingSession, spot: Spot) -> Fee:
        """As ``fee_of``, free within the grace period."""
        return calculate_fee_with_grace(minutes, spot.type, spot.features, session.rate_type, tariff=self.tariff)

    def leaves_in_time(self, session: ParkingSession, now: datetime) -> bool:
        """Whether the stay was paid in full so recently that nothing more is charged."""
        return session.paid_at is not None and now - session.paid_at <= self.exit_window


def minutes_parked(session: ParkingSession, until: datetime) -> int:
    """Whole minutes of the stay up to a moment.

    Raises:
        InvalidDuration: the moment lies before the check-in, or more than ten years after it.
    """
    if until - session.check_in_at > _LONGEST_STAY:
        raise InvalidDuration("Failed to calculate parking duration: a stay lasts at most ten years")
    try:
        return minutes_between(session.check_in_at, until)
    except ValidationFailed as error:
        raise InvalidDuration(
            f"Failed to calculate parking duration: {error.message}",
            [f"checkOutTime {iso_z(until)} is before checkInTime {iso_z(session.check_in_at)}"],
        ) from None
