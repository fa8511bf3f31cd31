"""Permits and customers: subscriptions whose stays cost nothing, and whose vehicle gets which terms.

Selling: debit receivable, credit permit revenue; paying: as with a stay.
"""

from __future__ import annotations

import calendar
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from atrium.garage.errors import CustomerNotFound, GarageNotInitialised, PermitExists, PermitNotFound, VehicleNotFound
from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import (
    METHOD_ACCOUNTS,
    Customer,
    CustomerTier,
    JournalEntry,
    JournalKind,
    LedgerAccount,
    Payment,
    Permit,
    PermitStatus,
    Receipt,
    normalise_plate,
)
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed
from atrium.platform.ids import uuid7

from .bills import Bill
from .numbers import permit_number
from .payment_desk import PaymentDesk
from .policy import GaragePolicy
from .requests import PaymentTerms

__all__ = ["CustomerService", "PermitOrder", "PermitService", "months_later"]

_MOST_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitOrder:
    """A permit for so many months; a vehicle with an active one gets its end moved."""

    terms: PaymentTerms
    license_plate: str
    months: int = 1
    customer_id: str | None = None
    auto_renew: bool = False


class PermitService:
    """``sell``, ``cancel``, ``end_due``, ``find``, ``find_all``."""

    def __init__(self, store: GarageStore, clock: Clock, policy: GaragePolicy, desk: PaymentDesk) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._desk = desk

    async def sell(self, order: PermitOrder) -> Receipt:
        """Sell a permit from now on; paid in full in the same unit, once for each idempotency key.

        Raises:
            ValidationFailed: months are not 1 to 24, or a part is offered.
            PermitExists: the vehicle has an active one; see ``renew``.
            CustomerNotFound: no such customer. All that ``PaymentDesk.take`` raises.
        """
        plate = self._check(order)

        async def source(repositories: Repositories, at: datetime) -> Bill:
            if await _active_permit(repositories, plate, at) is not None:
                raise PermitExists(f"{plate} has an active permit; renew that one")
            return await self._bill_of_new(repositories, order, plate, at)

        return await self._desk.take("sell_permit", _body(order, plate), order.terms, source)

    async def renew(self, order: PermitOrder) -> Receipt:
        """Add months to the active permit of a vehicle. Raises PermitNotFound, and what ``sell`` raises."""
        plate = self._check(order)

        async def source(repositories: Repositories, at: datetime) -> Bill:
            permit = await _active_permit(repositories, plate, at)
            if permit is None:
                raise PermitNotFound(f"{plate} has no active permit")
            price = self._policy.permit_month * order.months
            longer = replace(
                permit,
                ends_at=months_later(permit.ends_at, order.months),
                months=permit.months + order.months,
                price_cents=permit.price_cents + price,
                auto_renew=order.auto_renew,
            )

            async def book(repositories: Repositories, payment: Payment) -> None:
                await repositories.permits.save(replace(longer, paid_cents=longer.paid_cents + payment.amount_cents))
                await self._post(repositories, longer, payment, price, at)
                await self._trail(repositories, longer, "permit.renewed", order.terms.actor)

            return _bill(longer, price, book)

        return await self._desk.take("renew_permit", _body(order, plate), order.terms, source)

    async def cancel(self, permit_id: str, *, actor: str = SYSTEM_ACTOR) -> Permit:
        """End an active permit now; stays that it covered stay covered. Refund its payment separately.

        Raises:
            PermitNotFound: there is none; Conflict: it is not active.
        """

        async def unit(repositories: Repositories) -> Permit:
            permit = await _permit(repositories, permit_id)
            if permit.status is not PermitStatus.ACTIVE:
                raise Conflict(f"Permit {permit.number} is {permit.status}, not active")
            ends_at = max(self._clock.now(), permit.starts_at + timedelta(milliseconds=1))
            cancelled = await repositories.permits.save(
                replace(permit, status=PermitStatus.CANCELLED, ends_at=ends_at, auto_renew=False)
            )
            await self._trail(repositories, cancelled, "permit.cancelled", actor)
            return cancelled

        return await self._store.transact(unit)

    async def end_due(self) -> int:
        """Mark permits whose end has come as expired; how many."""
        ended = await self._store.committed.permits.find_ended(self._clock.now())
        for permit in ended:

            async def unit(repositories: Repositories, permit: Permit = permit) -> None:
                await repositories.permits.save(replace(permit, status=PermitStatus.EXPIRED))
                await self._trail(repositories, permit, "permit.expired", SYSTEM_ACTOR)

            await self._store.transact(unit)
        return len(ended)

    async def find(self, permit_id: str) -> Permit:
        """One permit. Raises PermitNotFound."""
        return await _permit(self._store.committed, permit_id)

    async def find_all(self) -> Sequence[Permit]:
        """Every permit, earliest start first."""
        return await self._store.committed.permits.find_all()

    def _check(self, order: PermitOrder) -> str:
        if not 1 <= order.months <= _MOST_MONTHS:
            raise ValidationFailed(f"A permit is for 1 to {_MOST_MONTHS} months")
        if order.terms.part_cents is not None:
            raise ValidationFailed("A permit is paid in full")
        return normalise_plate(order.license_plate)

    async def _bill_of_new(self, repositories: Repositories, order: PermitOrder, plate: str, at: datetime) -> Bill:
        garage = await repositories.garages.find_by_name(self._store.config_name)
        if garage is None:
            raise GarageNotInitialised("Garage not initialized")
        if order.customer_id and await repositories.customers.find_by_id(order.customer_id) is None:
            raise CustomerNotFound(f"Customer {order.customer_id!r} not found")
        price = self._policy.permit_month * order.months
        permit_id = uuid7()
        permit = Permit(
            id=permit_id,
            number=permit_number(permit_id, at),
            garage_id=garage.id,
            customer_id=order.customer_id,
            license_plate=plate,
            starts_at=at,
            ends_at=months_later(at, order.months),
            months=order.months,
            price_cents=price,
            auto_renew=order.auto_renew,
            created_at=at,
        )

        async def book(repositories: Repositories, payment: Payment) -> None:
            paid = replace(permit, paid_cents=payment.amount_cents)
            await repositories.permits.create(paid)
            await self._post(repositories, paid, payment, price, at)
            await self._trail(repositories, paid, "permit.sold", order.terms.actor)

        return _bill(permit, price, book)

    async def _post(
        self, repositories: Repositories, permit: Permit, payment: Payment, price: int, at: datetime
    ) -> None:
        charge = JournalEntry(
            id=uuid7(),
            reference=f"charge:{permit.id}:{permit.price_cents}",
            kind=JournalKind.CHARGE,
            garage_id=permit.garage_id,
            permit_id=permit.id,
            occurred_at=at,
            lines=JournalEntry.transfer(LedgerAccount.RECEIVABLE, LedgerAccount.PERMIT_REVENUE, price),
        )
        captured = JournalEntry(
            id=uuid7(),
            reference=f"capture:{payment.id}",
            kind=JournalKind.CAPTURE,
            garage_id=permit.garage_id,
            permit_id=permit.id,
            payment_id=payment.id,
            occurred_at=payment.processed_at,
            lines=JournalEntry.transfer(
                METHOD_ACCOUNTS[payment.method], LedgerAccount.RECEIVABLE, payment.amount_cents
            ),
        )
        await repositories.payments.create(replace(payment, permit_id=permit.id))
        await repositories.ledger.post(charge, captured)

    async def _trail(self, repositories: Repositories, permit: Permit, action: str, actor: str) -> None:
        await repositories.audit.write(
            AuditRecord(
                actor=actor,
                action=action,
                entity_type="permit",
                entity_id=permit.id,
                at=self._clock.now(),
                detail={"plate": permit.license_plate, "number": permit.number, "priceCents": permit.price_cents},
                after={"status": permit.status.value, "endsAt": permit.ends_at.isoformat()},
            )
        )


