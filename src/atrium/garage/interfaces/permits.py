"""The stores of customers and permits."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from atrium.garage.models import Customer, Permit

__all__ = ["CustomerRepository", "PermitRepository"]


class CustomerRepository(Protocol):
    """Customers of all garages."""

    async def create(self, customer: Customer) -> None:
        """Store a customer.

        Raises:
            DuplicateEntry: another one has the e-mail address.
        """
        ...

    async def find_by_id(self, customer_id: str) -> Customer | None: ...

    async def find_by_plate(self, license_plate: str) -> Customer | None:
        """The owner of a vehicle."""
        ...

    async def find_all(self) -> list[Customer]:
        """All customers, by e-mail address."""
        ...

    async def save(self, customer: Customer) -> None: ...

    async def assign_vehicle(self, license_plate: str, customer_id: str | None) -> bool:
        """Make somebody the owner of a known vehicle; False when the plate was never seen."""
        ...


class PermitRepository(Protocol):
    """Permits of one garage."""

    async def create(self, permit: Permit) -> None:
        """Store a permit.

        Raises:
            DuplicateEntry: the vehicle has an active one.
        """
        ...

    async def find_by_id(self, permit_id: str) -> Permit | None: ...

    async def find_covering(self, license_plate: str, start: datetime, end: datetime) -> list[Permit]:
        """Permits of the plate that cover part of ``[start, end]``, earliest first; a cancelled one to its end."""
        ...

    async def exists(self) -> bool:
        """Whether there ever was a permit: without one nobody has to look for those of a plate."""
        ...

    async def find_all(self) -> list[Permit]:
        """Every permit, earliest start first."""
        ...

    async def find_ended(self, now: datetime) -> list[Permit]:
        """Active permits whose end has come."""
        ...

    async def save(self, permit: Permit) -> Permit:
        """Write a changed permit over the version it was read at; it with its new version.

        Raises:
            Conflict: somebody else changed it meanwhile.
        """
        ...
