"""Customers and permits in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from atrium.garage.models import Customer, Permit, PermitStatus
from atrium.platform.errors import Conflict, DuplicateEntry

from .state import State

__all__ = ["InMemoryCustomers", "InMemoryPermits"]


class InMemoryCustomers:
    """``CustomerRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def create(self, customer: Customer) -> None:
        customers = self._state().operations.customers
        if any(each.email == customer.email for each in customers.values()):
            raise DuplicateEntry(f"A customer with {customer.email} exists", fields=["activeEmail"])
        customers[customer.id] = customer

    async def find_by_id(self, customer_id: str) -> Customer | None:
        return self._state().operations.customers.get(customer_id)

    async def find_by_plate(self, license_plate: str) -> Customer | None:
        vehicle = self._state().vehicles.get(license_plate)
        owner = vehicle.customer_id if vehicle else None
        return self._state().operations.customers.get(owner) if owner else None

    async def find_all(self) -> list[Customer]:
        return sorted(self._state().operations.customers.values(), key=lambda each: each.email)

    async def save(self, customer: Customer) -> None:
        self._state().operations.customers[customer.id] = customer

    async def assign_vehicle(self, license_plate: str, customer_id: str | None) -> bool:
        vehicles = self._state().vehicles
        if license_plate not in vehicles:
            return False
        vehicles[license_plate] = replace(vehicles[license_plate], customer_id=customer_id)
        return True


class InMemoryPermits:
    """``PermitRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def create(self, permit: Permit) -> None:
        active = self._where(lambda each: each.status is PermitStatus.ACTIVE)
        if any(each.license_plate == permit.license_plate for each in active):
            raise DuplicateEntry(f"{permit.license_plate} has a permit already", fields=["activeKey"])
        self._state().operations.permits[permit.id] = permit

    async def find_by_id(self, permit_id: str) -> Permit | None:
        return self._state().operations.permits.get(permit_id)

    async def find_covering(self, license_plate: str, start: datetime, end: datetime) -> list[Permit]:
        return self._where(
            lambda each: each.license_plate == license_plate and each.starts_at <= end and each.ends_at > start
        )

    async def exists(self) -> bool:
        return bool(self._state().operations.permits)

    async def find_all(self) -> list[Permit]:
        return self._where(lambda _: True)

    async def find_ended(self, now: datetime) -> list[Permit]:
        return self._where(lambda each: each.status is PermitStatus.ACTIVE and each.ends_at <= now)

    async def save(self, permit: Permit) -> Permit:
        permits = self._state().operations.permits
        stored = permits.get(permit.id)
        if stored is None or stored.version != permit.version:
            raise Conflict(f"Permit {permit.number} was changed by another request")
        saved = replace(permit, version=permit.version + 1)
        permits[permit.id] = saved
        return saved

    def _where(self, wanted: Callable[[Permit], bool]) -> list[Permit]:
        found = (each for each in self._state().operations.permits.values() if wanted(each))
        return sorted(found, key=lambda each: (each.starts_at, each.id))