class CustomerService:
    """``register``, ``set_tier``, ``assign_vehicle``, ``find_all``."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def register(self, name: str, email: str, tier: CustomerTier = CustomerTier.BASIC) -> Customer:
        """A new customer.

        Raises:
            ValidationFailed: no name, or not an e-mail address.
            Conflict: another customer has the address.
        """
        address = email.strip().lower()
        if not name.strip() or not 3 <= len(address) <= 191 or "@" not in address.strip("@"):
            raise ValidationFailed("A customer needs a name and an e-mail address")
        customer = Customer(id=uuid7(), name=name.strip(), email=address, tier=tier, created_at=self._clock.now())
        try:
            await self._store.transact(lambda repositories: repositories.customers.create(customer))
        except DuplicateEntry as error:
            raise Conflict(f"A customer with the address {address} exists") from error
        return customer

    async def set_tier(self, customer_id: str, tier: CustomerTier, *, actor: str = SYSTEM_ACTOR) -> Customer:
        """Change the tier; stays that end from now on get its terms. Raises CustomerNotFound."""

        async def unit(repositories: Repositories) -> Customer:
            customer = await _customer(repositories, customer_id)
            changed = replace(customer, tier=tier)
            await repositories.customers.save(changed)
            await repositories.audit.write(
                AuditRecord(
                    actor=actor,
                    action="customer.tier",
                    entity_type="customer",
                    entity_id=customer.id,
                    at=self._clock.now(),
                    before={"tier": customer.tier.value},
                    after={"tier": tier.value},
                )
            )
            return changed

        return await self._store.transact(unit)

    async def assign_vehicle(self, customer_id: str, license_plate: str) -> None:
        """Make a customer the owner of a vehicle. Raises CustomerNotFound, VehicleNotFound (never seen)."""
        plate = normalise_plate(license_plate)

        async def unit(repositories: Repositories) -> None:
            customer = await _customer(repositories, customer_id)
            if not await repositories.customers.assign_vehicle(plate, customer.id):
                raise VehicleNotFound(f"Vehicle {plate} was never here")

        await self._store.transact(unit)

    async def find_all(self) -> list[Customer]:
        """All customers, by e-mail address."""
        return await self._store.committed.customers.find_all()


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and time so many months later; the last day of a shorter month."""
    index = moment.month - 1 + months
    year, month = moment.year + index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def _body(order: PermitOrder, plate: str) -> dict[str, object]:
    return {**order.terms.as_body(), "plate": plate, "months": order.months, "customer": order.customer_id}


def _bill(permit: Permit, price: int, book: Callable[[Repositories, Payment], Awaitable[None]]) -> Bill:
    return Bill(
        garage_id=permit.garage_id,
        license_plate=permit.license_plate,
        due_cents=price,
        capture_key=f"permit:{permit.id}:{permit.price_cents}",
        book=book,
    )


async def _permit(repositories: Repositories, permit_id: str) -> Permit:
    found = await repositories.permits.find_by_id(permit_id)
    if found is None:
        raise PermitNotFound(f"Permit {permit_id!r} not found")
    return found


async def _active_permit(repositories: Repositories, plate: str, at: datetime) -> Permit | None:
    permits = await repositories.permits.find_covering(plate, at, at)
    return next((each for each in permits if each.status is PermitStatus.ACTIVE), None)


async def _customer(repositories: Repositories, customer_id: str) -> Customer:
    found = await repositories.customers.find_by_id(customer_id)
    if found is None:
        raise CustomerNotFound(f"Customer {customer_id!r} not found")
    return found
