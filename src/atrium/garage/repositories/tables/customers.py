"""Customers, permits and reservations."""

from __future__ import annotations

from collections.abc import Sequence

from prisma import models

from atrium.garage.models import Customer, Permit, Reservation
from atrium.garage.repositories.permits import customer_to_row, permit_to_row, to_customer, to_permit
from atrium.garage.repositories.reservations import reservation_to_row, to_reservation
from prismstack.data import Filter, IsNull, PrismaAdapter

from .places import Places
from .row_table import Row, RowTable

__all__ = ["CustomerTable", "PermitTable", "ReservationTable"]


class _Customers(PrismaAdapter[models.Customer]):
    pass


class _Permits(PrismaAdapter[models.Permit]):
    pass


class _Reservations(PrismaAdapter[models.Reservation]):
    pass


class CustomerTable(RowTable[Customer]):
    """Customers of all garages of the database."""

    adapter = _Customers

    def filters(self) -> list[Filter]:
        return [IsNull("deletedAt")]

    def to_value(self, row: models.Customer) -> Customer:
        return to_customer(row)

    def key(self, value: Customer) -> str:
        return value.id

    async def to_rows(self, values: Sequence[Customer]) -> list[Row]:
        return [customer_to_row(value) for value in values]

    async def to_changes(self, value: Customer, row: models.Customer) -> Row:
        return customer_to_row(value)


class PermitTable(RowTable[Permit]):
    """Permits."""

    adapter = _Permits

    def to_value(self, row: models.Permit) -> Permit:
        return to_permit(row)

    def key(self, value: Permit) -> str:
        return value.id

    async def to_rows(self, values: Sequence[Permit]) -> list[Row]:
        return [permit_to_row(value) for value in values]

    async def to_changes(self, value: Permit, row: models.Permit) -> Row:
        return permit_to_row(value)


class ReservationTable(RowTable[Reservation]):
    """Reservations."""

    adapter = _Reservations

    def to_value(self, row: models.Reservation) -> Reservation:
        return to_reservation(row)

    def key(self, value: Reservation) -> str:
        return value.id

    async def to_rows(self, values: Sequence[Reservation]) -> list[Row]:
        places = Places(self._client, self._scope)
        await places.ensure_garages({value.garage_id for value in values})
        spots = await places.spot_row_ids({(value.garage_id, value.spot_id) for value in values})
        return [reservation_to_row(value, spots[value.garage_id, value.spot_id]) for value in values]

    async def to_changes(self, value: Reservation, row: models.Reservation) -> Row:
        return reservation_to_row(value, row.spotId)
