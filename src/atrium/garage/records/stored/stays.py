"""What parking records and sessions share: both are views of stays, and both leave the books in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from atrium.garage.interfaces import Kind, Repositories
from atrium.garage.models import (
    JournalEntry,
    JournalKind,
    LedgerAccount,
    ParkingSession,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    Vehicle,
)
from atrium.garage.services.accounting import capture, capture_key, charge_fee
from atrium.garage.services.numbers import payment_number
from atrium.platform.clock import Clock
from atrium.platform.errors import ValidationFailed
from atrium.platform.ids import uuid7
from atrium.platform.money import to_cents

__all__ = ["Stays"]


class Stays:
    """Stores stays whose amounts were changed by hand: what the books lack is booked in the same unit."""

    def __init__(self, repositories: Repositories, config_name: str, clock: Clock) -> None:
        self._repositories = repositories
        self._config_name = config_name
        self._clock = clock

    async def garage_id(self) -> str:
        """The live garage, or the name of the place that stays have without one."""
        found = await self._repositories.garages.find_by_name(self._config_name)
        return found.id if found else f"no-garage-{self._config_name}"

    async def know_vehicle(self, stay: ParkingSession, **told: Any) -> None:
        """Keep the vehicle of a stay, with what a client tells of it."""
        table = self._repositories.tables[Kind.VEHICLE]
        known: Vehicle | None = (await table.find([stay.license_plate])).get(stay.license_plate)
        if known is None:
            known = Vehicle(
                license_plate=stay.license_plate,
                vehicle_type=stay.vehicle_type,
                created_at=stay.created_at,
                updated_at=stay.updated_at,
            )
        elif all(getattr(known, name) == value for name, value in told.items()):
            return
        await table.put([replace(known, updated_at=stay.updated_at, **told)])

    async def add(self, stay: ParkingSession, amount: Any, *, paid: bool) -> None:
        """Store a new stay that costs ``amount`` (decimal) and is paid or not."""
        await self._store(stay, amount, paid)

    async def change(self, before: ParkingSession, after: ParkingSession, amount: Any, *, paid: bool) -> None:
        """Store ``after``, which was made from ``before``.

        Raises:
            Conflict: somebody else changed the stay meanwhile.
        """
        # Whoever saves the version that was read holds the stay until the unit ends.
        held = await self._repositories.sessions.save(before)
        await self._store(replace(after, version=held.version), amount, paid)

    async def _store(self, stay: ParkingSession, amount: Any, paid: bool) -> None:
        settled, entries, payment = _book(stay, to_cents(amount or 0), paid, self._clock.now())
        await self._repositories.tables[Kind.SESSION].put([settled])
        if payment is not None:
            await self._repositories.payments.create(payment)
        if entries:
            await self._repositories.ledger.post(*entries)


def _book(
    stay: ParkingSession, amount: int, paid: bool, now: datetime
) -> tuple[ParkingSession, list[JournalEntry], Payment | None]:
    """The stay at an amount and paid or not, and what the books get for it."""
    fee = amount - stay.penalty_cents
    if fee < 0 or amount < stay.paid_cents:
        raise ValidationFailed("The amount cannot be stored: more than that is paid or owed for other reasons")
    if stay.paid_at is not None and not paid:
        raise ValidationFailed("A paid stay cannot be made unpaid; refund its payment")
    charged, entries = charge_fee(stay, fee, now) if fee >= stay.fee_cents else _take_back(stay, fee, now)
    if not paid or charged.paid_at is not None:
        return charged, entries, None
    if charged.balance_cents == 0:
        return replace(charged, paid_at=now), entries, None
    payment = _payment(charged, now)
    settled, entry = capture(charged, payment)
    return settled, [*entries, entry], payment


def _take_back(stay: ParkingSession, fee: int, now: datetime) -> tuple[ParkingSession, list[JournalEntry]]:
    lowered = replace(stay, fee_cents=fee, charge_count=stay.charge_count + 1)
    lines = JournalEntry.transfer(LedgerAccount.RECEIVABLE, LedgerAccount.PARKING_REVENUE, fee - stay.fee_cents)
    entry = JournalEntry(
        id=uuid7(),
        reference=f"charge:{stay.id}:{lowered.charge_count}",
        kind=JournalKind.CHARGE,
        garage_id=stay.garage_id,
        session_id=stay.id,
        occurred_at=now,
        lines=lines,
    )
    return lowered, [entry]


def _payment(stay: ParkingSession, now: datetime) -> Payment:
    payment_id = uuid7()
    return Payment(
        id=payment_id,
        number=payment_number(payment_id, now),
        garage_id=stay.garage_id,
        session_id=stay.id,
        kind=PaymentKind.CAPTURE,
        status=PaymentStatus.COMPLETED,
        method=PaymentMethod.CASH,
        amount_cents=stay.balance_cents,
        idempotency_key=f"record:{payment_id}",
        capture_key=capture_key(stay),
        processed_at=now,
    )
