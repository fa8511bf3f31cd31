"""What a payment settles, and how it is booked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from atrium.garage.errors import NothingOwed
from atrium.garage.interfaces import Repositories
from atrium.garage.models import JournalEntry, ParkingSession, Payment

from .accounting import capture, capture_key

__all__ = ["Bill", "BillSource", "Completion", "stay_bill"]

#: Writes what else belongs to the unit; it gets the stay as it was saved.
Completion = Callable[[Repositories, ParkingSession], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is owed, and by whom; ``book`` writes a payment of it with everything that changes by it."""

    garage_id: str
    session_id: str | None = None
    permit_id: str | None = None
    license_plate: str
    due_cents: int
    capture_key: str
    book: Callable[[Repositories, Payment], Awaitable[None]]


#: Prices what is to be paid as of a moment; runs on the repositories it is given and writes nothing.
BillSource = Callable[[Repositories, datetime], Awaitable[Bill]]


def stay_bill(session: ParkingSession, charges: Sequence[JournalEntry], complete: Completion) -> Bill:
    """The bill of a stay as it will be once ``charges`` are posted.

    Raises:
        NothingOwed: it has no balance.
    """
    if session.balance_cents == 0:
        raise NothingOwed(f"The stay of {session.license_plate} has no balance: nothing is owed")

    async def book(repositories: Repositories, payment: Payment) -> None:
        paid, entry = capture(session, payment)
        saved = await repositories.sessions.save(paid)
        await repositories.payments.create(payment)
        await repositories.ledger.post(*charges, entry)
        await complete(repositories, saved)

    return Bill(
        garage_id=session.garage_id,
        session_id=session.id,
        license_plate=session.license_plate,
        due_cents=session.balance_cents,
        capture_key=capture_key(session),
        book=book,
    )
