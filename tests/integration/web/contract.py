"""What a row of the contract table says, and the states that rows start from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from atrium.garage.interfaces import Repositories
from atrium.garage.models import Floor, PaymentMethod, RateType, SpotStatus, VehicleType
from atrium.garage.services import CheckIn, CheckOut, GarageServices, PaymentTerms, StayPayment
from atrium.platform.clock import ManualClock
from tests.integration.web.shapes import STAMP, TEXT, Listed

#: Two floors of two bays with ten spots each: 8 compact, 28 standard, 4 oversized.
FLOORS = [{"number": number, "bays": 2, "spotsPerBay": 10} for number in (1, 2)]


@dataclass(frozen=True)
class Case:
    """One request in one state, and the answer it must get."""

    name: str
    method: str
    path: str
    status: int
    answer: Any
    state: str = "garage"
    json: Any = None
    raw: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def request(self) -> dict[str, Any]:
        body = {} if self.json is None else {"json": self.json}
        return {"method": self.method, "url": self.path, **body, **self.raw}


def e1(error: str, *details: Any) -> dict[str, Any]:
    return {"error": error, "details": list(details) if details else Listed(TEXT)}


def e2(error: str) -> dict[str, Any]:
    return {"success": False, "error": error, "message": TEXT}


def e3(message: Any, *errors: Any, **hints: Any) -> dict[str, Any]:
    listed = {"errors": list(errors)} if errors else {}
    return {"success": False, "message": message, **listed, **hints, "timestamp": STAMP}


def e4(code: str, error: Any = TEXT, *, hint: bool = True) -> dict[str, Any]:
    hints = {"hint": TEXT} if hint else {}
    return {"success": False, "message": TEXT, "error": error, "errorCode": code, **hints, "timestamp": STAMP}


async def nothing(services: GarageServices, clock: ManualClock) -> None:
    """No garage."""


async def garage(services: GarageServices, clock: ManualClock) -> None:
    """The garage, all spots free."""
    floors = [Floor(number=each["number"], bays=each["bays"], spots_per_bay=each["spotsPerBay"]) for each in FLOORS]
    await services.garage.initialize("Central", floors)


async def parked(services: GarageServices, clock: ManualClock) -> None:
    """PARK1 (compact, by the hour) came 90 minutes ago and stands on F1-B1-S001."""
    await garage(services, clock)
    await services.check_in.check_in(CheckIn(license_plate="PARK1", vehicle_type=VehicleType.COMPACT))
    clock.advance(timedelta(minutes=90))


async def left(services: GarageServices, clock: ManualClock) -> None:
    """GONE1 left owing 14.00; its record was kept."""
    await garage(services, clock)
    await services.check_in.check_in(CheckIn(license_plate="GONE1", vehicle_type=VehicleType.COMPACT))
    clock.advance(timedelta(minutes=90))
    await services.check_out.check_out(CheckOut(license_plate="GONE1", remove_record=False))


async def full(services: GarageServices, clock: ManualClock) -> None:
    """Every oversized spot is taken."""
    await garage(services, clock)
    for number in range(4):
        order = CheckIn(license_plate=f"BIG{number}", vehicle_type=VehicleType.OVERSIZED, rate_type=RateType.DAILY)
        await services.check_in.check_in(order)


async def after_reset(services: GarageServices, clock: ManualClock) -> None:
    """The garage was reset while PARK1 stood in it."""
    await parked(services, clock)
    await services.garage.reset()


async def by_hand(services: GarageServices, clock: ManualClock) -> None:
    """Somebody declared the spot of PARK1 free."""
    await parked(services, clock)
    await services.spots.update("F1-B1-S001", {"status": SpotStatus.AVAILABLE})


async def maintained(services: GarageServices, clock: ManualClock) -> None:
    """F1-B1-S003 is out of use, everything else is free."""
    await garage(services, clock)

    async def unit(repositories: Repositories) -> None:
        await repositories.spots.update("F1-B1-S003", {"status": SpotStatus.MAINTENANCE})

    await services.store.transact(unit)


async def paid(services: GarageServices, clock: ManualClock) -> None:
    """GONE1 left owing 14.00 and paid."""
    await left(services, clock)
    terms = PaymentTerms(idempotency_key="paid", method=PaymentMethod.CASH)
    await services.payments.pay(StayPayment(license_plate="GONE1", terms=terms))


STATES: dict[str, Callable[[GarageServices, ManualClock], Awaitable[None]]] = {
    each.__name__: each for each in (nothing, garage, parked, left, full, after_reset, by_hand, maintained, paid)
}
