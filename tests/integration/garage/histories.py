"""A garage with a history of any size, made of values: nothing has to happen for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.initialisation import generate_spots
from atrium.garage.interfaces import Kind
from atrium.garage.models import (
    Floor,
    Garage,
    JournalEntry,
    ParkingSession,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    RateType,
    SessionStatus,
    Spot,
    SpotStatus,
    Ticket,
    TicketStatus,
    Vehicle,
    VehicleType,
)
from atrium.garage.services.accounting import capture, charge_fee
from atrium.platform.clock import ManualClock
from atrium.platform.ids import uuid7

from .conftest import START

#: Values that one stay leaves: itself, its vehicle, ticket, payment, two journal entries.
VALUES_A_STAY = 6
_PARKED = 50


async def a_long_history(values: int) -> InMemoryStore:
    """A store of at least so many values: 400 spots, and stays of which the last 50 vehicles are still parked."""
    store = InMemoryStore(ManualClock(START))
    tables = store.committed.tables
    floors = (Floor(number=1, bays=20, spots_per_bay=20),)
    garage = Garage(
        id=uuid7(), config_name="default", name="Central", floors=floors, created_at=START, updated_at=START
    )
    spots = list(generate_spots(floors, START))
    await tables[Kind.GARAGE].put([garage])
    stays = [_Stay(garage, spots, number) for number in range(max(values // VALUES_A_STAY, 2 * _PARKED))]
    for stay in stays[-_PARKED:]:
        stay.stay_on(spots)
    await tables[Kind.SPOT].put(spots)
    await tables[Kind.VEHICLE].put([stay.vehicle for stay in stays])
    await tables[Kind.SESSION].put([stay.session for stay in stays])
    await tables[Kind.TICKET].put([stay.ticket for stay in stays])
    await tables[Kind.PAYMENT].put([stay.payment for stay in stays if stay.payment])
    await tables[Kind.ENTRY].put([entry for stay in stays for entry in stay.entries])
    return store


class _Stay:
    """One paid stay and what belongs to it."""

    def __init__(self, garage: Garage, spots: list[Spot], number: int) -> None:
        at = START - timedelta(hours=2, minutes=number)
        plate = f"P{number:06d}"
        self.vehicle = Vehicle(
            license_plate=plate, vehicle_type=VehicleType.COMPACT, color="rot", created_at=at, updated_at=at
        )
        opened = ParkingSession(
            id=uuid7(),
            garage_id=garage.id,
            license_plate=plate,
            spot_id=spots[number % len(spots)].id,
            vehicle_type=VehicleType.COMPACT,
            rate_type=RateType.HOURLY,
            tags=("a", "ü"),
            metadata={"number": number},
            check_in_at=at,
            created_at=at,
            updated_at=at,
        )
        self.ticket = Ticket(
            id=uuid7(), number=f"TKT-{number}", session_id=opened.id, status=TicketStatus.PAID, issued_at=at
        )
        left = at + timedelta(hours=1)
        charged, charges = charge_fee(opened, 500, left)
        self.payment: Payment | None = Payment(
            id=uuid7(),
            number=f"PAY-{number}",
            garage_id=garage.id,
            session_id=opened.id,
            kind=PaymentKind.CAPTURE,
            status=PaymentStatus.COMPLETED,
            method=PaymentMethod.CASH,
            amount_cents=500,
            idempotency_key=f"key-{number}",
            capture_key=f"{opened.id}:1",
            processed_at=left,
        )
        paid, entry = capture(charged, self.payment)
        self._opened = opened
        self.session = replace(
            paid, status=SessionStatus.COMPLETED, check_out_at=left, record_removed_at=left if number % 3 else None
        )
        self.entries: list[JournalEntry] = [*charges, entry]

    def stay_on(self, spots: list[Spot]) -> None:
        """The vehicle is still there and paid nothing."""
        self.session, self.payment, self.entries = self._opened, None, []
        self.ticket = replace(self.ticket, status=TicketStatus.ACTIVE)
        for index, spot in enumerate(spots):
            if spot.id == self.session.spot_id:
                spots[index] = replace(spot, status=SpotStatus.OCCUPIED, current_vehicle=self.session.license_plate)
