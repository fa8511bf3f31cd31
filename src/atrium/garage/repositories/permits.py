"""Customers and permits in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from prisma import Prisma, models

from atrium.garage.models import Customer, CustomerTier, Permit, PermitStatus
from atrium.platform.errors import Conflict
from prismstack.data import (
    After,
    AtMost,
    Equals,
    Filter,
    OrderBy,
    PrismaAdapter,
    RelatedSome,
)

from .scope import GarageScope

__all__ = ["PrismaCustomers", "PrismaPermits", "customer_to_row", "permit_to_row", "to_customer", "to_permit"]

_CHANGEABLE = ("status", "activeKey", "endsAt", "months", "priceCents", "paidCents", "autoRenew", "version")
_EARLIEST_FIRST = [OrderBy("startsAt"), OrderBy("id")]


class _Customers(PrismaAdapter[models.Customer]):
    deleted_at = "deletedAt"


class _Vehicles(PrismaAdapter[models.Vehicle]):
    pass


class _Permits(PrismaAdapter[models.Permit]):
    deleted_at = "deletedAt"


class PrismaCustomers:
    """``CustomerRepository`` over ``Customer`` and ``Vehicle``."""

    def __init__(self, client: Prisma) -> None:
        self._customers = _Customers(client)
        self._vehicles = _Vehicles(client)

    async def create(self, customer: Customer) -> None:
        await self._customers.create(customer_to_row(customer))

    async def find_by_id(self, customer_id: str) -> Customer | None:
        row = await self._customers.get_or_none(customer_id)
        return to_customer(row) if row else None

    async def find_by_plate(self, license_plate: str) -> Customer | None:
        owns = RelatedSome("vehicles", Equals("licensePlate", license_plate))
        row = await self._customers.find_one(owns)
        return to_customer(row) if row else None

    async def find_all(self) -> list[Customer]:
        return [to_customer(row) for row in await self._customers.find_many(order=[OrderBy("email")])]

    async def save(self, customer: Customer) -> None:
        row = customer_to_row(customer)
        await self._customers.update(
            customer.id, {name: row[name] for name in ("name", "email", "activeEmail", "tier")}
        )

    async def assign_vehicle(self, license_plate: str, customer_id: str | None) -> bool:
        changed = await self._vehicles.update_many(
            Equals("licensePlate", license_plate), data={"customerId": customer_id}
        )
        return changed == 1


class PrismaPermits:
    """``PermitRepository`` over ``Permit``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._permits = _Permits(client)
        self._scope = scope

    async def create(self, permit: Permit) -> None:
        await self._permits.create(permit_to_row(permit))

    async def find_by_id(self, permit_id: str) -> Permit | None:
        row = await self._permits.find_one(self._scope.ever, Equals("id", permit_id))
        return to_permit(row) if row else None

    async def find_covering(self, license_plate: str, start: datetime, end: datetime) -> list[Permit]:
        return await self._find(
            Equals("licensePlate", license_plate),
            AtMost("startsAt", end),
            After("endsAt", start),
        )

    async def exists(self) -> bool:
        return await self._permits.exists(self._scope.ever)

    async def find_all(self) -> list[Permit]:
        return await self._find()

    async def find_ended(self, now: datetime) -> list[Permit]:
        return await self._find(Equals("status", PermitStatus.ACTIVE.value), AtMost("endsAt", now))

    async def save(self, permit: Permit) -> Permit:
        saved = replace(permit, version=permit.version + 1)
        row = permit_to_row(saved)
        changes = {name: row[name] for name in _CHANGEABLE}
        written = await self._permits.update_many(
            Equals("id", permit.id), Equals("version", permit.version), data=changes
        )
        if written != 1:
            raise Conflict(f"Permit {permit.number} was changed by another request")
        return saved

    async def _find(self, *filters: Filter) -> list[Permit]:
        rows = await self._permits.find_many(self._scope.ever, *filters, order=_EARLIEST_FIRST)
        return [to_permit(row) for row in rows]


def to_customer(row: models.Customer) -> Customer:
    """The customer that a row holds."""
    return Customer(id=row.id, name=row.name, email=row.email, tier=CustomerTier(row.tier), created_at=row.createdAt)


def customer_to_row(customer: Customer) -> dict[str, Any]:
    """The columns of a live customer."""
    return {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "activeEmail": customer.email,
        "tier": customer.tier.value,
        "createdAt": customer.created_at,
    }


def to_permit(row: models.Permit) -> Permit:
    """The permit that a row holds."""
    return Permit(
        id=row.id,
        number=row.number,
        garage_id=row.garageId,
        customer_id=row.customerId,
        license_plate=row.licensePlate,
        status=PermitStatus(row.status),
        starts_at=row.startsAt,
        ends_at=row.endsAt,
        months=row.months,
        price_cents=row.priceCents,
        paid_cents=row.paidCents,
        auto_renew=row.autoRenew,
        version=row.version,
        created_at=row.createdAt,
    )


def permit_to_row(permit: Permit) -> dict[str, Any]:
    """The columns of a permit; only an active one holds its unique key."""
    is_active = permit.status is PermitStatus.ACTIVE
    return {
        "id": permit.id,
        "number": permit.number,
        "garageId": permit.garage_id,
        "customerId": permit.customer_id,
        "licensePlate": permit.license_plate,
        "activeKey": f"{permit.garage_id}:{permit.license_plate}" if is_active else None,
        "status": permit.status.value,
        "startsAt": permit.starts_at,
        "endsAt": permit.ends_at,
        "months": permit.months,
        "priceCents": permit.price_cents,
        "paidCents": permit.paid_cents,
        "autoRenew": permit.auto_renew,
        "version": permit.version,
        "createdAt": permit.created_at,
    }
