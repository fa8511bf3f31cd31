"""Vehicles, stays and tickets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prisma import models

from atrium.garage.models import ParkingSession, Ticket, Vehicle, VehicleType
from atrium.garage.repositories.session_rows import (
    session_changes,
    session_to_row,
    ticket_changes,
    ticket_to_row,
    to_session,
    to_ticket,
)
from atrium.garage.repositories.vehicle_rows import to_vehicle, vehicle_to_row
from atrium.platform.ids import uuid7
from prismstack.data import Filter, Not, Or, PrismaAdapter, Related, RelatedSome, Where

from .places import Places
from .row_table import Row, RowTable, by

__all__ = ["SessionTable", "TicketTable", "VehicleTable"]


class _Vehicles(PrismaAdapter[models.Vehicle]):
    pass


class _Sessions(PrismaAdapter[models.ParkingSession]):
    pass


class _Tickets(PrismaAdapter[models.Ticket]):
    pass


class VehicleTable(RowTable[Vehicle]):
    """Vehicles that were in the garage, and those that were nowhere yet."""

    adapter = _Vehicles
    key_column = "licensePlate"

    def filters(self) -> list[Filter]:
        was_here = RelatedSome("sessions", self._scope.ever)
        return [Or(was_here, Not(RelatedSome("sessions", Where({}))))]

    async def find_rows(self, keys: Collection[str]) -> dict[str, models.Vehicle]:
        return {row.licensePlate: row for row in await by(self._rows, "licensePlate", keys)}

    def to_value(self, row: models.Vehicle) -> Vehicle:
        return to_vehicle(row)

    def key(self, value: Vehicle) -> str:
        return value.license_plate

    async def to_rows(self, values: Sequence[Vehicle]) -> list[Row]:
        return [vehicle_to_row(value) for value in values]

    async def to_changes(self, value: Vehicle, row: models.Vehicle) -> Row:
        return vehicle_to_row(value) | {"deletedAt": None}


class SessionTable(RowTable[ParkingSession]):
    """Stays of every garage that had the name."""

    adapter = _Sessions

    def to_value(self, row: models.ParkingSession) -> ParkingSession:
        return to_session(row)

    def key(self, value: ParkingSession) -> str:
        return value.id

    async def to_rows(self, values: Sequence[ParkingSession]) -> list[Row]:
        places = Places(self._client, self._scope)
        await places.ensure_garages({value.garage_id for value in values})
        spots = await places.spot_row_ids({(value.garage_id, value.spot_id) for value in values})
        vehicles = await self._vehicle_row_ids(values)
        rows: list[Row] = []
        for value in values:
            spot = spots[value.garage_id, value.spot_id]
            row = session_to_row(value, vehicles[value.license_plate], spot)
            rows.append(row | session_changes(value))
        return await self._without_second_vehicles(rows)

    async def to_changes(self, value: ParkingSession, row: models.ParkingSession) -> Row:
        spot_row_id = row.spotId
        if row.spotCode != value.spot_id:
            places = Places(self._client, self._scope)
            spot_row_id = (await places.spot_row_ids({(row.garageId, value.spot_id)}))[row.garageId, value.spot_id]
        changed = session_to_row(value, row.vehicleId, spot_row_id) | session_changes(value)
        if row.activeSpotId != spot_row_id:
            [changed] = await self._without_second_vehicles([changed])
        return changed

    async def _vehicle_row_ids(self, values: Sequence[ParkingSession]) -> dict[str, str]:
        vehicles = _Vehicles(self._client)
        plates = {value.license_plate: value for value in values}
        known = {row.licensePlate: row.id for row in await by(vehicles, "licensePlate", plates)}
        for plate, value in plates.items():
            if plate not in known:
                known[plate] = uuid7()
                await vehicles.create(
                    {"id": known[plate], "licensePlate": plate, "vehicleType": VehicleType(value.vehicle_type).value}
                )
        return known

    async def _without_second_vehicles(self, rows: list[Row]) -> list[Row]:
        """Whoever was first on a spot holds it; the documented records do not mind a second one."""
        wanted = [row["activeSpotId"] for row in rows if row["activeSpotId"]]
        taken = {row.activeSpotId for row in await by(self._rows, "activeSpotId", wanted)}
        checked: list[Row] = []
        for row in rows:
            holder = row["activeSpotId"]
            checked.append(row | {"activeSpotId": None} if holder in taken else row)
            if holder:
                taken.add(holder)
        return checked


class TicketTable(RowTable[Ticket]):
    """One ticket for each stay."""

    adapter = _Tickets
    key_column = "sessionId"

    def filters(self) -> list[Filter]:
        return [Related("session", self._scope.ever)]

    def to_value(self, row: models.Ticket) -> Ticket:
        return to_ticket(row)

    def key(self, value: Ticket) -> str:
        return value.session_id

    async def to_rows(self, values: Sequence[Ticket]) -> list[Row]:
        return [ticket_to_row(value) for value in values]

    async def to_changes(self, value: Ticket, row: models.Ticket) -> Row:
        return {"number": value.number, "issuedAt": value.issued_at, **ticket_changes(value)}
